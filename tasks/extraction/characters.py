"""Letter by letter: half width, entities, odd blanks, simplified characters; what copying did to a letter.

"（一）２０２３年&nbsp;責任單位" -> "(一)2023年 责任单位"
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from .contract import Finding
from .tape import Tape

# Brackets, digits and Latin letters become half width; commas and stops stay as printed, because a title is
# quoted with the punctuation that it was printed with.
_HALF = {0xFF08: "(", 0xFF09: ")", 0xFF05: "%", 0xFF0E: ".", 0xFF0B: "+", 0xFF0D: "-", 0xFF0F: "/"}
_HALF |= {0xFE6A: "%"}
_HALF |= {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_HALF |= {code: chr(code - 0xFEE0) for code in [*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_SPACES = dict.fromkeys([0x00A0, 0x3000, 0x202F, 0x205F, 0x0009, *range(0x2000, 0x200B)], " ")
_BREAKS = dict.fromkeys([0x000D, 0x000B, 0x000C, 0x0085, 0x2028, 0x2029], "\n")
_NOTHING = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad\u0000-\u0008\u000e-\u001f\u007f\ud800-\udfff]|\r(?=\n)"
)
# Markdown's sign of emphasis
_EMPHASIS = re.compile(r"\*{2,}")
# "&amp;" is decoded only where that makes no new entity, so that cleaning twice changes nothing.
_ENTITY = re.compile(
    r"&(?:amp;(?![#\w])|(?!amp;|#0*38;|#[xX]0*26;|AMP;)(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});)"
)
# "㈠", "①", "⑴", "⒈": numbers in one character
_ENCLOSED = re.compile("[\u3220-\u3229\u2460-\u249b]")


# The radicals of two blocks of their own look like characters and come out of PDF files.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS |= {
    **{0x2E81: "厂", 0x2EA0: "民", 0x2EAF: "糸", 0x2EC5: "见", 0x2EC9: "贝", 0x2ECB: "车", 0x2ED3: "长"},
    **{0x2ED4: "长", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食"},
    **{0x2EE2: "马", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEC: "齐", 0x2EF0: "龙"},
}
_TABLE = _HALF | _RADICALS | _SPACES | _BREAKS


def normalise(tape: Tape) -> None:
    tape.replace(_NOTHING, lambda match: "")
    tape.replace(_ENCLOSED, lambda match: _spelled_out(match.group()))
    tape.replace(_ENTITY, lambda match: _entity(match.group()))
    tape.text = tape.text.translate(_TABLE)
    tape.replace(_EMPHASIS, lambda match: "")


def _spelled_out(sign: str) -> str:
    code = ord(sign)
    if code >= 0x3220:
        return f"({'一二三四五六七八九十'[code - 0x3220]})"
    if code < 0x2488:
        return f"({(code - 0x2460) % 20 + 1})"
    return f"{code - 0x2487}."


def _entity(printed: str) -> str | None:
    read = html.unescape(printed)
    return read if (len(read) == 1 and read.isprintable()) or read == "\u00a0" else None


# --- letters that copying spoilt ---

# "?。ǘ┩": what a broken encoding makes of a bracketed number at the start of a line
_BROKEN = re.compile(
    "(?<![^\n])[?？]。(?:(ㄒ唬)|(ǘ)|(ㄈ)|(ㄋ模)|(ㄎ澹)|(﹩)|(ㄆ撸)|(ò耍)|(ň牛)|(ㄊ))[\u2500-\u257f]?"
)
# "關(guān)于印發(fā)": portals against copying put the sound behind every other character
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}\)")


def mend_numbers(tape: Tape) -> None:
    tape.replace(_BROKEN, _mended)


def _mended(match: re.Match) -> str:
    return f"({'一二三四五六七八九十'[(match.lastindex or 1) - 1]})"


def drop_sounds(tape: Tape) -> None:
    if len(_PINYIN.findall(tape.text)) > 4:
        tape.replace(_PINYIN, lambda match: "")


# --- traditional characters ---


@lru_cache(maxsize=1)
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


def simplify(tape: Tape, findings: list[Finding]) -> None:
    """Only a text that is traditional as a whole: in a simplified one 乾 or 著 may stand for itself."""
    simple = _converter().convert(tape.text)
    if len(simple) != len(tape.text):  # a phrase of another length would break the offsets
        return
    changed = sum(1 for old, new in zip(tape.text, simple, strict=True) if old != new)
    if changed >= 5 and changed > 0.05 * len(_IDEOGRAPH.findall(tape.text)):
        tape.text = simple
        findings.append(Finding("traditional"))
