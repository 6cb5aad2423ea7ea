"""What would fail later is refused at the start, in one sentence."""

import pytest

from app.config import read
from app.errors import Refused
from app.people import links
from app.photos.store import Store
from app.serving import prepare, serve, usable


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("THREADS", "0", "at least 1"),
        ("PORT", "99999", "at most 65535"),
        ("ZONE", "Mars/X", "no time zone"),
        ("ZONE", "../x", "no time zone"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(variable, value, said):
    with pytest.raises(Refused, match=said):
        read({f"MINGCHA_{variable}": value})


@pytest.mark.parametrize("content", [b"", b"\n", b"k" * 31, b"k" * 33, b"-----BEGIN PRIVATE KEY-----"])
def test_a_key_that_is_none_is_refused_and_left_as_it_is(settings, content):
    file = settings.secrets / "receipt.key"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    with pytest.raises(Refused, match=r"receipt\.key is not a key of 32 bytes"):
        usable(settings, Store(settings.photos))
    assert file.read_bytes() == content


@pytest.mark.parametrize("folder", ["photos", "secrets"])
def test_a_folder_that_cannot_be_used_is_refused_before_anything_is_taken(settings, folder):
    (settings.folder / folder).write_text("a file where the folder belongs")
    with pytest.raises(Refused, match="cannot be used"):
        usable(settings, Store(settings.photos))


@pytest.mark.parametrize("elsewhere", [{"bind": "0.0.0.0"}, {"origin": "https://mingcha.example.cn"}])
def test_the_open_doors_of_the_demo_are_for_this_machine_only(settings, db, cast, elsewhere):
    with pytest.raises(Refused, match="for this machine only"):
        serve(read({}, data=settings.data, **elsewhere), demo=True)
    links.make_demo_link(db, settings, cast.admin)
    with pytest.raises(Refused, match="for this machine only"):
        prepare(read({}, data=settings.data, **elsewhere), demo=False)
