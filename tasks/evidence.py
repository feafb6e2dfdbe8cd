"""Files that support an entry: which are taken, and how they are kept.

A file is taken for what its bytes say, not for what its name says: both must agree.
"""

import hashlib
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tasks.models import Evidence, ProgressEntry
from urbanplan.refusal import Refusal

HEAD = 2048
LONGEST_NAME = 120
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RUNNING = {"exe", "dll", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "scr", "pif"}
RUNNING |= {"msi", "lnk", "jar", "sh", "py", "php", "jsp", "asp", "apk", "reg", "iso"}

Test = Callable[[bytes, File], bool]


def _begins(*signatures: bytes) -> Test:
    return lambda head, _file: head.startswith(signatures)


def _image_container(*brands: bytes) -> Test:
    return lambda head, _file: head[4:8] == b"ftyp" and head[8:12] in brands


def _is_webp(head: bytes, _file: File) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _members(file: File) -> list[str] | None:
    """Names in a zip; None if it is none."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            return [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        return None


def _package(marker: str) -> Test:
    """An office file: a zip with this member, and without macros."""

    def test(_head: bytes, file: File) -> bool:
        names = _members(file) or []
        return any(name.startswith(marker) for name in names) and not any("vbaproject" in n for n in names)

    return test


def _is_harmless_zip(_head: bytes, file: File) -> bool:
    names = _members(file)
    return bool(names) and not any(suffix_of(name) in RUNNING for name in names)


def _is_text(head: bytes, _file: File) -> bool:
    return b"\0" not in head and any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    # The last character may be cut off.
    return any(_strictly(head[: len(head) - cut], encoding) for cut in range(4))


def _strictly(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


KINDS: dict[str, Test] = {
    "pdf": lambda head, _file: b"%PDF-" in head[:1024],
    "ofd": _package("ofd.xml"),  # GB/T 33190, the format of official documents
    "docx": _package("word/"),
    "xlsx": _package("xl/"),
    "pptx": _package("ppt/"),
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "et", "dps"), _begins(OLE)),
    **dict.fromkeys(("jpg", "jpeg"), _begins(b"\xff\xd8\xff")),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "gif": _begins(b"GIF87a", b"GIF89a"),
    "bmp": _begins(b"BM"),
    **dict.fromkeys(("tif", "tiff"), _begins(b"II*\0", b"MM\0*")),
    "webp": _is_webp,
    **dict.fromkeys(("heic", "heif"), _image_container(b"heic", b"heix", b"mif1", b"msf1")),
    **dict.fromkeys(("txt", "csv"), _is_text),
    "zip": _is_harmless_zip,
}
# For the file chooser.
ACCEPT = ",".join(f".{suffix}" for suffix in KINDS)


@dataclass(frozen=True)
class Checked:
    """A file that may be kept, with what is noted of it."""

    file: File
    name: str
    sha256: str


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def clean_name(name: str) -> str:
    """The name for people: without folders, control characters or signs that turn the writing direction."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs")
    ).strip()
    suffix = PurePosixPath(kept).suffix
    return kept if len(kept) <= LONGEST_NAME else kept[: LONGEST_NAME - len(suffix)] + suffix


def check(file: File) -> Checked:
    """Refuses a file that is empty, too large, of no known kind or another kind than its name says."""
    name = clean_name(file.name)
    if not file.size:
        raise Refusal(_("“%(name)s” is empty.") % {"name": name})
    if file.size > settings.MAX_UPLOAD_BYTES:
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
        raise Refusal(_("“%(name)s” is larger than %(limit)s.") % {"name": name, "limit": limit})
    test = KINDS.get(suffix_of(name))
    if test is None:
        raise Refusal(
            _("“%(name)s” cannot be taken: only PDF, OFD, office files, pictures, text and zip.")
            % {"name": name}
        )
    file.seek(0)
    if not test(file.read(HEAD), file):
        raise Refusal(
            _("“%(name)s” is not what its name says, or holds programs or macros.") % {"name": name}
        )
    return Checked(file, name, _digest(file))


def _digest(file: File) -> str:
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    return sha256.hexdigest()


def keep(entry: ProgressEntry, checked: Checked) -> Evidence:
    """Stores the file under a name of its own; the caller removes it if its transaction fails."""
    evidence = Evidence(entry=entry, name=checked.name, size=checked.file.size, sha256=checked.sha256)
    checked.file.seek(0)
    evidence.file.save(f"{uuid4()}.{suffix_of(checked.name)}", checked.file, save=False)
    try:
        evidence.save()
    except BaseException:
        drop([evidence])
        raise
    return evidence


def drop(kept: list[Evidence]) -> None:
    for evidence in kept:
        evidence.file.delete(save=False)
