"""The number of a document and the day it was issued: 甲政办发〔2023〕5号, 2023年3月9日."""

from __future__ import annotations

import re
from datetime import date

from .contract import Finding
from .headlines import (
    BODY,
    DAY,
    DAY_LINE,
    DAY_WORDS,
    NUMBER,
    NUMBER_BEHIND,
    RUN_DAY,
    read_day,
    spelled_day,
)
from .titles import is_title

# --- number ---

# "甲政发202311号", "甲政发〔20233": the brackets around the year were lost, or one of them
_NUMBER_LINE = re.compile(
    r"^(?P<word>[\u4e00-\u9fff]{2,10}(?:发|字|函|办|秘|规|政|通|电|号))[〔\[]?(?P<year>20[0-3]\d)[〕\]]?(?P<count>\d{1,4})号?$"
)


# behind "…的通知", "发文字号:" or "文 号:" in one line
_ANNOUNCED = re.compile(r"通知\s*$|通知[^》]{0,12}$|字号[:：\s|]*$|文 ?号[:：\s|]*$")


def read_number(lines: list[str], issued_on: date | None, findings: list[Finding]) -> str | None:
    """On a line of its own, or behind the notice's heading; numbers in the preamble are others'."""
    for line in lines:
        match = NUMBER.search(line)
        if match and match.end() <= 120 and _is_own(line, match):
            return _printed(match, re.sub(r"^.*(?:通知|字号|文号)", "", match["word"]))
    for line in lines:  # "〔2022〕9号": without the word of the office it is no less the number, as printed
        if match := re.search(r"(?:^|通知 ?)(〔20\d\d〕\d{1,4}号)$", line):
            return match.group(1)
    for line in lines:
        match = _NUMBER_LINE.match(line.replace(" ", ""))
        if match and issued_on and int(match["year"]) == issued_on.year:
            read = _printed(match, match["word"])
            findings.append(Finding("number_repaired", {"printed": line, "read": read}, level="warning"))
            return read
        if match:
            return line
    return None


def _printed(match: re.Match, word: str) -> str:
    return f"{word}〔{match['year']}〕{match['count']}号"


def _is_own(line: str, match: re.Match) -> bool:
    behind_title = NUMBER_BEHIND.search(line) and is_title(NUMBER_BEHIND.sub("", line))
    return bool(_alone(line, match) or behind_title or _ANNOUNCED.search(line[: match.start()]))


def _alone(line: str, match: re.Match) -> bool:
    rest = line[: match.start()] + " " + line[match.end() :]
    rest = DAY.sub("", rest)
    rest = re.sub(r"(?:发文字号|政策文号|文件编号|公文编号|发布文号|文号|编号|发文|字号)[:：]?", "", rest)
    return not re.sub(r"[\s《》()|•·\-]", "", rest)


def number_of_news(news: re.Match) -> str | None:
    """From a report that prints the plan: "甲区办公室印发《公园方案》(甲政发〔2023〕11号)"."""
    return _printed(news, news["word"]) if news["word"] else None


# --- day ---

_FORWARDED = re.compile("现?[转批]转?发给你们|(?:转发|批转)[^。]{4,80}的通知")
_ANY_DAY = r"[:：| ]*(?P<year>20\d\d) ?[-./年] ?(?P<month>\d{1,2}) ?[-./月] ?(?P<day>\d{1,2})(?!\d)"
_WRITTEN = re.compile("(?:成文|颁布|印发)(?:日期|时间)" + _ANY_DAY)
# "发文日期 2023-01-03": a portal's word for the day on which the document went out
_SENT = re.compile("发文日期" + _ANY_DAY)


def read_day_of_issue(lines: list[str]) -> date | None:
    """成文日期, or the day under the signature or beside the number; not the web page's."""
    for line in lines:
        if written := read_day(_WRITTEN.search(line)):
            return written
    joined = [spelled_day(line.replace(" ", "").strip("()")) for line in lines]
    days = [day for line in joined if (day := _signed(line))]
    if days:  # a forwarded document has its own day below the notice's
        return days[0 if _FORWARDED.search("".join(joined)) else -1]
    for line in joined:
        match = re.search(
            rf"(?:通知|意见|方案)[(（](?={DAY_WORDS}[)）])|于(?={DAY_WORDS}(?:印发|发布))", line
        )
        if match:
            return read_day(DAY.match(line, match.end()))
    return None


def _signed(line: str) -> date | None:
    """A day that is a line of its own, or beside the document's number."""
    run = RUN_DAY.match(line) if 6 <= len(line) <= 8 else None
    if DAY_LINE.match(line) or run:
        return read_day(run or DAY.match(line))
    line = re.sub(rf"发布(?:日期|时间)[:：]*{DAY_WORDS}", "", line)
    # "根据2020年12月31日《…的通知》(甲政综〔2020〕101号)规定,继续有效": a later document's day
    quoted = len(line) >= 80 or re.search("根据|按照|规定", line)
    beside = DAY.search(line) if NUMBER.search(line) and not quoted else None
    return read_day(beside) if beside else None


def signature(foot: list[str]) -> list[str]:
    """The last day that stands alone under a body's name at the end of a document, with that name."""
    foot = [re.sub(r"[(（]代章[)）]", "", line) for line in foot]
    for at in range(len(foot) - 1, 0, -1):
        if DAY_LINE.match(foot[at].replace(" ", "")) and BODY.search(foot[at - 1].replace(" ", "")):
            return foot[at - 1 : at + 1]
    return []


def listed_on(lines: list[str]) -> date | None:
    """The values of a portal's fields whose names were lost: the number, the body, 成文日期, 发布日期.

    "甲政办〔2021〕3号 / 甲区政府 / 2021-04-01 / 2021-04-06": the earlier of two days is the document's.
    """
    bare = re.compile(r"(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
    for at, line in enumerate(lines[:30]):
        days = [read_day(match) for one in lines[at + 1 : at + 4] if (match := bare.fullmatch(one))]
        if NUMBER.fullmatch(line) and len(days) > 1:
            return min((day for day in days if day), default=None)
    return None


def told_on(told: re.Match | None, lines: list[str]) -> date | None:
    """ "发布时间:2016-03-31 … 3月29日,国务院印发": the news tell the day, their own date the year."""
    posted = re.search(r"发布(?:时间|日期)[:：]?(20\d\d)-", "\n".join(lines))
    year = told and (told["year"] or (posted and posted[1]))
    return read_day(DAY.match(f"{year}年{told['month']}月{told['day']}日")) if told and year else None


def sent_on(lines: list[str]) -> date | None:
    return next((day for line in lines if (day := read_day(_SENT.search(line)))), None)


def printed_on(foot: str) -> date | None:
    """ "县人民政府办公室2023年3月9日印发", or a day alone, under a document that gives no other."""
    found = re.findall(rf"({DAY_WORDS})印发|(?:^|\n)\(?({DAY_WORDS})\)?(?=\n|$)", foot.replace(" ", ""))
    found = [one or two for one, two in found]
    return read_day(DAY.match(found[-1])) if found else None
