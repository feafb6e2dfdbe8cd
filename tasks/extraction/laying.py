"""The clean text of a document with its tables in their places, each cell cleaned by itself."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, replace

from .characters import simplify
from .cleaning import Clean, clean
from .columns import PERSON, TEXTS, UNIT, WITH_PERSON, Column
from .table_finding import find_tables
from .tables import Cell, Table
from .tape import Tape
from .unitlists import UNIT_LIKE

_STOP = "。"  # stands for a table while the text around it is cleaned, so that no line runs on over it
_FILL = "\ue000"  # a letter that no rule reads


@dataclass(frozen=True)
class Laid:
    """`prose`: the clean text with its tables written over; the cells are places in the clean text."""

    cleaned: Clean
    prose: str
    tables: list[Table]


def lay_out(source: str) -> Laid:
    simple = _simple(source)
    tables = find_tables(simple)
    if not tables:
        cleaned = clean(source)
        return Laid(cleaned, cleaned.text, [])
    around, places = _without(source, tables)
    return _put_back(simple, clean(around), places, tables)


def _simple(source: str) -> str:
    """The text in simplified letters, each in its place, where it is traditional as a whole: a cell is too
    short to tell."""
    if not re.search("[單務標項內實號]", source):
        return source
    tape = Tape(source)
    simplify(tape, [])
    return tape.text


def _without(source: str, tables: list[Table]) -> tuple[str, array]:
    """The text without its tables, and for each of its letters the place in the source."""
    pieces: list[str] = []
    places, at = array("l"), 0
    for table in tables:
        pieces += (source[at : table.start], f"\n{_STOP}\n")
        places.extend(range(at, table.start))
        places.extend([table.start] * 3)
        at = table.end
    pieces.append(source[at:])
    places.extend(range(at, len(source)))
    return "".join(pieces), places


def _put_back(source: str, around: Clean, places: array, tables: list[Table]) -> Laid:
    text = _Tape()
    prose: list[str] = []
    starts = array("l", (places[start] for start in around.starts))
    ends = array("l", (places[end - 1] + 1 for end in around.ends))
    laid: list[Table] = []
    ocr: list[tuple[int, int, str, str]] = []
    moved: list[tuple[int, int]] = []  # from this place of `around` on, letters stand so much further
    at = 0

    def go_to(stop: int) -> None:
        text.add(around.text[at:stop], starts[at:stop], ends[at:stop])
        prose.append(around.text[at:stop])

    for table in tables:
        place = bisect_left(starts, table.start, at)
        go_to(place)
        begin = len(text)
        text.add("\n", [table.start], [table.start + 1])
        laid.append(_lay(source, table, text, ocr))
        text.add("\n", [table.end - 1], [table.end])
        prose.append("\n" + _FILL * (len(text) - begin - 2) + "\n")
        at = place + 1 if around.text[place : place + 1] == _STOP and starts[place] == table.start else place
        moved.append((at, len(text) - at))
    go_to(len(around.text))
    for start, end, printed, read in around.ocr:
        place = bisect_left(moved, (start + 1, 0)) - 1
        far = moved[place][1] if place >= 0 else 0
        ocr.append((start + far, end + far, printed, read))
    cleaned = Clean(text.text, text.starts, text.ends, list(around.findings), sorted(ocr))
    return Laid(cleaned, "".join(prose), laid)


class _Tape:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts, self.ends = array("l"), array("l")

    def add(self, text: str, starts, ends) -> None:
        self.pieces.append(text)
        self.starts.extend(starts)
        self.ends.extend(ends)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def _lay(source: str, table: Table, text: _Tape, ocr: list) -> Table:
    begin = len(text)
    rows, heads = [], {}
    for number, row in enumerate(table.rows):
        if head := table.headings.get(number):
            heads[number] = _lay_cell(source, head, Column(""), text, ocr, [])
            text.add("\n", [head.end - 1], [head.end])
        cells = []
        for cell, column in zip(row, [*table.columns, *[Column("")] * len(row)], strict=False):
            laid = _lay_cell(source, cell, column, text, ocr, table.mends)
            cells.append(laid)
            if cell:
                text.add("\t", [cell.end - 1], [cell.end])
        rows.append(cells)
        last = max((cell.end for cell in row), default=table.end)
        text.add("\n", [last - 1], [last])
    return replace(table, start=begin, end=len(text), rows=rows, headings=heads)


# behind the end of a unit's name two or three letters that end no unit's
_NAME = re.compile(
    r"(?<=[局委办厅会院司社府镇乡队处心])[\s(（]{1,8}(?![各县市区镇乡])[\u4e00-\u9fff]{2,3}"
    r"(?<![局委办厅会院司社府镇乡队处心])[)）]?(?=[\s、,，;；]|$)"
)
_PLAIN = re.compile(r"[\d.,%\-— ]*")
_JOINT = re.compile(r"[ \u3000\xa0]*[\v\r\n|][\v\r\n|\s]*|<br\s*/?>|\t+|[ \u3000\xa0]+")


def _lay_cell(
    source: str, cell: Cell, column: Column, text: _Tape, ocr: list, mends: list[tuple[int, int, str]]
) -> Cell:
    """The cell's clean text; a line break is a joint of a list, or of a word that was broken."""
    if not cell:
        return Cell()
    begin, printed = len(text), source[cell.start : cell.end]
    edits = _mends_in(cell, mends) + _persons_in(printed, column)
    mended = [(start, end) for start, end, _ in edits]
    for match in _JOINT.finditer(printed):
        if any(start <= match.start() < end for start, end in mended):
            continue
        joint = _joint(printed, match, column)
        if joint != match.group():
            edits.append((*match.span(), joint))
    ready, places = _edited(printed, sorted(edits))
    if _PLAIN.fullmatch(ready):
        spans = [(place, place + 1) for place in places]
        read = ready
    else:
        cleaned = clean(ready)
        read = cleaned.text
        spans = [
            (places[start], places[end - 1] + 1)
            for start, end in zip(cleaned.starts, cleaned.ends, strict=True)
        ]
        ocr += [(begin + start, begin + end, one, other) for start, end, one, other in cleaned.ocr]
    if column.kind == PERSON:
        read = re.sub(r"\S", "*", read)
    text.add(read, [cell.start + start for start, _ in spans], [cell.start + end for _, end in spans])
    return Cell(begin, begin + len(read))


def _persons_in(printed: str, column: Column) -> list[tuple[int, int, str]]:
    """The names to be left out of a column of units and persons: 县住建局 王五 under 责任单位及责任人."""
    if column.kind != UNIT or not WITH_PERSON.search(column.title):
        return []
    return [(*match.span(), "") for match in _NAME.finditer(printed)]


def _mends_in(cell: Cell, mends: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The mends of a cell, counted from where it begins."""
    held = mends[bisect_left(mends, (cell.start + 1,)) : bisect_left(mends, (cell.end,))]
    return [(start - cell.start, end - cell.start, new) for start, end, new in held if end < cell.end]


def _edited(printed: str, edits: list[tuple[int, int, str]]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, new in edits:
        pieces += (printed[at:start], new)
        places += [*range(at, start), *[start] * len(new)]
        at = end
    return "".join([*pieces, printed[at:]]), [*places, *range(at, len(printed))]


_TAIL = re.compile(r"(?:局|委|厅|办|部|院|府|会|中心|公司|集团|队|行|社|室|处|联)(?:[)）])?$")
_SUFFIX = re.compile(r"(?:人民)?政府|管委会|办公室|街道办|办事处|等")
_BEGINS = re.compile(
    r"(?:[(（]?\d{1,2}[)）.、．]|[①-⑳]|[一二三四五六七八九十]{1,2}[、是]|[(（][一二三四五六七八九十]{1,3}[)）])"
)


def _joint(printed: str, match: re.Match, column: Column) -> str:
    """What a break in a cell means: in a list of units the next name, in a text the next line or nothing."""
    if "\t" in match.group():
        return "、"  # 一 | 工业: a heading in two cells
    before = printed[max(0, match.start() - 40) : match.start()].rstrip()
    after = printed[match.end() : match.end() + 40].lstrip()
    blank = not re.search(r"[\v\r\n]|<br", match.group())
    if not before or not after or before[-1] in "、，,;；:：(（" or after[0] in "、，,;；。)）":
        return ""
    if column.kind == UNIT:
        name = re.split(r"[、，,;；\v\r\n \u3000]", after, maxsplit=1)[0]
        last = re.split(r"[、，,;；:：\v\r\n \u3000]", before)[-1]
        if re.match(r"[\u4e00-\u9fff]{2,6}(?:单位|部门)?[:：]", after):
            return "\n"
        ends = _TAIL.search(last) or (blank and UNIT_LIKE.search(last))
        whole = len(name) > 2 and not _SUFFIX.match(name)
        return "、" if ends and whole else ""
    if blank:
        return match.group()
    if before[-1] in "。；;！!:：" or _BEGINS.match(after):
        return "\n"
    if column.kind in TEXTS and ("\v" in match.group() or "<br" in match.group()):
        return "\n"  # a paragraph of the cell
    return ""
