// Photos of a check: what gallery.js does with them, but for pictures on the page.

export class Photos {
  async addPhoto(place, photo) {
    this.begin();
    const panel = this.of(place);
    if (panel.photos.some((one) => one.sha256 === photo.sha256)) return;
    this.box.log("item", this.id, panel.id, panel.item, panel.order);
    this.saver.hold();
    await this.saver.during(() => this.oneMore(panel, photo)).catch(() => this.box.log("failed", this.id));
    this.saver.release();
  }

  async oneMore(panel, photo) {
    const entry = { sha256: photo.sha256, at: this.draft.local(new Date()) };
    const named = (photos) => {
      panel.photos = photos;
      this.entered(panel, ["photos", "at"]);
    };
    panel.at ??= entry.at;
    named([...panel.photos, entry]);
    try {
      const kept = await this.draft.savePhoto({ draft: this.id, ...photo }, [this.visit, panel.record()]);
      if (!kept) this.saver.touch(panel);
    } catch (error) {
      named(panel.photos.filter((one) => one !== entry));
      this.saver.touch(panel);
      throw error;
    }
  }

  dropPhoto(place, n) {
    const panel = this.of(place);
    panel.photos = panel.photos.filter((_, at) => at !== n % Math.max(1, panel.photos.length));
    this.entered(panel, ["photos"]);
    this.saver.touch(panel);
  }
}
