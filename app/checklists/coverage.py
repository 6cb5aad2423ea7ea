"""Which items check which clause: every clause of the standards is checked, or says why it cannot be."""

from collections.abc import Iterable

from app.checklists import clauses
from app.checklists.clauses import Clause
from app.checklists.model import Checklist


def coverage(checklists: Iterable[Checklist]) -> dict[str, tuple[str, ...]]:
    """The items that check each clause of the library, in order; none for a clause that only has a reason.

    An item checks the clause it cites, the clauses with the same words in another document, and those that name it.
    """
    citing: dict[str, list[str]] = {}
    known: set[str] = set()
    for checklist in checklists:
        for item in checklist.items:
            citing.setdefault(item.clause, []).append(item.id)
            known.add(item.id)
    return {clause.id: _items(clause, citing, known) for clause in clauses.library().values()}


def as_json(checklists: Iterable[Checklist]) -> dict[str, object]:
    """What `mingcha checklists coverage --json` prints (see the contract)."""
    library = clauses.library()
    return {
        "clauses": {
            clause: {"reason": library[clause].reason} if library[clause].reason else {"items": list(items)}
            for clause, items in coverage(checklists).items()
        }
    }


def uncovered(checklists: Iterable[Checklist]) -> list[str]:
    """The clauses that nothing checks and that do not say why."""
    library = clauses.library()
    return [clause for clause, items in coverage(checklists).items() if not items and not library[clause].reason]


def _items(clause: Clause, citing: dict[str, list[str]], known: set[str]) -> tuple[str, ...]:
    found = {*citing.get(clause.id, ()), *(item for item in clause.by if item in known)}
    if clause.same:
        found |= set(_items(clauses.library()[clause.same], citing, known))
    return tuple(sorted(found))
