"""A visit of 30 items with three failings and five photos, tap by tap, by an inspector who has one hand."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from app.checklists.model import from_content
from e2e import forms
from e2e.actors import Inspector
from e2e.contexts import sign_in
from e2e.pictures import photo
from e2e.stories import sent

BUDGET = 25


@dataclass
class Hand:
    """Counts taps; the phone's own camera and its keyboard are not of this page, so a shutter counts as a tap, too."""

    page: Page
    taps: int = 0

    def taps_on(self, place: Locator) -> None:
        place.click()
        self.taps += 1

    def shoots(self, place: Locator, *photos: Any) -> None:
        """One tap on the place, and one on the shutter for each photo."""
        with self.page.expect_file_chooser() as camera:
            self.taps_on(place)
        camera.value.set_files(list(photos))
        self.taps += len(photos)

    def dictates(self, place: Locator, words: str) -> None:
        self.taps_on(place)
        self.page.keyboard.insert_text(words)


def thirty() -> Any:
    texts = [f"营业人员第 {n} 项仪态与用语符合规范" for n in range(1, 31)]
    items = [
        {
            "id": f"ZT01-{n:02}",
            "text": text,
            "short": f"第{n}项",
            "clause": "",
            "source": "本单位",
            "severity": "minor",
            "subject": "post",
            "approaches": ["open"],
            "evidence": "现场所见",
            "photo": "no",
            "kind": "verdict",
        }
        for n, text in enumerate(texts, 1)
    ]
    sections = [{"id": f"s{n}", "title": f"第 {n + 1} 部分", "items": items[n * 6 : n * 6 + 6]} for n in range(5)]
    return from_content({"id": "ZT01", "title": "三十项", "sections": sections})


def test_a_visit_of_thirty_items_with_three_failings_and_five_photos_takes_at_most_25_taps(own_server, context_for):
    inspector = Inspector(sign_in(context_for.stranger(), own_server.person("inspector").url))
    path = forms.given(own_server.folder, thirty(), own_server.person("inspector").name)
    inspector.goes_to("/field/")
    hand = Hand(inspector.page)
    hand.taps_on(inspector.page.locator(f"a[href='{path}']").first)
    inspector.waits_until_ready()
    failings = {"ZT01-02": 2, "ZT01-09": 2, "ZT01-20": 1}
    for n, (item, shots) in enumerate(failings.items()):
        place = inspector.item(item)
        hand.taps_on(place.locator("label:has([value=fail])"))
        hand.taps_on(place.locator("[data-posts] .chip").first)
        hand.dictates(place.get_by_label("备注", exact=True), "背后谈论客户，声音很大")
        hand.shoots(place.locator("label.add"), *(photo(f"{n}-{at}.jpg", 900 + n * 5 + at) for at in range(shots)))
        expect(place.locator("figure")).to_have_count(shots)
    for part in inspector.page.locator("[data-section]").all():
        hand.taps_on(part.get_by_role("button", name="本部分其余都符合"))
    hand.taps_on(inspector.page.get_by_role("button", name="完成检查").first)
    hand.taps_on(inspector.page.locator("dialog[open]").get_by_role("button", name="完成检查"))
    inspector.page.wait_for_url("**/field/outbox")
    inspector.sees_received()
    (submission,) = inspector.submissions()
    observed = {o["item"]: o for o in sent(inspector.page, submission)["observations"]}
    assert len(observed) == 30
    assert {item: len(o["photos"]) for item, o in observed.items() if o["verdict"] == "fail"} == failings
    assert all(observed[item]["post"] and observed[item]["note"] for item in failings)
    assert hand.taps <= BUDGET, hand.taps
