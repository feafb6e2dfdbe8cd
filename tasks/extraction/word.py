"""Word files: paragraphs with the numbers that Word computes, and tables as rows."""

from __future__ import annotations

import io
import re
from collections import defaultdict

import docx
from docx.oxml.ns import qn
from docx.table import Table

from .tables import rows_to_text

_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "chineseLegalSimplified",
}


def read_docx(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    numbers = _Numbers(document)
    lines = []
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            lines.append(numbers.label(element) + _text(element))
        elif element.tag == qn("w:tbl"):
            lines.append(rows_to_text(_rows(Table(element, document), numbers)))
        elif element.tag == qn("w:sdt"):
            lines += [numbers.label(part) + _text(part) for part in element.iter(qn("w:p"))]
    return "\n".join(lines)


def _text(paragraph) -> str:
    """Text as it reads now: what track changes deleted is out, what they inserted is in."""
    pieces = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        pieces.append(node.text or "" if node.tag == qn("w:t") else " " if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _rows(table: Table, numbers: _Numbers) -> list[list[str]]:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            cells.append("\n".join(numbers.label(p._p) + _text(p._p) for p in cell.paragraphs).strip())
        rows.append(cells)
    return rows


class _Numbers:
    """Automatic numbers ("一、", "(一)", "1.") from numbering.xml; paragraph.text leaves them out."""

    def __init__(self, document):
        self.counters: dict = defaultdict(lambda: defaultdict(int))
        self.styles = {style.style_id: style.element for style in document.styles}
        try:
            self.root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            self.root = None
        self.abstracts = {a.get(qn("w:abstractNumId")): a for a in self._all("w:abstractNum")}
        self.numbers = {n.get(qn("w:numId")): n for n in self._all("w:num")}

    def _all(self, tag: str) -> list:
        return [] if self.root is None else list(self.root.iterchildren(qn(tag)))

    def label(self, paragraph) -> str:
        number, level = self._place(paragraph)
        abstract = self._abstract(number)
        if abstract is None:
            return ""
        levels = {int(lvl.get(qn("w:ilvl"))): lvl for lvl in abstract.iterchildren(qn("w:lvl"))}
        if level not in levels:
            return ""
        counts = self.counters[abstract.get(qn("w:abstractNumId"))]
        counts[level] = counts[level] + 1 if level in counts else _start(levels[level])
        for lower in [key for key in counts if key > level]:
            del counts[lower]
        return self._print(levels, level, counts)

    def _print(self, levels: dict, level: int, counts: dict) -> str:
        pattern = levels[level].find(qn("w:lvlText"))
        words = pattern.get(qn("w:val")) if pattern is not None else ""

        def number(match: re.Match) -> str:
            at = int(match.group(1)) - 1
            lvl = levels.get(at)
            form = lvl.find(qn("w:numFmt")) if lvl is not None else None
            value = counts.get(at) or _start(lvl)
            return _chinese(value) if form is not None and form.get(qn("w:val")) in _CHINESE else str(value)

        printed = re.sub(r"%(\d)", number, words or "")
        return printed if re.search(r"[\d一-十百]", printed) else ""

    def _place(self, paragraph) -> tuple[str | None, int]:
        """numId and level, from the paragraph or from the style that it is based on."""
        holder = paragraph.find(qn("w:pPr"))
        seen = set()
        while holder is not None:
            found = holder.find(qn("w:numPr"))
            if found is not None:
                number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
                if number is not None:
                    return number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
            style = holder.find(qn("w:pStyle"))
            name = style.get(qn("w:val")) if style is not None else self._based_on(holder)
            if name is None or name in seen or name not in self.styles:
                return None, 0
            seen.add(name)
            holder = self.styles[name].find(qn("w:pPr"))
            if holder is None:
                holder = self.styles[name]
        return None, 0

    def _based_on(self, holder) -> str | None:
        style = holder if holder.tag == qn("w:style") else holder.getparent()
        base = style.find(qn("w:basedOn")) if style is not None and style.tag == qn("w:style") else None
        return base.get(qn("w:val")) if base is not None else None

    def _abstract(self, number: str | None):
        num = self.numbers.get(number) if number not in (None, "0") else None
        reference = num.find(qn("w:abstractNumId")) if num is not None else None
        return self.abstracts.get(reference.get(qn("w:val"))) if reference is not None else None


def _start(level) -> int:
    start = level.find(qn("w:start")) if level is not None else None
    return int(start.get(qn("w:val"))) if start is not None else 1


def _chinese(value: int) -> str:
    digits = "零一二三四五六七八九"
    if value < 10:
        return digits[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    hundreds, rest = divmod(value, 100)
    if not rest:
        return f"{digits[hundreds % 10]}百"
    return f"{digits[hundreds % 10]}百" + (
        f"零{digits[rest]}" if rest < 10 else ("一" if rest < 20 else "") + _chinese(rest)
    )
