"""A publisher at the page of the rules, and a bureau whose rules they are."""

import pytest

from app.scoring import loading, months, proposals
from tests.people.authenticator import Authenticator
from tests.scoring.rulebooks import ADOPTION
from tests.scoring.stories import OCTOBER, fails, inspected, passes


@pytest.fixture
def ruled(db, cast):
    """The rules of the file in force; a closed October and an open November of the east."""
    months.adopt(db, loading.shipped())
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    months.close(db, cast.publisher, "2026-10")


@pytest.fixture
def publisher(settings, cast, sign_in):
    """The publisher's browser; `applies` posts rules with a fresh word of the passkey for exactly these."""
    browser = sign_in(cast.publisher)
    device = Authenticator(settings.site_origin)
    browser.post("/passkeys/", data={"credential": device.creates(browser.get("/passkeys/creation").json)})

    def applies(typed, version=None):
        version = version or proposals.read(typed).version
        asked = browser.get("/passkeys/assertion", query_string={"purpose": f"rules:{version}"}).json
        return browser.post(ADOPTION, data={**typed, "assertion": device.signs(asked)})

    browser.applies = applies
    return browser
