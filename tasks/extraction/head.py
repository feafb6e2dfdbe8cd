"""The head of a document: title, number, issuer, region, day of issue, and the years it covers.

"甲市人民政府关于印发《公园建设方案》的通知 / 甲政发〔2023〕5号 / … / 甲市人民政府 / 2023年3月9日"
"""

from __future__ import annotations

import re

from .contract import Finding, Head
from .headlines import FIELD, HEADED, NEWS, SITE, SOURCE, apart, fields_apart, spelled_day
from .issuers import full, nation, read_issuer, read_region, region_by_places, whole_name, zone
from .issuing import number_of_news, printed_on, read_day_of_issue, read_number, sent_on, signature
from .periods import read_period
from .places import province_of, region_in
from .titles import read_title


def read_head(text: str, first_item: int, findings: list[Finding]) -> Head:
    """`first_item`: where the numbered divisions begin; what stands before is the head."""
    top = text[: min(_after_notice(text, first_item), 6000) or 2500]
    lines = _lines(top)
    title = read_title(lines, top)
    end = text[first_item:][-900:] or text[-900:]
    foot = signature([line.strip() for line in end.split("\n") if line.strip()])
    issued_on = read_day_of_issue(lines) or read_day_of_issue(foot) or printed_on(end) or sent_on(lines)
    region = read_region(title, [*lines[:12], *foot[:1]], text)
    news = NEWS.search(re.sub(r"\s", "", top))  # "甲区办公室印发《…》(甲政发〔2023〕11号),全文如下"
    number = read_number(lines, issued_on, findings) or (news and number_of_news(news))
    issuer = read_issuer(lines, title, region, top) or read_issuer(foot, None, region, "")
    issuer = issuer or (news["body"] if news else _told(lines, top))
    region = region or region_in(issuer or "") or province_of(number, issuer)
    region = zone(issuer, title) or region or nation(issuer, lines)
    region = region or region_by_places(text, number, findings)
    issuer = full(issuer, region) if issuer else None
    period = read_period(title, text, issued_on, number, findings)
    head = Head(title, number, issuer, region, issued_on, period)
    for missing, code in ((title, "no_title"), (region, "no_region"), (period, "no_period")):
        if not missing:
            findings.append(Finding(code, level="warning"))
    return head


# "政务服务丨甲市人民政府关于…": the name of a page's column before the title
_COLUMN = re.compile(r"^[\u4e00-\u9fff]{2,8} ?[丨┃] ?(?=[\u4e00-\u9fff]{6})")


def _lines(top: str) -> list[str]:
    lines = [_COLUMN.sub("", line.strip(" #*\u3000?？")) for line in top.split("\n")]
    lines = [line for line in lines if not re.fullmatch(r"[(（][^()（）]{2,30}代章[)）]", line)]
    return [spelled_day(part) for line in fields_apart(lines) for part in apart(line)]


def _told(lines: list[str], top: str) -> str | None:
    """Who issued it, where only the news or a portal of the issuer's own tells."""
    told = SITE.search(re.sub(r"\s", "", top)) or HEADED.search(lines[0] if lines else "")
    source = SOURCE.search(top)
    return whole_name(told["body"]) if told else source["body"] if source else None


def _after_notice(text: str, first_item: int) -> int:
    """A notice with numbers of its own is the head too, where the plan follows as an annex.

    So are the fields that a portal sets in a table: "成文日期: | 2024-03-05 |".
    """
    if FIELD.match(text[first_item:].lstrip(" |\n")):
        item = re.compile(r"\n(?:[一1][、.]|\(一\))").search(text, first_item, first_item + 6000)
        first_item = item.start() if item else 0
    annex = re.search(r"\n附件?\d?[:：]?\n", text[first_item:4000])
    if not annex:
        return first_item
    begin = first_item + annex.end()
    item = re.compile(r"\n(?:[一1][、.]|\(一\))").search(text, begin, begin + 3000)
    return item.start() if item else first_item
