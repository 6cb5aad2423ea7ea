"""The whole text of a notice from what a month gives and what a person types, and which typed texts can be taken."""

from dataclasses import replace
from datetime import date, timedelta

from app import clock
from app.errors import N_, Invalid, Place
from app.notices import numbers, wording
from app.notices.figures import Month
from app.notices.model import Notice, Typed
from app.notices.numbers import Number
from app.notices.office import Office

LONGEST = {"addressee": 200, "highlights": 5000, "requirements": 5000}
_REQUIREMENTS = (
    "各单位要对照本通报逐岗位自查，同类问题一并整改，{department}将适时复查。\n"
    "对本通报有异议的，请自发布之日起{days}个工作日内向{department}书面提出。"
)


def proposal(found: Month, free: Number, number: str, given: dict[str, str], office: Office) -> Typed:
    """The texts of a new draft: what was typed, and a first wording for the rest; `free` is the next free number."""
    today = clock.today()
    proposed = Typed(
        series=free.series,
        number=number or free.short,
        addressee="各供电单位：",
        highlights=wording.praise(list(found.standings), frozenset(f.unit for f in found.failings)),
        requirements=_REQUIREMENTS.format(department=office.department, days=office.objection_days),
        sign_by=(today + timedelta(days=office.sign_days)).isoformat(),
        rectify_by=(today + timedelta(days=office.rectify_days)).isoformat(),
    )
    return replace(proposed, **{name: text for name, text in given.items() if text})


def free(typed: Typed) -> dict[str, str]:
    """The typed texts that stand in the notice as they are and could name anybody, by field."""
    return {name: getattr(typed, name) for name in (*LONGEST, "series", "number")}


def whole(office: Office, found: Month, typed: Typed, replaces: str = "", wrong: tuple[Place, ...] = ()) -> Notice:
    """The notice of a month in the name of an office; `replaces` is the number of what it corrects.

    Raises Invalid for what cannot be taken, and for what the caller found `wrong` beforehand.
    """
    typed, number = checked(typed, wrong)
    period = wording.month_text(found.month)
    correction = [f"{replaces}通报有误，现予更正，以本通报为准。"] if replaces else []
    work = "明察暗访和神秘客户检查" if "shopper" in dict(found.counts.approaches) else "明察暗访"
    purpose = f"为落实优质服务常态运行机制，{office.department}于{period}对所属供电单位开展了{work}。现将情况通报如下。"
    return Notice(
        month=found.month,
        head=f"{office.issuer}文件",
        number=str(number),
        title=(f"关于{period}优质服务", "明察暗访情况的通报" + ("（更正）" if replaces else "")),
        addressee=typed.addressee,
        opening=(*correction, purpose),
        sections=(
            wording.basics(found.month, office.department, found.counts),
            wording.highlights(typed),
            wording.problems(list(found.failings), found.vetoed),
            wording.ranking(found.month, list(found.standings)),
            wording.demands(typed),
        ),
        issuer=f"{office.issuer}{office.department}",
        copies="抄送：公司领导，纪检监督部门。",
        date="",
        replaces=replaces,
        typed=typed,
    )


def checked(typed: Typed, wrong: tuple[Place, ...] = ()) -> tuple[Typed, Number]:
    """The texts in the form in which they are kept, and the number. Raises Invalid, naming every field at once, those
    found `wrong` before among them."""
    clean = Typed(**{name: _clean(text) for name, text in vars(typed).items()})
    clean = replace(clean, addressee=clean.addressee.rstrip(":：") + "：")
    places = [*wrong, *_missing(clean), *_days(clean)]
    number = None
    try:
        number = numbers.parse(clean.number, clean.series)
    except Invalid as problem:
        places += problem.places
    if places or number is None:
        raise Invalid(places=tuple(places))
    return replace(clean, series=number.series, number=number.short), number


def _missing(typed: Typed) -> list[Place]:
    places = []
    for name, longest in LONGEST.items():
        text = getattr(typed, name).rstrip("：")
        if not text:
            places.append(Place(name, N_("This part of the notice cannot be empty.")))
        if len(text) > longest:
            places.append(Place(name, N_("This text is too long for a notice.")))
    return places


def _days(typed: Typed) -> list[Place]:
    days = {name: _day(getattr(typed, name)) for name in ("sign_by", "rectify_by")}
    places = [Place(name, N_("Give a day of the calendar.")) for name, day in days.items() if day is None]
    sign, rectify = days["sign_by"], days["rectify_by"]
    if sign and sign < clock.today():
        places.append(Place("sign_by", N_("This day has already passed.")))
    if sign and rectify and rectify < sign:
        places.append(Place("rectify_by", N_("The day for repair lies before the day for signing.")))
    return places


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _clean(text: str) -> str:
    """Without control characters and outer spaces; line ends as one character."""
    return "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable() or c == "\u3000").strip()
