"""Plausible moments: office hours of working days, squeezed together where a month has only just begun."""

from datetime import date, datetime, time, timedelta
from random import Random

from app import clock
from app.clock import days

LATE = timedelta(minutes=25)
STARTS = (time(8, 50), time(10, 5), time(13, 40), time(15, 10))
_REST = {(1, 1), (5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8))}


def is_working(day: date) -> bool:
    """Monday to Friday but for the fixed holidays. Good enough for an invented past; what is owed has its own table."""
    return day.weekday() < 5 and (day.month, day.day) not in _REST


def working_days(first: date, last: date) -> list[date]:
    """The working days from `first` to `last`, both included."""
    every = (first + days(n) for n in range((last - first).days + 1))
    return [day for day in every if is_working(day)]


def first_day(month: str) -> date:
    return date.fromisoformat(month + "-01")


def last_day(month: str) -> date:
    return first_day(clock.month_before(month, -1)) - days(1)


def moment(day: date, at: time) -> datetime:
    """A time of day in the bureau's zone."""
    return clock.midnight(day) + timedelta(hours=at.hour, minutes=at.minute)


def starts(chance: Random, first: date, last: date, count: int) -> list[datetime]:
    """`count` moments about the usual starts of the working days from `first` to `last`."""
    return _spread(chance, [moment(day, at) for day in working_days(first, last) for at in STARTS], count)


def starts_until(chance: Random, first: date, now: datetime, count: int, longest: timedelta) -> list[datetime]:
    """`count` moments since `first` from which `longest` still fits before now.

    Where the month is too young for that many usual starts, rest days are working days too; where that does not help
    either, they are spread evenly over what there is of it.
    """
    every = [first + days(n) for n in range((now.date() - first).days + 1)]
    for some in (filter(is_working, every), every):
        usual = [moment(day, at) for day in some for at in STARTS]
        usual = [start for start in usual if start + LATE + longest <= now]
        if len(usual) * 3 >= count:
            return _spread(chance, usual, count)
    begin = clock.midnight(first)
    return [begin + (now - begin) * n / (count + 1) for n in range(1, count + 1)]


def _spread(chance: Random, every: list[datetime], count: int) -> list[datetime]:
    return [every[n * len(every) // count] + LATE * chance.random() for n in range(count)]


def in_order(wanted: list[datetime], since: datetime, now: datetime) -> list[datetime]:
    """The wanted moments, or, where the last of them lies ahead, as many in the same order between `since` and now."""
    if wanted[-1] <= now:
        return wanted
    return [since + (now - since) * n / (len(wanted) + 1) for n in range(1, len(wanted) + 1)]


def after(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count:
        day += days(1)
        count -= is_working(day)
    return day


def before(day: date) -> date:
    """The last working day before `day`."""
    day -= days(1)
    while not is_working(day):
        day -= days(1)
    return day
