"""The ten-day bands (上旬, 中旬, 下旬) that stand for the day of covert work wherever a unit can read it."""

from datetime import date

from app.errors import N_
from app.language import bare_month, say

_BANDS = (
    N_("first ten days of %(month)s"),
    N_("middle ten days of %(month)s"),
    N_("last days of %(month)s"),
)


def third(day: date) -> int:
    """0 for the 1st to the 10th, 1 for the 11th to the 20th, 2 for the rest of the month."""
    return min(2, (day.day - 1) // 10)


def band(day: date) -> str:
    """11月中旬 for 11 to 20 November; in English middle ten days of November."""
    return say(_BANDS[third(day)], month=bare_month(day))
