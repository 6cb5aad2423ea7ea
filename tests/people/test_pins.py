"""A PIN has six figures and is not among the first that somebody would try."""

import pytest

from app.people import pins


@pytest.mark.parametrize(
    "pin",
    [
        "000000",
        "777777",
        "123456",
        "654321",
        "012345",
        "890123",
        "135791",
        "121212",
        "123123",
        "123321",
        "112233",
        "111222",
    ],
)
def test_what_is_tried_first_is_refused(pin):
    assert [place.pointer for place in pins.problems(pin, pin)] == ["pin"]


@pytest.mark.parametrize("pin", ["281947", "073158", "998012"])
def test_any_other_will_do(pin):
    assert pins.problems(pin, pin) == ()


@pytest.mark.parametrize("pin", ["", "12345", "2819471", "28194a", "²81947", "二八一九四七"])
def test_six_figures_and_nothing_else(pin):
    assert pins.problems(pin, pin)[0].detail == "A PIN has six figures."


def test_it_is_typed_twice():
    assert [place.pointer for place in pins.problems("281947", "281974")] == ["again"]


def test_wide_figures_of_a_chinese_keyboard_are_figures():
    assert pins.typed(" ２８１ ９４７") == "281947"


def test_what_is_kept_is_not_the_pin_and_differs_each_time():
    first, second = pins.keep("281947"), pins.keep("281947")
    assert first != second
    assert b"281947" not in b"".join(first)
    assert pins.right("281947", *first)
    assert not pins.right("281948", *first)
    assert not pins.right("", *pins.NOBODYS)
