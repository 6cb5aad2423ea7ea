"""A torture of the shipped phone against the real server: faults everywhere, and an oracle that stands apart.

`make torture` is the long run; `e2e/test_torture.py` the short one. A run is a script (`plans.py`) that a driver
plays in a real browser (`driver/`) on the shipped modules and a real IndexedDB; between it and the served application
stands a proxy (`proxy.py`); the server's own faults are brought about inside its process (`harm.py`).
"""
