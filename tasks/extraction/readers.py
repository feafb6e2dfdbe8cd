"""Files into text: plain text, Markdown, HTML, Word and PDF, or a clear refusal.

b"%PDF-1.7…" -> the text of its pages; a scanned PDF, an image, a locked file -> UnreadableFile
"""

from __future__ import annotations

import io
import re
import zipfile

from .messages import MESSAGES

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
    if len(_CLOSED.findall(data)) > 4:
        return _read_tagged
    return _read_markdown if kind in {"md", "markdown"} else _decode


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-le")


def _is_text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return b"\0" not in data and not re.match(
        rb"MZ|\x7fELF|\x89PNG|GIF8|\xff\xd8\xff|Rar!|7z\xbc\xaf|\x1f\x8b", data
    )


# --- text and Markdown ---


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


def _read_markdown(data: bytes) -> str:
    """As it is shown; a table keeps its pipes."""
    return re.sub(r"\*\*|__|^#{1,6} +(?![Pp]age)|^> ?", "", _decode(data), flags=re.MULTILINE)


# --- HTML ---


def _read_html(data: bytes) -> str:
    from .webpage import read_html

    return read_html(_decode_html(data))


_CLOSED = re.compile(rb"(?i)</(?:p|div|span|strong|td|tr|table|b)>")


def _read_tagged(data: bytes) -> str:
    """A text that a portal saved with the tags of its paragraphs; its own lines are lines as well.

    "发文机关:甲市人民政府<newline><p>一、建设公园</p><p>…</p>"
    """
    from .webpage import read_html

    # not inside a tag that is broken over lines
    return read_html(re.sub(r"(?<=[^\s>])\r?\n(?![^<>]{0,300}>)", "<br>", _decode(data)))


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
