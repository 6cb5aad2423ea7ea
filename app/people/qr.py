"""A link as a square that a phone reads."""

import segno


def svg(text: str) -> str:
    """Inline SVG without styles, dark on light in both themes, large enough for a phone before a screen or paper."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(scale=6, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None))


def signs(text: str) -> str:
    """The same out of the half blocks of a terminal."""
    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(scale=1, border=2)]
    rows += [[0] * len(rows[0])] if len(rows) % 2 else []
    pairs = zip(rows[::2], rows[1::2], strict=True)
    # On a dark ground: what is light is drawn.
    return "\n".join("".join(" ▄▀█"[(not a) * 2 + (not b)] for a, b in zip(*pair, strict=True)) for pair in pairs)
