"""The people of the stories. A story says what they do; how the pages are operated stands here.

Made from a signed-in window: `Inspector(context_for("inspector").pages[0])`. Labels and attributes are the contract's.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Download, FilePayload, Locator, Page, expect

WORDS = {"pass": "符合", "fail": "不符合", "na": "未发生", "unseen": "未观察到"}


@dataclass
class Actor:
    page: Page

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site + path)

    @property
    def site(self) -> str:
        """Where the actor's pages come from, such as http://localhost:8000."""
        return "/".join(self.page.url.split("/")[:3])

    def loses_the_network(self) -> None:
        self.page.context.set_offline(True)

    def has_the_network_again(self) -> None:
        self.page.context.set_offline(False)


class Inspector(Actor):
    """Walks into halls with a phone."""

    def visits(self) -> list[str]:
        """The paths of the visits to do, in the order of the page, open ones first."""
        self.goes_to("/field/")
        links = self.page.locator("main a[href^='/field/visits/']")
        return list(dict.fromkeys(str(link.get_attribute("href")) for link in links.all()))

    def waits_until_packed(self) -> None:
        """Every visit of the page can be opened without a network."""
        expect(self.page.locator("[data-entry] [data-packed]:visible")).to_have_count(
            self.page.locator("[data-entry]").count(), timeout=60_000
        )

    def opens(self, path: str) -> None:
        """Opens a capture page, which works with and without a network."""
        self.goes_to(path)
        expect(self.page.locator("form#capture")).to_be_visible()

    def corrects(self, path: str) -> None:
        """Opens a finished check for a correction, and waits until the page that loads anew can be used."""
        self.opens(path)
        self.page.get_by_role("button", name="更正").click()
        self.waits_until_ready()

    def waits_until_ready(self) -> None:
        """What was kept is shown; until then a page may still load anew, or scroll to where the inspector was."""
        expect(self.page.locator("html[data-ready]")).to_be_attached(timeout=15_000)

    def item(self, item: str) -> Locator:
        return self.page.locator(f"fieldset[data-item='{item}']")

    def items(self) -> list[str]:
        """The ids of the page's items, in order."""
        return [str(each.get_attribute("data-item")) for each in self.page.locator("fieldset[data-item]").all()]

    def judges(self, item: str, verdict: str) -> None:
        """Answers an item (`pass fail na unseen`) and waits until it is saved."""
        self.waits_until_ready()
        before = self.saves()
        self.item(item).locator(f"input[type=radio][value={verdict}]").first.check(force=True)
        self.sees_saved(before)

    def notes(self, item: str, text: str) -> None:
        """Writes into an item's 备注, opening it where it is shut, and waits until it is saved."""
        before = self.saves()
        self._panel(item).get_by_label("备注", exact=True).first.fill(text)
        self.sees_saved(before)

    def names_the_post(self, item: str, post: str) -> None:
        before = self.saves()
        self._panel(item).locator(f"[data-posts] input[value='{post}']").first.check(force=True)
        self.sees_saved(before)

    def photographs(self, item: str, *photos: str | Path | FilePayload) -> None:
        """Adds photos to an item, one after the other, and waits until each is saved."""
        for photo in photos:
            before = self.saves()
            self._panel(item).locator("input[type=file]").first.set_input_files(photo)
            self.sees_saved(before)

    def saves(self) -> int:
        """How many durable saves the page has told of since it was opened."""
        return int(self.status().get_attribute("data-saves") or 0)

    def status(self) -> Locator:
        return self.page.locator("[role=status][data-saves]")

    def sees_saved(self, before: int) -> None:
        """Waits for a save later than `before`."""
        # The attribute grows by itself; whatever it was, it must become another number and the words must say so.
        expect(self.status()).not_to_have_attribute("data-saves", str(before), timeout=15_000)
        expect(self.status()).to_contain_text(re.compile(r"已存本机 \d\d:\d\d:\d\d"))

    def finishes(self) -> None:
        """Finishes the check and confirms; open items do not block it."""
        self.page.get_by_role("button", name="完成检查").first.click()
        self.page.locator("dialog[open]").get_by_role("button", name="完成检查").click()
        self.page.wait_for_url("**/field/outbox")

    def synchronises(self) -> None:
        self.goes_to("/field/outbox")
        self.page.get_by_role("button", name="立即同步").click()

    def submissions(self) -> dict[str, str]:
        """What the outbox shows once it has read the phone's store: the state of each submission."""
        expect(self.page.locator("[data-summary]")).to_contain_text(re.compile(r"\S"))
        shown = self.page.locator("[data-submission]").all()
        return {str(e.get_attribute("data-submission")): str(e.get_attribute("data-state")) for e in shown}

    def sees_waiting(self, submissions: int = 1) -> None:
        """Waits until the outbox shows that many as not received yet, none of them set aside."""
        expect(self.page.locator("[data-submission][data-state=waiting]")).to_have_count(submissions, timeout=15_000)

    def sees_received(self, submissions: int = 1) -> None:
        """Waits until the outbox shows that many as 已送达 and nothing else."""
        self.goes_to("/field/outbox")
        received = self.page.locator("[data-submission][data-state=received]")
        expect(received).to_have_count(submissions, timeout=30_000)
        expect(self.page.locator("[data-submission]:not([data-state=received])")).to_have_count(0)

    def exports(self) -> Download:
        """The zip of everything unsent."""
        self.goes_to("/field/outbox")
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="导出未送达").click()
        return download.value

    def _panel(self, item: str) -> Locator:
        """The item's place for note and photos, opened by the pen where the verdict does not open it."""
        self.waits_until_ready()
        panel = self.item(item).locator(".failing").first
        if not panel.is_visible():
            self.item(item).locator("input.more").check(force=True)
        return panel


class Reviewer(Actor):
    """A planner who decides what stands."""

    def waiting(self) -> list[str]:
        """The paths of the submissions in the queue."""
        self.goes_to("/review/")
        links = self.page.locator("main h2 a[href^='/review/']").all()
        return [str(link.get_attribute("href")) for link in links]

    def opens(self, path: str) -> None:
        self.goes_to(path)

    def failings(self) -> list[str]:
        """The paths of the failings of the submission that is open."""
        links = self.page.locator("section.list ol a[href^='/review/']").all()
        return [str(link.get_attribute("href")) for link in links]

    def confirms(self, path: str, reason: str = "") -> None:
        self._decides(path, "confirm", reason)

    def dismisses(self, path: str, reason: str) -> None:
        self._decides(path, "dismiss", reason)

    def accepts(self, path: str) -> None:
        """Accepts a submission all of whose failings are decided."""
        self.goes_to(path)
        self.page.locator("form[action$='/acceptance'] button").click()

    def _decides(self, path: str, decision: str, reason: str) -> None:
        self.goes_to(path)
        if reason:
            self.page.locator("#decide textarea[name=reason]").fill(reason)
        buttons = f"button[name=decision][value={decision}]"
        self.page.locator(buttons).locator("visible=true").first.click()
        self.page.wait_for_load_state()


class Planner(Actor):
    """Sends inspectors out, from a desk."""

    def gives(
        self,
        site: str,
        inspector: str,
        *,
        approach: str = "明察",
        checklist: str = "营业厅用语与接待",
        script: str = "",
    ) -> str:
        """Gives a visit of the one site that is found by this text, by a checklist or by a script; the path of its
        page."""
        self.goes_to("/visits/new")
        self.page.get_by_label("网点名称、供电单位或拼音首字母").fill(site)
        self.page.locator("#sites label").get_by_role("checkbox").first.check()
        self.page.locator("label.chip", has_text=approach).first.click()
        self.page.get_by_label(script or checklist).check()
        self.page.locator("#inspector").select_option(self._person(inspector))
        self.page.get_by_role("button", name="派出", exact=True).click()
        self.page.wait_for_url(re.compile(r"/visits/[0-9a-f-]{36}$"))
        return "/visits/" + self.page.url.rpartition("/")[2]

    def reassigns(self, visit: str, inspector: str, reason: str) -> None:
        form = self._change(visit, "assignment", "改派给别人")
        form.locator("select").select_option(self._person(inspector))
        self._sends(form, reason)

    def moves(self, visit: str, closes: str, reason: str) -> None:
        form = self._change(visit, "window", "改时间段")
        form.locator("[name=closes]").fill(closes)
        self._sends(form, reason)

    def cancels(self, visit: str, reason: str) -> None:
        self._sends(self._change(visit, "cancellation", "取消任务"), reason)

    def history(self) -> list[str]:
        """What the page that is open tells of the visit, the newest first."""
        entries = self.page.locator("#history + ol > li > p:first-child").all()
        return [" ".join(entry.inner_text().split()) for entry in entries]

    def _person(self, name: str) -> str:
        option = self.page.locator("#inspector option").filter(has_text=name).first
        expect(option).to_be_attached()
        return str(option.get_attribute("value"))

    def _change(self, visit: str, kind: str, summary: str) -> Locator:
        self.goes_to(visit)
        self.page.locator("summary", has_text=summary).click()
        return self.page.locator(f"form[action$='/{kind}']")

    def _sends(self, form: Locator, reason: str) -> None:
        form.locator("[name=reason]").fill(reason)
        form.locator("button").click()
        expect(self.page.locator("#history + ol")).to_contain_text(reason)


class Unit(Actor):
    """Reads what concerns the unit."""

    def notices(self) -> list[str]:
        """The paths of the published notices, newest first."""
        self.goes_to("/notices/")
        links = self.page.locator("main a[href^='/notices/']:not([href$='.atom'])").all()
        return [str(link.get_attribute("href")) for link in links]

    def signs(self, path: str) -> None:
        """Signs for reading a notice."""
        self.goes_to(path)
        self.page.locator("form[action$='/signature'] button").locator("visible=true").first.click()
