"""The head of a document: title, number, issuer, region, day of issue, and the years it covers.

"甲市人民政府关于印发《公园建设方案》的通知 / 甲政发〔2023〕5号 / … / 甲市人民政府 / 2023年3月9日"
"""

from __future__ import annotations

import re

from .contract import Finding, Head
from .headlines import BODY, FIELD, HEADED, NEWS, NUMBER, SITE, SOURCE, apart, fields_apart, spelled_day
from .issuers import full, nation, read_issuer, read_region, region_by_places, whole_name, zone
from .issuing import (
    listed_on,
    number_of_news,
    printed_on,
    read_day_of_issue,
    read_number,
    sent_on,
    signature,
    told_on,
)
from .periods import read_period
from .places import city_of_number, province_of, region_in
from .titles import heads_annex, is_title, names_printed, names_told, read_title


def read_head(text: str, first_item: int, findings: list[Finding]) -> Head:
    """`first_item`: where the numbered divisions begin; what stands before is the head."""
    top = text[: min(_after_notice(text, first_item), 6000) or 2500]
    lines = _lines(top)
    title = read_title(lines, top)
    end = text[first_item:][-900:] or text[-900:]
    foot = signature([line.strip() for line in end.split("\n") if line.strip()])
    told = names_told(lines).get(title or "")
    issued_on = read_day_of_issue(lines) or read_day_of_issue(foot) or printed_on(end)
    issued_on = issued_on or sent_on(lines) or listed_on(lines) or told_on(told, lines)
    region = read_region(title, [*lines[:12], *foot[:1]], text)
    news = NEWS.search(re.sub(r"\s", "", top))  # "甲区办公室印发《…》(甲政发〔2023〕11号),全文如下"
    number = read_number(lines, issued_on, findings) or (news and number_of_news(news))
    issuer = read_issuer(lines, title, region, top) or read_issuer(foot, None, region, "")
    issuer = issuer or (news["body"] if news else told["body"] if told else _told(lines, top, title))
    region = region or region_in(issuer or "") or province_of(number, issuer)
    region = zone(issuer, title) or region or nation(issuer, lines)
    region = region or city_of_number(number) or region_by_places(text, number, findings)
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
    lines = [part for line in lines for part in _heading_apart(_without_brand(line))]
    lines = [line for line in lines if not re.fullmatch(r"[(（][^()（）]{2,30}代章[)）]", line)]
    return [spelled_day(part) for line in fields_apart(lines) for part in apart(line)]


def _without_brand(line: str) -> str:
    """ "9游会甲市人民政府关于…": a betting site's name pasted before that of a known place."""
    for size in range(4):
        brand = re.match(rf"[A-Za-z0-9]{{1,6}}(?![年月日个条项])[\u4e00-\u9fff]{{{size}}}", line)
        rest = line[brand.end() :] if brand else ""
        if re.match("[\u4e00-\u9fff、]{4,40}(?:印发|关于)", rest) and region_in(rest):
            return rest
    return line


_RUN_ON = re.compile(
    rf"(?P<number>{NUMBER.pattern}) ?(?:(?P<y>20\d\d)-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}))?"
    "(?=为|根据|按照|各|现|经)"
)


# "甲县2024年公园实施意见 各乡镇人民政府,县政府各部门: 2024年,…"
_ADDRESSED = re.compile(r"(?P<title>[^。,，;；:：]{8,60}?) ?(?=各[^。:：]{2,40}[:：])")


def _heading_apart(line: str) -> list[str]:
    """A page in one line: "甲省政府关于公园的意见 甲政发〔2009〕69号 2009-11-03 为建设公园,…"."""
    addressed = _ADDRESSED.match(line[:200])
    if addressed and is_title(title := addressed["title"].strip()):
        return [title, line[addressed.end() :]]
    for match in _RUN_ON.finditer(line[:200]) if len(line) > 60 else ():
        # the word of the office is the shortest that leaves a title in front of it
        for at in range(match.end("word") - 2, match.start() - 1, -1):
            if is_title(title := line[:at].strip()):
                day = f" {match['y']}年{int(match['m'])}月{int(match['d'])}日" if match["y"] else ""
                return [title, line[at : match.end("number")] + day, line[match.end() :]]
    return [line]


def _told(lines: list[str], top: str, title: str | None) -> str | None:
    """Who issued it, where only the news or a portal of the issuer's own tells."""
    flat = re.sub(r"\s", "", top)
    told = SITE.search(flat) or HEADED.search(lines[0] if lines else "") or _said_of(title, flat)
    source = SOURCE.search(top)
    return whole_name(told["body"]) if told else source["body"] if source else None


def _said_of(title: str | None, flat: str) -> re.Match | None:
    """ "日前,甲市人民政府印发甲市公园方案的通知": the news on the very document."""
    issued = (
        r"(?:^|[,，。])(?P<body>[\u4e00-\u9fff、]{4,40}?)(?:正式)?(?:印发|下发|发布|出台)了?(?:关于印发)?《?"
    )
    said = re.search(issued + re.escape(title), flat) if title else None
    return said if said and BODY.search(said["body"]) else None


def _after_notice(text: str, first_item: int) -> int:
    """A notice with numbers of its own is the head too, where the plan follows as an annex.

    So are the fields that a portal sets in a table: "成文日期: | 2024-03-05 |".
    """
    if FIELD.match(text[first_item:].lstrip(" |\n")):
        item = re.compile(r"\n(?:[一1][、.]|\(一\))").search(text, first_item, first_item + 6000)
        first_item = item.start() if item else 0
    annex = re.search(r"\n附件?\d?[:：]?\n", text[first_item:4000])
    begin = first_item + annex.end() if annex else _below_notice(text, first_item)
    if not begin:
        return first_item
    item = re.compile(r"\n(?:[一1][、.]|\(一\))").search(text, begin, begin + 3000)
    return item.start() if item else first_item


def _below_notice(text: str, first_item: int) -> int | None:
    """Behind the heading of the plan that stands below the numbered paragraphs of the notice."""
    names = names_printed(re.sub(r"\s", "", text[:first_item][-6000:]))
    lines = re.finditer(r"(?<=\n)[^\n。]{6,70}(?=\n)", text[first_item : first_item + 4000] if names else "")
    found = [line.end() for line in lines if heads_annex(line.group().strip(), names)]
    return first_item + found[0] if found else None
