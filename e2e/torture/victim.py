"""The served application as a child that may be killed: `python -m e2e.torture.victim PORT [PLANTED]`.

The parent has everything imported and forks; a killed child is followed by a fresh one on what is on the disk, as soon
as a line on the standard input says so. It prints `up` before each child and `down` after it.
"""

import ctypes
import os
import signal
import sys

from app import building, config, jobs, serving  # all of it is imported once, before the first fork
from e2e.torture import harm, planted


def with_the_parent() -> None:
    """Ends with who started it, however that one ended."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if sys.platform == "linux" else None
    if prctl:
        prctl(1, signal.SIGKILL)


def serve(port: str, plant: str) -> None:
    """Never returns."""
    settings = config.read(port=port)
    around = harm.install(settings)
    build = building.build

    def harmed(given: config.Settings) -> object:
        app = build(given)
        app.wsgi_app = around(app.wsgi_app)  # type: ignore[method-assign]
        return app

    serving.build = harmed  # type: ignore[assignment,attr-defined]
    serving.publish_shipped = lambda *_: None  # the world has them, and reading them all takes half of a start
    jobs.LOOK = 3600  # nightly work comes when a fault says so
    if plant:
        planted.SERVER[plant][0]()
    serving.serve(settings, demo=False)


def main() -> None:
    port, plant = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    with_the_parent()
    while True:
        print("up", flush=True)
        child = os.fork()
        if child == 0:
            try:
                with_the_parent()
                serve(port, plant)
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        print("down", flush=True)
        if not sys.stdin.readline():
            return


if __name__ == "__main__":
    main()
