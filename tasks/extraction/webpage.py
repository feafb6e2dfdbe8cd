"""A web page as the text that it shows: without menus and hidden parts, a data table as rows.

"<p>一、建设公园<br>甲局" -> two lines; "<td>1</td><td>公园</td>" -> "1\t公园"
"""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

from .tables import BREAK, rows_to_text

_DROPPED_TAGS = (
    "script style noscript iframe form select button textarea nav header footer aside svg canvas template"
)
_BLOCK_TAGS = "p div br tr li ul ol h1 h2 h3 h4 h5 h6 section article table dl dt dd blockquote pre hr center"
_DROPPED, _BLOCKS = set(_DROPPED_TAGS.split()), set(_BLOCK_TAGS.split())
_NOISE = re.compile(
    r"(?:share|bdshare|qrcode|qr_container|ewm|nav|footer|breadcrumb|toolbar|print|crumb|related|sidebar)",
    re.I,
)
_FIELD = re.compile(
    r"(?:索\s*引\s*号|(?:发文|发布)(?:机关|机构|单位)|发文字号|文件编号|文\s*号|(?:成文|发文|发布)日期"
    r"|标\s*题|信息名称|名\s*称)\s*[:： ]"
)


def read_html(page: str) -> str:
    """The text of a page; empty where there is none."""
    try:
        root = lxml.html.document_fromstring(
            page.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return ""
    _drop_noise(root)
    main = _main_part(root)
    lines = _visible(main)
    if main is not root:
        fields = [line for line in _visible(root).split("\n") if _FIELD.search(line) and len(line) < 120]
        heading = [_visible(found).strip() for found in root.iter("h1")][:1]
        lines = "\n".join([*[line for line in [*heading, *fields] if line and line not in lines], lines])
    return lines


def _drop_noise(root) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):  # a comment
            _remove(element)
            continue
        marks = f"{element.get('id', '')} {element.get('class', '')}"
        hidden = re.search(r"display\s*:\s*none", element.get("style") or "")
        noise = element.tag in {"div", "ul", "span"} and _NOISE.search(marks)
        short = len(element.text_content() or "") < 3000  # a whole page may be marked so by mistake
        if element.tag in _DROPPED or (short and (hidden or noise)):
            _remove(element)


def _remove(element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _main_part(root):
    """The smallest element that holds most of the running text; menus hold little of it."""
    weights: dict = {}
    for element in root.iter():
        own = sum(len(piece) for piece in [element.text or "", *[child.tail or "" for child in element]])
        # a menu is made of short words; so are the cells of a table, which no menu is
        if element.tag == "a" or (own < 10 and element.tag not in {"td", "th"}):
            continue
        above = element
        while above is not None:
            weights[above] = weights.get(above, 0) + own
            above = above.getparent()
    if not weights:
        return root
    whole = weights.get(root, 0)
    holding = [element for element, weight in weights.items() if weight >= 0.85 * whole]
    return min(holding, key=lambda element: (weights[element], -len(list(element.iterancestors()))))


# --- elements into lines ---

# the signs of rows, while the white space around them is taken out
_MARKED = {ord("\t"): "\ue00a", ord(BREAK): "\ue00b"}
_UNMARKED = {0xE00A: "\t", 0xE00B: BREAK}


def _visible(element) -> str:
    """The text as a browser breaks it into lines; a data table becomes rows."""
    pieces: list[str] = []
    _walk(element, pieces)
    text = "".join(pieces).replace("\u00a0", " ")
    lines = [re.sub(r"[ \t\r\f]+", " ", line).strip() for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text.translate(_UNMARKED)


def _walk(top, pieces: list[str]) -> None:
    """Without recursion: a page may nest its tags a thousand deep."""
    stack = [(top, False)]
    while stack:
        element, done = stack.pop()
        block = element.tag in _BLOCKS
        if done:
            pieces.append("\n" if block else "\t" if element.tag in {"td", "th"} else "")
            pieces.append(_flat(element.tail) if element is not top else "")
            continue
        if element.tag == "table" and (rows := _data_rows(element)):
            printed = _fields(rows) or rows_to_text(rows).translate(_MARKED)
            pieces += ["\n", printed, "\n", _flat(element.tail) if element is not top else ""]
            continue
        pieces += ["\n" if block else "", _flat(element.text)]
        stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "") if text and text.strip() else ""


# --- tables ---

_FIELD_NAME = re.compile(
    r"(?:索\s*引\s*号|(?:发文|发布)(?:机关|机构|单位)|发文字号|发布文号|文件编号|文\s*号"
    r"|(?:成文|发文|发布|生成|公开)日期|标\s*题|信息名称|名\s*称"
    r"|信息分类|主题分类|分\s*类|主题词|有效性|关键词|内容概述|时效|公开方式|公开范围|信息来源|来\s*源|主\s*题|体裁分类|组配分类)\s*[:：]?"
)


def _data_rows(table) -> list[list[str]] | None:
    """The cells of a table of data; one that only lays out the page holds tables or paragraphs of its own."""
    if table.find(".//table") is not None:
        return None
    rows = [row for row in _grid(table) if any(row)]
    width = max((len(row) for row in rows), default=0)
    wide = width > 1 and len(rows) > 1 and sum(len(row) > 1 for row in rows) >= 0.6 * len(rows)
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if not wide or longest >= (2000 if width == 2 else 5000):
        return None
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _fields(rows: list[list[str]]) -> str:
    """What a portal says of a document: 索引号 | … | 文号 | … as "文号:…" lines."""
    pairs = []
    for row in rows:
        cells = [cell for at, cell in enumerate(row) if at == 0 or cell != row[at - 1]]
        pairs += list(zip(cells[::2], cells[1::2], strict=False))
    named = [pair for pair in pairs if _FIELD_NAME.fullmatch(pair[0])]
    if len(named) < 2 or len(named) < 0.6 * len([pair for pair in pairs if pair[0]]):
        return ""
    return "\n".join(
        re.sub(r"\s+", "", name).rstrip(":：") + f":{' '.join(said.split())}" for name, said in pairs if name
    )


def _grid(table) -> list[list[str]]:
    """Every row with all its cells: one that spans rows or columns stands in each of them."""
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
    for line in table.iter("tr"):
        row: list[str] = []
        for cell in [cell for cell in line if cell.tag in {"td", "th"}]:
            _fill(row, hanging)
            words = _cell_text(cell)
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    hanging[len(row)] = (down - 1, words)
                row.append(words)
        _fill(row, hanging)
        rows.append(row)
    return rows


def _cell_text(cell) -> str:
    """The lines of a cell: <br> and <p> part what would run together."""
    pieces: list[str] = []
    _walk(cell, pieces)
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line)


def _fill(row: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    while len(row) in hanging:
        left, words = hanging.pop(len(row))
        if left > 1:
            hanging[len(row)] = (left - 1, words)
        row.append(words)


def _span(cell, name: str) -> int:
    value = cell.get(name) or "1"
    return min(int(value), 50) if value.isdecimal() and int(value) else 1
