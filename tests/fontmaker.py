"""`python -m tests.fontmaker FOLDER`: makes the fonts of `app/notices/fonts` anew. Needs fonttools; nothing else does.

FOLDER holds the sources, all under the SIL Open Font License: NotoSerifCJK-Regular.ttc, NotoSerifCJK-Bold.ttc,
NotoSansCJK-Medium.ttc (Debian: fonts-noto-cjk, fonts-noto-cjk-extra), LXGWWenKai-Regular.ttf (fonts-lxgw-wenkai),
NotoNaskhArabic-Regular.ttf and NotoSansMongolian-Regular.ttf (fonts-noto-core), in whatever subfolders. The families
get names of their own, since the licence reserves those of the sources. Beside the fonts it writes `coverage.txt`, the
signs that any of them has.
"""

import importlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.config import ROOT

FOLDER = ROOT / "app/notices/fonts"
SIMPLIFIED = 2  # the place of the SC face in the collections
TEXTS = ("checklists/**/*.yaml", "app/demo/words.yaml", "app/translations/zh/*.po", "app/**/*.py", "tests/**/*.py")
BLOCKS = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x391, 0x3C9),
    (0x400, 0x45F),
    (0x2010, 0x203B),
    (0x2070, 0x209C),
    (0x20AC, 0x20AC),
    (0x2100, 0x2193),
    (0x2200, 0x22FF),
    (0x2460, 0x249B),
    (0x2500, 0x25FF),
    (0x2600, 0x2642),
    (0x2713, 0x2717),
    (0x3000, 0x3029),
    (0x3220, 0x3243),
    (0x3280, 0x32FF),
    (0x3300, 0x33FF),
    (0xFE10, 0xFE6B),
    (0xFF01, 0xFFE6),
)
HAN = ((0x2E80, 0x2FDF), (0x3000, 0x31EF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
ARABIC = ((0x20, 0x7E), (0x600, 0x6FF), (0x750, 0x77F), (0x200C, 0x200F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
MONGOLIAN = ((0x20, 0x20), (0x1800, 0x18AF), (0x200C, 0x200D), (0x202F, 0x202F))
SHAPING = {"init", "medi", "fina", "isol", "rlig", "liga", "calt", "ccmp", "rclt", "mset", "locl"}


@dataclass(frozen=True)
class Face:
    """A font to be made: its file, family, source, and what it has of it."""

    file: str
    family: str
    source: str
    blocks: tuple[tuple[int, int], ...]
    features: frozenset[str] = frozenset({"kern", "mark", "mkmk", "ccmp"})


FACES = (
    Face("song.otf", "Mingcha Song", "NotoSerifCJK-Regular.ttc", (*BLOCKS, *HAN)),
    Face("title.otf", "Mingcha Title", "NotoSerifCJK-Bold.ttc", BLOCKS),
    Face("hei.otf", "Mingcha Hei", "NotoSansCJK-Medium.ttc", BLOCKS),
    Face("kai.ttf", "Mingcha Kai", "LXGWWenKai-Regular.ttf", BLOCKS),
    Face("arabic.ttf", "Mingcha Arabic", "NotoNaskhArabic-Regular.ttf", ARABIC, frozenset(SHAPING | {"mark", "mkmk"})),
    Face("mongolian.ttf", "Mingcha Mongolian", "NotoSansMongolian-Regular.ttf", MONGOLIAN, frozenset(SHAPING)),
)


def main(sources: Path) -> None:
    """Makes every face and the list of what they cover."""
    common, covered = set(common_set()), set()
    for face in FACES:
        source = next(sources.rglob(face.source), None) or sys.exit(f"{face.source} is not in {sources}.")
        covered |= make(face, source, signs(face.blocks) | (common if face.blocks[: len(BLOCKS)] == BLOCKS else set()))
        print(face.file, (FOLDER / face.file).stat().st_size)
    (FOLDER / "coverage.txt").write_text("\n".join(ranges(covered)) + "\n", encoding="ascii")


def common_set() -> Iterator[int]:
    """GB 2312 whole, and every sign that the shipped checklists, clauses, words and the demo use."""
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            yield from map(ord, bytes((high, low)).decode("gb2312", "ignore"))
    for pattern in TEXTS:
        for file in ROOT.glob(pattern):
            yield from (ord(sign) for sign in file.read_text(encoding="utf-8") if ord(sign) > 0xFF)


def make(face: Face, source: Path, wanted: set[int]) -> set[int]:
    """Writes one face and gives the signs that it has."""
    tools, subset = importlib.import_module("fontTools.ttLib"), importlib.import_module("fontTools.subset")
    place = {"fontNumber": SIMPLIFIED} if source.suffix == ".ttc" else {}
    font = tools.TTFont(source, recalcTimestamp=False, **place)
    options = subset.Options(
        layout_features=sorted(face.features),
        hinting=False,
        desubroutinize=False,
        notdef_outline=True,
        name_IDs=[0, 13],
    )
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted)
    worker.subset(font)
    renamed(font, face.family)
    font.save(FOLDER / face.file)
    return set(font.getBestCmap())


def renamed(font: Any, family: str) -> None:
    """Gives the font a name of its own, in every place that keeps one."""
    post = family.replace(" ", "")
    names = {
        1: family,
        2: "Regular",
        3: f"{post}-2026",
        4: family,
        6: f"{post}-Regular",
        14: "https://openfontlicense.org",
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        table = font["CFF "].cff
        table.fontNames = [names[6]]
        table.topDictIndex[0].FullName, table.topDictIndex[0].FamilyName = family, family
        table.topDictIndex[0].Weight = "Regular"
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0


def signs(blocks: Iterable[tuple[int, int]]) -> set[int]:
    """Every code of the blocks."""
    return {code for first, last in blocks for code in range(first, last + 1)}


def ranges(codes: set[int]) -> Iterator[str]:
    """The codes as lines like `4E00-9FA5`."""
    first = last = None
    for code in sorted(codes):
        if last is not None and code == last + 1:
            last = code
            continue
        if first is not None:
            yield f"{first:X}-{last:X}"
        first = last = code
    if first is not None:
        yield f"{first:X}-{last:X}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
