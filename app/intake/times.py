"""When a visit was, as far as a phone's clock can tell. Pure."""

from datetime import datetime, timedelta

from app import clock

JITTER = timedelta(minutes=2)  # less than this is the way through the network, not a wrong clock
UNSET = timedelta(days=400)  # further back than this the clock was never set


def corrected(
    started: str | None, finished: str | None, arrival: datetime, device_time: str | None = None
) -> tuple[datetime, datetime]:
    """Start and finish of a visit in the bureau's zone, start never after finish and finish never after `arrival`.

    `device_time` is the phone's clock when it sent; by what it was wrong, both times are shifted. A finish that is
    still in the future is moved back to the arrival, and the start with it. A time that cannot be read, or that lies
    more than 400 days back, is taken as the arrival.
    """
    sent = read(device_time)
    wrong = arrival - sent if sent else timedelta(0)
    shift = wrong if abs(wrong) > JITTER else timedelta(0)
    start, finish = _shifted(read(started), shift), _shifted(read(finished), shift)
    if finish and finish > arrival:
        start, finish = _shifted(start, arrival - finish), arrival
    finish = _plausible(finish, arrival)
    return min(_plausible(start, arrival), finish), finish


def read(text: str | None) -> datetime | None:
    """A device's moment in the bureau's zone; None for anything that is none."""
    try:
        return clock.local(text or "")
    except (ValueError, OverflowError):  # OverflowError at both ends of the calendar
        return None


def _shifted(moment: datetime | None, by: timedelta) -> datetime | None:
    try:
        return moment + by if moment else None
    except OverflowError:
        return None


def _plausible(moment: datetime | None, arrival: datetime) -> datetime:
    return moment if moment and arrival - UNSET < moment <= arrival else arrival
