"""Two people on one phone: neither sees the other's work, and nothing goes out under the other's name."""

from playwright.sync_api import Page, expect

from e2e.actors import Inspector
from e2e.between import SENDING, SILENCE, SLOW
from e2e.contexts import sign_in
from e2e.stories import a_covert_visit, begins_unplanned, comes, ends_the_session, sees

STATES = """name => new Promise((done) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const request = opening.result.transaction("outbox").objectStore("outbox").getAll();
    request.onsuccess = () => { opening.result.close(); done(request.result.map((one) => [one.id, one.state])); };
  };
})"""


def test_a_slow_network_shows_one_persons_list_to_nobody_else(between, context_for):
    context_for.expects("status of 40[14]")  # the first one's page still asks for what was theirs
    first = comes(context_for, between, 0)
    page = first.page
    name = page.locator("[data-entry] h3").first.inner_text()
    slow = between.fails("GET", "^/field/$", SLOW)
    first.goes_to("/field/")  # one's own list comes from the phone meanwhile
    expect(page.locator("[data-entry] h3").first).to_have_text(name)
    between.lifts(slow)
    second = between.server.person("inspector", 1)
    page.request.post(between.at(second.url), headers={"Sec-Fetch-Site": "same-origin"})  # a door without its script
    silent = between.fails("GET", "^/field/$", SILENCE)
    first.goes_to("/field/")
    expect(page.locator("h1")).to_have_text("没有网络，本机也没有这一页")
    assert name not in page.content()
    between.lifts(silent)
    first.goes_to("/field/")
    expect(page.locator("[data-entry]").first).to_be_visible()
    assert me(page) == cookie(page)


def test_a_list_in_another_tab_makes_way_for_who_has_come_in(between, context_for):
    context_for.expects("status of 40[14]")
    first = comes(context_for, between, 0)
    page, own = first.page, me(first.page)
    other = page.context.new_page()
    other.goto(between.at(between.server.person("inspector", 1).url))
    other.locator("form button").click()
    other.wait_for_url("**/field/")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # the tab comes to the front
    page.wait_for_function("own => document.documentElement.dataset.me !== own", arg=own)
    assert me(page) == me(other)


def test_what_one_person_finished_waits_for_them_and_goes_out_once(between, context_for):
    context_for.expects("status of 40[14]")
    first = comes(context_for, between, 2)
    page, store = first.page, f"mingcha-{me(first.page)}"
    covert = a_covert_visit(first)
    first.loses_the_network()
    first.opens(covert)
    site = str(page.locator("form#capture").get_attribute("data-name"))
    first.judges(first.items()[0], "fail")
    first.finishes()
    begins_unplanned(first)
    first.judges(first.items()[0], "pass")
    first.finishes()
    first.sees_waiting(2)
    theirs = first.submissions()
    ends_the_session(page)
    first.has_the_network_again()
    expect(page.get_by_text("登录已过期。")).to_be_visible()

    sign_in(page.context, between.at(between.server.person("inspector", 3).url))
    second = Inspector(page)
    begins_unplanned(second)
    second.judges(second.items()[0], "pass")
    second.finishes()
    second.sees_received()
    (own,) = second.submissions()
    assert own not in theirs
    expect(page.locator("[data-others]")).to_contain_text("其中 2 份没有送达，0 份没有完成。")
    seen = page.content()
    assert all(word not in seen for word in (site, covert.rpartition("/")[2], *theirs))
    assert dict(page.evaluate(STATES, store)) == dict.fromkeys(theirs, "waiting")
    assert all(one.status == 401 for id in theirs for one in between.asked("PUT", SENDING.format(id)))

    sign_in(page.context, between.at(between.server.person("inspector", 2).url))
    first.goes_to("/field/outbox")
    sees(first, dict.fromkeys(theirs, "received"))
    assert set(first.submissions()) == set(theirs)
    for id in theirs:
        assert [one.status for one in between.asked("PUT", SENDING.format(id))].count(201) == 1
    expect(page.locator("[data-others]")).to_be_hidden()


def me(page: Page) -> str:
    """Whose page it is."""
    return str(page.evaluate("document.documentElement.dataset.me"))


def cookie(page: Page) -> str:
    return next(str(one["value"]) for one in page.context.cookies() if one["name"] == "mc_me")
