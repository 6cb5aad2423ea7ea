"""Numbers as text, as JavaScript writes them, so that a phone and the server read the same in every value."""

from decimal import Decimal

SMALLEST, LARGEST = 1e-6, 1e21


def plain(value: int | float) -> str:
    """The shortest text of a number; beyond the limits with an exponent, which conditions do not take for a number."""
    try:
        number = float(value)
    except OverflowError:  # an integer of hundreds of digits, which a phone reads as infinite
        return "-Infinity" if value < 0 else "Infinity"
    if not number:
        return "0"
    if not SMALLEST <= abs(number) < LARGEST:
        return repr(number).replace("e-0", "e-")
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
