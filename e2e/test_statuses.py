"""Whatever number an answer carries: nothing is lost, nothing counts as received, and the others go on or wait, too."""

import json

import pytest

from e2e.actors import Inspector
from e2e.between import SENDING, Answer, Between
from e2e.contexts import Windows
from e2e.stories import comes, finishes_offline, sees

# The page's own outbox does one round; then: what became of the two, and what the outbox says of the network.
ROUND = """async ([first, second]) => {
  const base = document.querySelector("script[src*='outbox-page']").src.replace("outbox-page.js", "");
  const { outbox, sync, records } = await import(base + "outbox.js");
  const { update } = await import(base + "delivery.js");
  await update(first, { state: "waiting", problem: null, trouble: null, tries: 0, next: 0 });
  await update(second, { state: "waiting" });
  outbox.state = "online";
  await sync({ now: true });
  const found = new Map((await records()).map((one) => [one.id, one]));
  const { state, trouble, body, sha256, next } = found.get(first);
  const { kind, status } = trouble ?? {};
  const wait = Math.round((next - Date.now()) / 1000);
  const other = found.get(second).state;
  return { state, kind, status, body: body.length, sha256, other, network: outbox.state, wait };
}"""
ELSEWHERE = (200, 201, 202, 203, 204, 206, 301, 302, 303, 307, 308)
TROUBLE = (
    *(
        300,
        304,
        305,
        306,
        400,
        402,
        403,
        404,
        405,
        406,
        408,
        409,
        410,
        411,
        412,
        413,
        414,
        415,
        416,
        417,
        418,
        421,
        422,
        423,
        424,
        425,
    ),
    *(426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511, 520, 522, 530, 599),
)
REFUSED = (403, 404, 409, 413, 422)
PROBLEM = json.dumps({"type": "x", "title": "x", "status": 0, "detail": "不能收下。", "errors": []})


@pytest.fixture
def inspector(context_for: Windows, between: Between) -> Inspector:
    return comes(context_for, between, 5)


def test_no_number_of_an_answer_loses_or_acknowledges_a_check_or_holds_up_the_next(inspector, between, context_for):
    context_for.expects("Failed to load resource")
    first, second = finishes_offline(inspector, "第一份", "第二份")
    blocked = between.fails("PUT", "/api/submissions/", Answer(503))
    inspector.has_the_network_again()
    page = inspector.page
    kept = page.evaluate(ROUND, [first, second])
    between.lifts(blocked)
    kept = {name: kept[name] for name in ("body", "sha256")}

    def round_with(answer: Answer) -> dict[str, object]:
        rule = between.fails("PUT", SENDING.format(first), answer)
        found: dict[str, object] = page.evaluate(ROUND, [first, second])
        between.lifts(rule)
        assert found.items() >= kept.items(), answer
        return found

    def told(found: dict[str, object], *names: str) -> tuple[object, ...]:
        return tuple(found[name] for name in names)

    for status in TROUBLE:
        found = round_with(Answer(status))
        assert told(found, "state", "kind", "status", "other") == ("waiting", "server", status, "received"), status
    found = round_with(Answer(407))  # this browser gives it to nobody
    assert told(found, "state", "kind", "other") == ("waiting", "cut", "received")
    for status in ELSEWHERE:
        found = round_with(Answer(status))
        assert told(found, "state", "other", "network") == ("waiting", "waiting", "portal"), status
    found = round_with(Answer(401))
    assert told(found, "state", "other", "network") == ("waiting", "waiting", "signed-out")
    for status in REFUSED:
        found = round_with(Answer(status, PROBLEM, "application/problem+json"))
        assert told(found, "state", "other") == ("quarantined", "received"), status
    for said, least, most in (("120", 115, 120), ("999999", 3595, 3600), ("soon", 10, 15)):
        found = round_with(Answer(429, headers=(("Retry-After", said),)))
        assert least <= int(str(found["wait"])) <= most, said

    page.evaluate(ROUND, [first, second])
    sees(inspector, {first: "received", second: "received"})
    statuses = [one.status for one in between.asked("PUT", SENDING.format(first))]
    assert statuses.count(201) - len([one for one in ELSEWHERE if one == 201]) == 1
