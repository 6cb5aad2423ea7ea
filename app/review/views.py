"""Pages of the review package: the queue and its cases for reviewers, the findings for units."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as Answer

from app import bureau, language
from app.checklists.words import VERDICT_NAMES
from app.db import Database
from app.errors import NotFound, Place
from app.intake import duty, submissions, times
from app.org import accounts, sites
from app.pages import allow, database, me, page
from app.people import persons
from app.photos import derive, records
from app.photos.records import Derivative
from app.photos.store import Store
from app.review import acceptance, answers, arrivals, cases, decisions, evidence, findings, last_time, queue, reviews
from app.review.cases import Case, Failing
from app.review.decisions import Draft
from app.review.reconcile import reading
from app.visits import pack as packing

BESIDE = 12
blueprint = Blueprint("review", __name__)


@blueprint.get("/review/")
@allow("planner", "publisher")
def waiting() -> Response:
    db, state, after = database(), request.args.get("state", "waiting"), request.args.get("after", "")
    if state not in {"waiting", "accepted", "returned"}:
        raise NotFound
    found = queue.waiting(db, me(), after) if state == "waiting" else queue.ended(db, me(), state, after)
    return page(
        "review/queue.html",
        state=state,
        entries=found,
        more=len(found) == queue.PAGE,
        total=queue.count(db),
        days=bureau.number(db, "review_days"),
        missing=reading.looked_for(db, me()),
    )


@blueprint.get("/review/visits/<visit>")
@allow("planner", "publisher")
def of_visit(visit: str) -> Response:
    """What arrived of a visit, and which of it counts."""
    db = database()
    queue.follow(db)
    return page("review/visit.html", fragment="review/_arrivals.html", **vars(arrivals.of(db, me(), visit)))


@blueprint.get("/field/visits/<visit>/last-time")
@allow("inspector", "shopper", device=True)
def last_time_found(visit: str) -> Response:
    """What a follow-up looks at again; the phone keeps it with the visit."""
    site = sites.get(database(), packing.own(database(), me(), visit).site)
    return page("review/last_time.html", site=site, found=last_time.found(database(), site.id), visit=visit)


@blueprint.get("/review/<submission>")
@allow("planner", "publisher")
def case(submission: str) -> Response:
    """The whole submission, with the first undecided failing laid out."""
    db = database()
    found = cases.load(db, me(), submission)
    return _case_page(db, found, found.undecided[0] if found.undecided else None, whole=True)


@blueprint.get("/review/<submission>/<observation>")
@allow("planner", "publisher")
def failing(submission: str, observation: str) -> Response:
    db = database()
    found = cases.load(db, me(), submission)
    return _case_page(db, found, found.failing(observation))


@blueprint.post("/review/<submission>/observations/<observation>/decision")
@allow("planner", "publisher")
def decide(submission: str, observation: str) -> Answer:
    """Decides and goes on to the next; a decision that a rule refuses comes back as it was typed."""
    db = database()
    found = cases.load(db, me(), submission)
    concerned = found.failing(observation)
    typed = {name: request.form.get(name, "") for name in ("decision", "severity", "reason")}
    draft = Draft(**typed, words=request.form.get("words"))
    wrong = decisions.wrong(db, found, concerned, draft)
    if wrong and found.open:
        return _case_page(db, found, concerned, draft=draft, wrong=wrong)
    decisions.decide(db, me(), submission, observation, **vars(draft))
    onward = cases.load(db, me(), submission).next_undecided(observation)
    return redirect(f"/review/{submission}/{onward.id}" if onward else f"/review/{submission}", 303)


@blueprint.post("/review/<submission>/acceptance")
@allow("planner", "publisher")
def accept(submission: str) -> Answer:
    acceptance.accept(database(), me(), submission)
    return redirect(f"/review/{submission}", 303)


@blueprint.post("/review/<submission>/return")
@allow("planner", "publisher")
def send_back(submission: str) -> Answer:
    db, reason = database(), request.form.get("reason", "")
    found = cases.load(db, me(), submission)
    opens = not found.settled and not reviews.left_behind(db, found.submission)
    wrong = acceptance.problems(reason, opens=opens)
    if wrong and found.open:
        first = found.undecided[0] if found.undecided else None
        return _case_page(db, found, first, whole=True, returning=reason, return_wrong=wrong)
    acceptance.send_back(db, me(), submission, reason)
    return redirect("/review/", 303)


@blueprint.get("/review/<submission>/photos/<sha256>/<any(view, thumb):kind>")
@allow("planner", "publisher")
def photo(submission: str, sha256: str, kind: str) -> Response:
    """A derivative of one of the submission's photos, made now if it has not been made yet."""
    db, store = database(), _store()
    found = cases.load(db, me(), submission).submission
    known = records.find(db, sha256)
    if known is None or not any(p.sha256 == sha256 for o in found.observations for p in o.photos):
        raise NotFound
    if known.state == "held":
        derive.derive(db, store, sha256)
    made = records.derivatives(db, sha256).get(kind)
    if made is None:
        raise NotFound
    return _picture(store, made)


@blueprint.get("/findings/")
@allow("unit")
def of_unit() -> Response:
    """The confirmed findings of the account's own subtree in one month, the newest unless another is chosen; page by
    page, under the numbers of the whole month."""
    db = database()
    mine = accounts.visible(db, me().id)
    months = findings.months(db, mine)
    month = request.args.get("month", months[0])
    if month not in months:
        raise NotFound
    found = findings.confirmed(db, mine, month)
    shown = findings.part(found, request.args.get("after", ""))
    return page(
        "review/findings.html",
        month=month,
        months=months,
        total=len(found),
        findings=[(finding, _albums(db, finding)) for finding in shown],
        more=bool(shown) and shown[-1] != found[-1],
        by_severity=Counter(finding.severity for finding in found),
    )


@blueprint.get("/findings/<finding>/photos/<name>")
@allow("unit")
def finding_photo(finding: str, name: str) -> Response:
    """A derivative of a photo behind one of the account's findings, by its random name."""
    db = database()
    found = findings.get(db, finding, accounts.visible(db, me().id))
    made = records.derivative(db, name)
    if made.sha256 not in findings.photographed(db, found):
        raise NotFound
    return _picture(_store(), made)


def _case_page(
    db: Database,
    found: Case,
    shown: Failing | None,
    *,
    whole: bool = False,
    draft: Draft | None = None,
    wrong: tuple[Place, ...] = (),
    returning: str = "",
    return_wrong: tuple[Place, ...] = (),
) -> Response:
    """A case with one failing laid out, or with its end when nothing is left to decide."""
    here = queue.entry(db, found)
    around: dict[str, Any] = _laid_out(db, found, shown) if shown else {}
    site, location = sites.get(db, found.submission.site), found.submission.location
    beside = queue.waiting(db, me(), limit=BESIDE)
    return page(
        "review/case.html",
        status=422 if wrong or return_wrong else 200,
        case=found,
        duty=duty.of(submissions.body(db, found.submission.id)),
        answers=answers.listed(db, found),
        verdict_names=VERDICT_NAMES,
        entry=here,
        beside=beside if any(e.submission == here.submission for e in beside) else [here, *beside],
        total=queue.count(db),
        site=site,
        metres=evidence.metres(site, location.lat, location.lon) if location else None,
        code=persons.load(db, found.submission.person).code if reviews.coded(db, me(), found.submission) else "",
        left=reviews.left_behind(db, found.submission),
        whole=whole,
        failing=shown,
        draft=draft or _taken(shown),
        wrong={place.pointer: place.detail for place in wrong},
        returning=returning,
        return_wrong=return_wrong[0].detail if return_wrong else "",
        doubted={f.id for f in found.failings if evidence.twins(found, f)},
        **around,
    )


def _laid_out(db: Database, found: Case, shown: Failing) -> dict[str, object]:
    """What stands around one failing: its photos, where the phone was, what may be the same fact, what went before."""
    submission, post = found.submission, shown.observation.post
    site = sites.get(db, submission.site)
    before, after = found.beside(shown.id)
    pictures = evidence.pictures(db, shown)
    number = request.args.get("photo", 1, int)
    return {
        "before": before,
        "after": after,
        "pictures": pictures,
        "number": number,
        "picture": pictures[number - 1] if 0 < number <= len(pictures) else None,
        "twins": evidence.twins(found, shown),
        "repeat_months": bureau.number(db, "repeat_months"),
        "repeated": findings.repeated(db, site.id, post, shown.item.clause, submission.id) if post else 0,
        "deciding": found.open and (shown.decision is None or shown.decision.by == me().id),
    }


@blueprint.app_template_filter("device_moment")
def device_moment(text: str) -> str:
    """A phone's own time in the bureau's zone; one that cannot be read stays as it was sent."""
    moment = times.read(text)
    return language.moment(moment) if moment else text


def _taken(shown: Failing | None) -> Draft:
    decision = shown.decision if shown else None
    return Draft(decision.decision, decision.severity, decision.reason, decision.words) if decision else Draft("")


def _albums(db: Database, finding: findings.Finding) -> list[dict[str, Derivative]]:
    """The derivatives of each photo behind a finding, of those that have been made."""
    made = (records.derivatives(db, sha256) for sha256 in findings.photographed(db, finding))
    return [album for album in made if album]


def _picture(store: Store, made: Derivative) -> Response:
    answer = Response(store.derivative(made.name).read_bytes(), mimetype=made.type)
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


def _store() -> Store:
    store: Store = current_app.extensions["photos"]
    return store
