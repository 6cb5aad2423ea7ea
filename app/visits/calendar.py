"""One's visits for the calendar of the phone (iCalendar, RFC 5545)."""

from datetime import date, timedelta

from icalendar import Calendar, Event

from app import clock
from app.db import Database
from app.org import sites
from app.people.persons import Person
from app.visits import visits


def of(db: Database, person: Person, root: str) -> bytes:
    """The open visits of a person, each as whole days from the first to the last of its window. A calendar shows its
    entries where others can read along, so an entry names the place and nothing more: not the approach, not the
    checklist, not who asked for it. `root` is the address of this server, without a slash at the end."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mingcha//visits//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for visit in visits.open_for(db, person.id):
        event = Event()
        event.add("uid", f"{visit.id}@mingcha")
        event.add("dtstamp", clock.now())
        event.add("dtstart", date.fromisoformat(visit.opens))
        event.add("dtend", date.fromisoformat(visit.closes) + timedelta(days=1))  # the day after the last
        event.add("summary", sites.get(db, visit.site).name)
        event.add("transp", "TRANSPARENT")
        event.add("url", f"{root}/field/visits/{visit.id}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
