"""Bugs that are planted one at a time, to prove that the oracle sees them."""

from collections.abc import Callable

SERVER: dict[str, Callable[[], None]] = {}
