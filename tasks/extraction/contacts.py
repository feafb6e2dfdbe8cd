"""Contact data of persons: found for the reader to see, written over before a text is kept.

"联系人:甲某,联系电话:…" -> the name and the number as findings, or as "**" of the same length
"""

from __future__ import annotations

import re

from .contract import Finding

_PERSON = re.compile(r"联系人[^:：\n]{0,8}[:：] ?([\u4e00-\u9fff·]{2,4})")
_PHONE = re.compile(r"(?<![\dA-Za-z])(?:0\d{2,3}[-— ]?\d{7,8}(?:-\d{1,5})?|1[3-9]\d{9})(?![\dA-Za-z])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")


def find_contacts(text: str) -> list[Finding]:
    """Names after 联系人, telephone numbers, mail addresses; a published hotline such as 12345 is none."""
    return [Finding(code, {}, start, end) for start, end, code in _contacts(text)]


def _contacts(text: str) -> list[tuple[int, int, str]]:
    found = [(*match.span(1), "contact_person") for match in _PERSON.finditer(text)]
    found += [(*match.span(), "contact_phone") for match in _PHONE.finditer(text)]
    found += [(*match.span(), "contact_mail") for match in _MAIL.finditer(text)]
    return sorted(found)


def mask_contacts(text: str) -> str:
    """The same text, as long as before, with contact data written over."""
    letters = list(text)
    for start, end, _ in _contacts(text):
        letters[start:end] = "*" * (end - start)
    return "".join(letters)
