"""From the text as it was published to a clean text, every character tied to its place in the original.

"（一）建设公园，２０２３ 年 / 建成3座。" -> "(一)建设公园，2023年建成3座。"
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from .characters import drop_sounds, mend_numbers, normalise, simplify
from .contract import Finding
from .outline import numeral
from .spoilt import read_ocr_dates, read_ocr_numbers, read_spam
from .tape import Tape
from .wraps import join_lines


@dataclass
class Clean:
    text: str
    starts: array
    ends: array
    findings: list[Finding] = field(default_factory=list)
    ocr: list[tuple[int, int, str, str]] = field(default_factory=list)  # start, end, printed, read


def clean(source: str) -> Clean:
    tape = Tape(source)
    findings: list[Finding] = []
    normalise(tape)
    if len(_STREWN.findall(tape.text)) > 9:
        findings.append(
            Finding("strewn", {"count": tape.replace(_STREWN, lambda match: "")}, level="warning")
        )
    _collapse(tape)
    marks = _drop_page_marks(tape)
    tape.replace(_MARKUP, lambda match: "")
    _part_paragraphs(tape)
    mend_numbers(tape)
    tape.replace(_SPACED, lambda match: match.group().replace(" ", ""))
    drop_sounds(tape)
    simplify(tape, findings)
    marks += _drop_page_marks(tape)  # those that "l0、" or a letter of a scanner hid
    if marks:
        findings.append(Finding("page_marks", {"count": marks}, level="warning"))
    _drop_spaces(tape)
    read_ocr_dates(tape)
    if read_spam(tape, findings):
        _drop_spaces(tape)
    mended: list[tuple[int, int, str, str]] = []
    for _ in range(4):  # a joined line may be a sentence now, and a shorter line may show the next break
        changed = join_lines(tape) | _drop_spaces_in_sentences(tape) | read_ocr_dates(tape)
        if not (_mend_figures(tape, mended) | changed):
            break
    ocr = [
        (bisect_left(tape.starts, start), bisect_left(tape.starts, end), printed, read)
        for start, end, printed, read in mended
    ]
    return Clean(tape.text, tape.starts, tape.ends, findings, ocr)


def _mend_figures(tape: Tape, mended: list[tuple[int, int, str, str]]) -> bool:
    """IOOO亩; keeps where each stood in the original, as later joins still move it."""
    found = read_ocr_numbers(tape)
    mended += [(tape.starts[start], tape.ends[end - 1], printed, read) for start, end, printed, read in found]
    return bool(found)


# "印发@@给你们@@": signs that a portal against copying, or a broken one, strews over a text
_STREWN = re.compile("[@$^~]{2,}(?![A-Za-z0-9])")


# --- page marks ---

# "# Page 1211:", "- 12 -", "— 3 —", "第 3 页 共 14 页" on a line of their own
_PAGE_LINE = re.compile(
    r"\n\s*(?:#{1,6} ?[Pp]age ?\d+ ?:?|[-—–~] ?\d{1,4} ?[-—–~]|[Pp]age \d+(?: of \d+)?"
    r"|第 ?\d+ ?页(?: ?[,/]? ?共 ?\d+ ?页)?)"
    r"[ \t]*(?=\n|$)\n*"
)
_COUNTED = re.compile(r"(?:\A|[\n ][ \n]*)(\d{1,3})、")
_ENDS = "。!?！？;；:：\n”)"


def _drop_page_marks(tape: Tape) -> int:
    count = tape.replace(_PAGE_LINE, lambda match: "\n")
    marks = _running_marks(tape.text)
    # the first one stands below the title of the page, in no sentence
    tape.edit([(*mark.span(), "" if at or not mark.start() else "\n") for at, mark in enumerate(marks)])
    return count + len(marks)


def _running_marks(text: str) -> list[re.Match]:
    """ "2、" that was pasted in at a page break: the numbers run on through the whole document and most stand
    in mid-sentence ("加快形成“中心集聚、 / 2、城乡一体”的格局"), as no numbering of items does."""
    run: list[re.Match] = []
    for match in _COUNTED.finditer(text):
        if int(match.group(1)) == len(run) + 1:
            run.append(match)
    broken = [match for match in run[1:] if text[max(match.start() - 1, 0)] not in _ENDS]
    if len(run) < 2 or (run[-1].start() - run[0].start()) / len(run) <= 150:
        return []
    if len(run) > 3:
        return run if len(broken) > 0.7 * (len(run) - 1) else []
    return run if len(broken) == len(run) - 1 and _cut_a_numbering(text, run) else []


_NUMERALS = "一二三四五六七八九十"
_ITEMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d.])(\d{1,2})[.．](?![\d ])",
        rf"[(（]([{_NUMERALS}]{{1,3}})[)）]",
        rf"(?:^|(?<=[\s。;；]))([{_NUMERALS}]{{1,3}})、",
    )
)


def _cut_a_numbering(text: str, marks: list[re.Match]) -> bool:
    """Whether of two or three marks each begins a line inside a numbering of another style that goes on.

    "1、…1.茶叶。…坚决禁用高度 / 2、高残农药。2.农田。…": in a list the inner numbers begin again with 1.
    """
    if any("\n" not in mark.group() for mark in marks[1:]):
        return False
    ends = [*[mark.start() for mark in marks[1:]], len(text)]
    spans = [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    return all(_goes_on(text, before, after) for before, after in pairwise(spans))


def _goes_on(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a numbering has its next number on the next page."""
    for style in _ITEMS:
        one, other = style.findall(text[slice(*before)]), style.search(text, *after)
        if one and other and _value(other[1]) == _value(one[-1]) + 1:
            return True
    return False


def _value(printed: str) -> int:
    return int(printed) if printed.isdigit() else numeral(printed)


# --- blanks and empty lines ---

# A blank beside a digit ("2023 年"), or alone between two ideographs ("居住 (小)区"), is layout.
# Longer runs part the fields of a page head and stay as one blank.
_CJK = "\u3400-\u9fff“”‘’《》〈〉(),。、;:，；：！？〔〕\\[\\]%—…·"
_LAYOUT = re.compile(rf"(?<=[0-9A-Za-z]) +(?=[{_CJK}])|(?<=[{_CJK}]) +(?=[0-9A-Za-z])")
# but "县财政局 县水利局)" are two units
_BODY_END = "(?:局|委|厅|办|部|院|会|社|公司|中心|政府|乡镇|街道)"
_TWO_UNITS = rf"(?<=[局委厅办部院会]) (?=[\u4e00-\u9fff]{{2,14}}?{_BODY_END}[ 、,，;；)。\n])"
_SINGLE = re.compile(rf"(?<=[{_CJK}])(?!{_TWO_UNITS}) (?=[{_CJK}])")
_RUN = re.compile(r"  +")
_EDGES = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_EMPTY_LINE = re.compile(r"\n\n")
# Markdown's sign of a heading; "# Page 12:" is a page mark and is looked at later
_MARKUP = re.compile(r"(?:(?<=\n)|\A)(?:#{1,6} +(?![Pp]age))+")
# "…现印发给你们。 一、总体要求": behind a word or a stop, before the next paragraph; a heading or an item
# begins one behind a comma too, and so does the year behind a title: "2023年工作要点 2023年是开局之年"
_PARAGRAPH = re.compile(
    r"(?<=[\u4e00-\u9fff。:：)号]) (?=[\u4e00-\u9fff《(]|\d{1,2}[.．、](?!\d))"
    r"|(?<=[,，;；]) (?=[一二三四五六七八九十]{1,3}、)"
    r"|(?<=要点|方案|意见|通知|计划|规划|清单|办法) (?=20\d\d年)"
)
# the head of the letter paper: 甲 县 人 民 政 府 文 件
_SPACED = re.compile(r"(?<![^\n])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){3,40}(?![^\n])")


def _collapse(tape: Tape) -> None:
    """Runs of blanks and of empty lines; first, so that no later pattern meets a long one."""
    tape.replace(_RUN, lambda match: " ")
    tape.replace(_EDGES, lambda match: "\n")
    tape.replace(_EMPTY_LINES, lambda match: "\n\n")
    breaks = tape.text.count("\n")
    empty = tape.text.count("\n\n")
    if empty > 20 and empty > 0.9 * (breaks - empty):  # every line stands apart: the empty ones say nothing
        tape.replace(_EMPTY_LINE, lambda match: "\n")


def _part_paragraphs(tape: Tape) -> None:
    """Of a text that a portal runs together in one line, a blank stands for the end of a paragraph."""
    length, blanks = len(tape.text), tape.text.count(" ")
    if tape.text.count("\n") * 600 < length and length > 400 and 2 < blanks < length / 25:
        tape.replace(_PARAGRAPH, lambda match: "\n")


def _drop_spaces(tape: Tape) -> None:
    tape.replace(_LAYOUT, lambda match: "")


def _drop_spaces_in_sentences(tape: Tape) -> bool:
    """Only a line with a stop in it: elsewhere a blank may part two names. Whether there were any."""
    lines = re.finditer(r"[^\n]+", tape.text)
    sentences = [line.span() for line in lines if re.search("[。；;]", line.group())]
    edits = [(*blank.span(), "") for span in sentences for blank in _SINGLE.finditer(tape.text, *span)]
    tape.edit(edits)
    return bool(edits)
