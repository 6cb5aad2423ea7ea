"""A check as long as all checklists together: what is out of sight is left out, and nothing of it is to be noticed."""

from e2e import forms

TOP = "s => document.querySelector(s).getBoundingClientRect().top"


def test_every_section_of_a_long_check_can_be_jumped_to_and_its_items_tapped(context_for, server):
    page = context_for("inspector", number=3).pages[0]
    page.goto(server.url + "/field/")
    name = server.person("inspector", 3).name
    page.goto(server.url + forms.given(server.folder, forms.long(name="ZL02"), name))
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator(".sections summary").click()
    page.locator("[data-part]").nth(14).click()
    page.wait_for_function("() => document.querySelector('[data-part-title]').textContent === '第 15 部分'")
    assert 0 < page.evaluate(TOP, "#ZL02-141") < 300
    items = page.locator("fieldset[data-item]:not([hidden])")
    for at in (items.count() - 1, 3, 140, 20):  # far apart, so that each comes from out of sight
        for verdict, forced in (("pass", False), ("na", True)):
            radio = items.nth(at).locator(f".verdict [value={verdict}]")
            radio.click(force=forced)
            assert radio.is_checked()
    page.get_by_text("已存本机").first.wait_for()
