"""Files into text: plain text, Markdown, HTML, Word and PDF, or a clear refusal."""

from __future__ import annotations

import io
import re
import zipfile

from .messages import MESSAGES
from .tables import BREAK, rows_to_text

LIMIT_MB = 50
UNPACKED_MB = 200
PAGES = 2000


class UnreadableFile(Exception):
    """A file that cannot be read; `code` is a key of MESSAGES."""

    def __init__(self, code: str, **params):
        self.code, self.params = code, params
        super().__init__(MESSAGES[code] % params)


def read_file(data: bytes, name: str) -> str:
    """The text of a file. What it is, its first bytes decide; the name only where they are silent."""
    if len(data) > LIMIT_MB * 2**20:
        raise UnreadableFile("too_large", limit=LIMIT_MB)
    text = _reader(data, name)(data)
    if not text.strip():
        raise UnreadableFile("empty")
    return text


def _reader(data: bytes, name: str):
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    start = data[:1024].lstrip()
    if start.startswith(b"%PDF-"):
        return _read_pdf
    if start.startswith(b"PK\x03\x04"):
        return _read_zip
    if start.startswith(b"\xd0\xcf\x11\xe0"):  # an old Office file, or a new one locked with a password
        raise (
            UnreadableFile("encrypted")
            if _utf16("EncryptedPackage") in data
            else UnreadableFile("unknown_type", type=kind or "doc")
        )
    if not _is_text(data):
        raise UnreadableFile("not_text", name=name)
    if kind in {"html", "htm", "shtml", "xhtml"} or re.match(
        rb"(?i)<(?:!doctype|html|head|body|div|p|table|meta)\b", start
    ):
        return _read_html
    return _read_markdown if kind in {"md", "markdown"} else _decode


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-le")


def _is_text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return b"\0" not in data and not re.match(
        rb"MZ|\x7fELF|\x89PNG|GIF8|\xff\xd8\xff|Rar!|7z\xbc\xaf|\x1f\x8b", data
    )


# --- text ---


def _decode(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_chinese(data)


def _decode_chinese(data: bytes) -> str:
    """GB18030 and Big5 overlap; the one whose text has more of the everyday characters is meant."""
    read = []
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        common = sum(text.count(letter) for letter in "的和工市人民政府，。、責任单位任務年")
        read.append((common, text))
    if read:
        return max(read, key=lambda pair: pair[0])[1]
    return data.decode("gb18030", errors="replace")


# --- Markdown ---


def _read_markdown(data: bytes) -> str:
    """As it is shown; a table keeps its pipes."""
    return re.sub(r"\*\*|__|^#{1,6} +(?![Pp]age)|^> ?", "", _decode(data), flags=re.MULTILINE)


# --- HTML ---

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
    r"(?:索\s*引\s*号|发文机关|发布机构|发文字号|文\s*号|成文日期|发布日期|标\s*题|信息名称|名\s*称)\s*[:： ]"
)


def _read_html(data: bytes) -> str:
    import lxml.etree
    import lxml.html

    text = _decode_html(data)
    try:
        root = lxml.html.document_fromstring(
            text.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("empty") from error
    _drop_noise(root)
    main = _main_part(root)
    lines = _visible(main)
    if main is not root:
        fields = [line for line in _visible(root).split("\n") if _FIELD.search(line) and len(line) < 120]
        heading = [_visible(found).strip() for found in root.iter("h1")][:1]
        lines = "\n".join([*[line for line in [*heading, *fields] if line and line not in lines], lines])
    return lines


def _decode_html(data: bytes) -> str:
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", data[:4096])
    if declared and not data.startswith(b"\xef\xbb\xbf"):
        name = declared.group(1).decode().lower()
        name = "gb18030" if name.startswith("gb") else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return _decode(data)


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
        if own < 10 or element.tag == "a":
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


def _visible(element) -> str:
    """The text as a browser breaks it into lines; a data table becomes rows."""
    pieces: list[str] = []
    _walk(element, pieces)
    text = "".join(pieces).replace("\u00a0", " ")
    lines = [re.sub(r"[ \t\r\f]+", " ", line).strip() for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text.translate(_UNMARKED)


# the signs of rows, while the white space around them is taken out
_MARKED = {ord("\t"): "\ue00a", ord(BREAK): "\ue00b"}
_UNMARKED = {0xE00A: "\t", 0xE00B: BREAK}


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


_FIELD_NAME = re.compile(
    r"(?:索\s*引\s*号|发文机关|发布机构|发文字号|发布文号|文\s*号|成文日期|发布日期|生成日期|公开日期|标\s*题|信息名称|名\s*称"
    r"|信息分类|主题分类|分\s*类|主题词|有效性|关键词|内容概述|时效|公开方式|公开范围|信息来源|来\s*源|主\s*题|体裁分类|组配分类)\s*[:：]?"
)


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


# --- Word ---


def _read_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > UNPACKED_MB * 2**20:
                raise UnreadableFile("zip_bomb", limit=UNPACKED_MB)
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnreadableFile("encrypted")
            if "word/document.xml" not in archive.namelist():
                raise UnreadableFile("unknown_type", type="zip")
    except zipfile.BadZipFile as error:
        raise UnreadableFile("damaged") from error
    from .word import read_docx

    try:
        return read_docx(data)
    except UnreadableFile:
        raise
    except Exception as error:  # whatever a forged archive makes the library trip over
        raise UnreadableFile("damaged") from error


# --- PDF ---


def _read_pdf(data: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "assword" in str(error) else "damaged"
        raise UnreadableFile(code) from error
    try:
        pages = [_page_text(document[number]) for number in range(min(len(document), PAGES))]
    finally:
        document.close()
    if sum(len(page.strip()) for page in pages) < 20 * max(1, len(pages)) and not any(
        len(page) > 200 for page in pages
    ):
        raise UnreadableFile("scanned_pdf")
    return "\n".join(pages)


def _page_text(page) -> str:
    text_page = page.get_textpage()
    try:
        # a soft hyphen or U+FFFE stands where the library joined a broken line
        return re.sub("[\ufffe\u0002]", "", text_page.get_text_range()).replace("\r\n", "\n")
    finally:
        text_page.close()
        page.close()
