"""Narrow phones, large letters, and a phone held crosswise."""

from e2e.actors import Inspector

LEFT = """() => {
  const [bar, dock] = [".bar", ".dock"].map((name) => document.querySelector(name).getBoundingClientRect());
  return dock.top - bar.bottom;
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_page_of_the_field_is_wider_than_the_phone_however_large_the_letters(context_for):
    inspector = Inspector(context_for("inspector").pages[0])
    page = inspector.page
    visits = inspector.visits()
    wider = {}
    for path in ("/field/", "/field/outbox", "/field/unplanned/", *visits):
        inspector.goes_to(path)
        for width in (320, 360, 430):
            page.set_viewport_size({"width": width, "height": 700})
            for letters in (100, 130):
                page.evaluate("size => (document.documentElement.style.fontSize = `${size}%`)", letters)
                if by := page.evaluate(WIDER):
                    wider[path, width, letters] = by
    assert wider == {}


def test_crosswise_half_of_the_window_is_for_the_items(context_for):
    inspector = Inspector(context_for("inspector").pages[0])
    page = inspector.page
    page.set_viewport_size({"width": 844, "height": 390})
    for path in inspector.visits():
        inspector.opens(path)
        inspector.waits_until_ready()
        if page.locator("form#capture[data-approach=open]").count() == 0:
            continue
        page.locator("fieldset[data-item]").nth(5).scroll_into_view_if_needed()
        assert page.evaluate(LEFT) > 390 / 2
        return
    raise AssertionError("the inspector has an open visit")
