"""`mingcha serve`: one process on one folder. Everything that can fail is tried before the first request is taken."""

import ctypes
import signal
import socket
import sys
from types import FrameType
from urllib.parse import urlsplit

from waitress import create_server

from app import clock, jobs
from app.building import build
from app.checklists import loading, versions
from app.checklists.scenarios import loading as scenarios
from app.checklists.scenarios import store as scripts
from app.config import LOOPBACK, Settings
from app.db import Database, Databases
from app.errors import Refused
from app.intake import receipts
from app.people import links
from app.photos.store import Store
from app.schema import migrate
from app.scoring import loading as rules
from app.scoring import months

BODY_LIMIT = 500 * 1000 * 1000  # an import of many visits; the pages and the API have limits of their own
ARENA_MAX, TRIM_THRESHOLD, MMAP_THRESHOLD = -8, -1, -3  # of mallopt (malloc.h of glibc)
RECEIVED_AT_ONCE = 1 << 18  # bytes that a connection is asked for at a time: a photo in two steps instead of forty


def serve(settings: Settings, demo: bool) -> None:
    """Serves until told to stop. Raises Refused when the port, the folder or the database does not allow it."""
    clock.set_zone(settings.zone)
    give_memory_back()
    if demo and not private(settings):
        raise Refused(
            f"The demo has open doors and is for this machine only, not for {settings.bind} as {settings.site_origin}."
        )
    sockets = bound(settings)
    prepare(settings, demo)
    app = build(settings)
    scheduler = jobs.start(settings, Databases(settings.database), Store(settings.photos))
    signal.signal(signal.SIGTERM, stop)
    try:
        server = create_server(
            app,
            sockets=sockets,
            threads=int(settings.threads),
            max_request_body_size=BODY_LIMIT,
            ident="",
            channel_timeout=60,
            recv_bytes=RECEIVED_AT_ONCE,
        )
        print(f"{settings.site_origin}", file=sys.stderr, flush=True)
        server.run()
    except OSError as error:
        raise _taken(settings, error) from error
    finally:
        scheduler.shutdown(wait=False)


def give_memory_back() -> None:
    """Where the C library is glibc: two heaps in place of eight a processor, and what was large (a photo, a page)
    goes back to the system when it is done with. Otherwise each thread keeps the most that it ever needed."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        for option, value in ((ARENA_MAX, 2), (MMAP_THRESHOLD, 1 << 17), (TRIM_THRESHOLD, 1 << 18)):
            mallopt(option, value)


def prepare(settings: Settings, demo: bool) -> None:
    """The folder, the database, the shipped checklists and, for the demo, its world and the list of its people."""
    migrate(settings.database)
    databases, store = Databases(settings.database), Store(settings.photos)
    usable(settings, store)
    publish_shipped(databases.here())
    months.adopt(databases.here(), rules.load())
    if links.any_demo(databases.here()) and not private(settings):
        raise Refused(f"{settings.folder} holds the demo, whose doors are open: it is for this machine only.")
    if not demo:
        return
    from app.demo import people, world

    if world.empty(databases.here()):
        world.fill(settings, databases.here(), store)
    lines = people.write(databases.here(), settings)
    print("\n".join(lines), flush=True)


def private(settings: Settings) -> bool:
    """Whether pages are reached on this machine only, and not under a name that a proxy answers for."""
    return settings.bind in LOOPBACK and urlsplit(settings.site_origin).hostname in LOOPBACK


def usable(settings: Settings, store: Store) -> None:
    """Raises Refused when photos cannot be written, or the key of the receipts cannot be read or is none."""
    try:
        store.ready()
        receipts.signer(settings.secrets)
    except OSError as error:
        raise Refused(f"The data folder cannot be used: {error}. Give this user all of {settings.folder}.") from error
    except ValueError as error:
        raise Refused(
            f"{settings.secrets / 'receipt.key'} is not a key of 32 bytes. Put it back from a copy of the data folder; "
            "a new key is made only where there is no file."
        ) from error


def publish_shipped(db: Database) -> None:
    """Makes checklists and scripts of this version the current ones, save what the department has published itself."""
    checklists = loading.load_all()
    for checklist in checklists:
        versions.ship(db, checklist)
    for scenario in scenarios.load_all(checklists):
        scripts.publish(db, scenario)


def bound(settings: Settings) -> list[socket.socket]:
    """Sockets on the address, and on its IPv6 twin for localhost where there is one. Raises Refused when taken."""
    addresses = [(socket.AF_INET, settings.bind)]
    if settings.bind in LOOPBACK:
        addresses = [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
    elif ":" in settings.bind:
        addresses = [(socket.AF_INET6, settings.bind)]
    sockets = []
    for family, address in addresses:
        try:
            sockets.append(_bind(family, address, int(settings.port)))
        except OSError as error:
            if family == socket.AF_INET6 and sockets and error.errno not in {98, 48}:
                continue  # a machine without IPv6
            raise _taken(settings, error) from error
    return sockets


def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (the form of a signal handler)
    raise SystemExit(0)


def _bind(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    _probe(family, address, port)
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    made.bind((address, port))
    return made


def _probe(family: socket.AddressFamily, address: str, port: int) -> None:
    """Somebody who answers there has the port, even where the system would let two share it."""
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        if probe.connect_ex((address, port)) == 0:
            raise OSError(98, "Address already in use")


def _taken(settings: Settings, error: OSError) -> Refused:
    reason = error.strerror or str(error)
    return Refused(f"Cannot listen on port {settings.port}: {reason}. Set MINGCHA_PORT, or stop the other program.")
