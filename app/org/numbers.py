"""Numbers of a spreadsheet as it shows them: days, codes filled up with zeros, and plain ones."""

import re
from datetime import date, timedelta

_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)}
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


def shown_as(number: str, codes: dict[str, str]) -> str:
    """What a number format makes of a number: `date`, zeros to fill up to, or nothing."""
    code = _LITERALS.sub("", codes.get(number, "")).split(";")[0].casefold()
    if (number.isdigit() and int(number) in _BUILT_IN_DATES) or re.search(r"[yd年日]|m.*月", code):
        return "date"
    return code if re.fullmatch(r"0{2,}", code) else ""


def written(text: str, shown: str, epoch: date) -> str:
    """A number as the spreadsheet shows it: a day, filled up with zeros, or without a needless fraction."""
    value = float(text)
    if shown == "date" and 0 < value < 2_958_466:
        # 1900 was no leap year, though spreadsheets count its 29 February.
        return (epoch + timedelta(days=int(value) + (epoch.year == 1899 and value < 60))).isoformat()
    whole = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return whole.zfill(len(shown)) if shown and whole.isdigit() else whole
