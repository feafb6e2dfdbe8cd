"""The head of a document: title, number, issuer, region, day of issue, and the years it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .contract import Finding, Head
from .outline import tidy
from .places import prefecture_of_counties, region_in

_NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,10}?)[〔\[【(（](?P<year>(?:19|20)\d\d)[〕\]】)）]第?(?P<count>\d{1,4})号"
)
_NUMBER_LINE = re.compile(
    r"^(?P<word>[\u4e00-\u9fff]{2,10}(?:发|字|函|办|秘|规|政|通|电|号))(?P<year>20[0-3]\d)(?P<count>\d{1,4})号?$"
)
_KIND = (
    r"(?:实施方案|工作方案|行动方案|试点方案|总体方案|分工方案|方案|行动计划|工作计划|三年行动|计划|规划|工作要点|重点任务|任务分工|实施意见|指导意见|若干意见|意见|"
    r"若干措施|工作措施|措施|实施细则|办法|要点|任务清单|清单|责任分工|分工|规程|通知|决定|纲要|方案\(试行\)|行动纲要|重点工作|政策|规定|目标任务|任务分解表|分解表|一览表|责任清单|工作台账)"
)
_TITLE_LINE = re.compile(rf"^[^。,，;；:：!！?？]{{4,70}}{_KIND}(?:[(（][^()（）]{{1,16}}[)）])?$")
_NOTICE = re.compile(r"(?:关于)?(?:印发|转发|批转|公布|下发)[《〈]?(?P<inner>[^》]{4,70}?)[》〉]?的通知")
_QUOTED = re.compile(r"《(?P<inner>[^《》]{4,80})》")
_SEVERAL = re.compile(r"(?:《[^《》]{4,60}》[、和]?){2,}等?\d*个?[^。《]{0,20}?(?:已经|同意|印发给)")
_DAY_WORDS = r"20\d\d年\d{1,2}月\d{1,2}日"
_DAY = re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_DAY_LINE = re.compile(r"^(?:20\d\d)年\d{1,2}月\d{1,2}日$")
_RUN_DAY = re.compile(r"^(?P<year>20\d\d)(?P<month>1[0-2]|0?[1-9])(?P<day>3[01]|[12]\d|0?[1-9])$")
_BODY = re.compile(
    r"(?:人民政府办公[室厅]|人民政府|政府办公[室厅]|党委办公[室厅]|委员会办公[室厅]|委办公[室厅]|国务院办公厅|国务院|委员会|领导小组办公室|领导小组|办公室|办公厅|管委会|[厅局委部]|等[二三四五六七八九十]{1,2}部门)$"
)
_ISSUED = re.compile(r"(?:发布|颁布|印发|成文|发文)(?:时间|日期|机关)?[:：] ?")


@dataclass(frozen=True)
class _Lines:
    top: list[str]
    bottom: list[str]


def read_head(text: str, first_item: int, findings: list[Finding]) -> Head:
    """`first_item`: where the numbered divisions begin; what stands before is the head."""
    top = text[: min(first_item, 6000) or 2500]
    lines = [line.strip(" #*\u3000") for line in top.split("\n")]
    lines = [part for line in lines if line for part in _apart(line)]
    title = _title(lines, top)
    region = _region(title, lines, text, findings)
    foot = [line.strip() for line in text[-900:].split("\n") if line.strip()]
    issued_on = _issued_on(lines) or _issued_on(_signature(foot))
    number = _number(lines, title, issued_on, findings)
    issuer = _issuer(lines, title, region, top) or _issuer(_signature(foot), None, region, "")
    period = _period(title, text, issued_on, number)
    head = Head(title, number, issuer, region, issued_on, period)
    for missing, code in ((title, "no_title"), (region, "no_region"), (period, "no_period")):
        if not missing:
            findings.append(Finding(code, level="warning"))
    return head


def _apart(line: str) -> list[str]:
    """ "贵阳市人民政府 2022年4月20日": a signature and its day in one line."""
    match = re.match(rf"([\u4e00-\u9fff]{{3,30}}) *({_DAY_WORDS})$", line)
    return [*match.groups()] if match and _BODY.search(match.group(1)) else [line]


# --- title ---


def _title(lines: list[str], top: str) -> str | None:
    """The policy's own title: the heading above its preamble, else what the notice says that it prints."""
    noticed = [tidy(match.group("inner")) for match in _NOTICE.finditer(re.sub(r"\s", "", top))]
    noticed = [re.sub(r"^.*《", "", name) for name in noticed]
    for name in noticed:
        plain = _plain(name)
        for at in range(len(lines)):
            for count in (1, 2, 3):
                joined = "".join(lines[at : at + count])
                if _plain(joined) == plain and "《" not in joined:
                    return tidy(joined)
        # "关于印发自治区奶业振兴方案": the plan's own heading prints the whole name of the region
        longer = [line for line in lines if _is_title(line) and _plain(line).endswith(plain)]
        if longer:
            return tidy(longer[-1])
    if noticed:
        return noticed[0]
    several = _SEVERAL.search(re.sub(r"\s", "", top))
    if several:  # one notice that prints several plans
        return "、".join(re.findall("《([^《》]+)》", several.group()))
    own = [line for line in _joined_titles(lines) if not line.endswith("的通知")]
    if own:
        return tidy(own[0])
    return _title_in_preamble(top)


def _plain(name: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"()]", "", name)


def _joined_titles(lines: list[str]) -> list[str]:
    """Lines that read as a title; one that a printed page broke is put together again."""
    found = []
    for at, line in enumerate(lines):
        if _is_title(line):
            before = lines[at - 1] if at else ""
            whole = before + line
            broken = (
                at
                and not _is_title(before)
                and 4 <= len(before) <= 30
                and before.endswith(("和", "的", "、", "加快", "发展"))
                and _is_title(whole)
            )
            whole = whole if broken else line
            aside = lines[at + 1] if at + 1 < len(lines) else ""
            found.append(whole + aside if re.fullmatch(r"[(（][^()（）]{4,20}[)）]", aside) else whole)
    return found


def _is_title(line: str) -> bool:
    return bool(_TITLE_LINE.match(line)) and not re.match(
        r"(?:来源|发布|索引|信息|附件|根据|为|当前位置|您现在|中文名|•)", line
    )


def _title_in_preamble(top: str) -> str | None:
    """ "1、2022年城乡融合发展行动计划为深入贯彻…": the title runs into the first words of the preamble."""
    match = re.search(
        rf"(?:^|[\n、。])(?P<title>[^\n。,，、《》]{{4,60}}?{_KIND})(?=为(?:深入|全面|认真|贯彻|加快|进一步|持续|切实|推动|落实))",
        top,
    )
    if match:
        return tidy(match.group("title"))
    named = _QUOTED.search(top)
    return re.sub(r"\.(?:docx?|pdf|wps|txt)$", "", tidy(named.group("inner"))) if named else None


# --- number, day ---


def _number(
    lines: list[str], title: str | None, issued_on: date | None, findings: list[Finding]
) -> str | None:
    """On a line of its own, or behind the notice's heading; numbers in the preamble are others'."""
    for line in lines:
        match = _NUMBER.search(line)
        if (
            match
            and len(line) <= 120
            and (
                _alone(line, match)
                or re.search(r"通知\s*$|通知[^》]{0,12}$|字号[:：\s]*$|文号[:：\s]*$", line[: match.start()])
            )
        ):
            return f"{_own_word(match.group('word'))}〔{match.group('year')}〕{match.group('count')}号"
    for line in lines:
        match = _NUMBER_LINE.match(line.replace(" ", ""))
        if match and issued_on and int(match.group("year")) == issued_on.year:
            read = f"{match.group('word')}〔{match.group('year')}〕{match.group('count')}号"
            findings.append(Finding("number_repaired", {"printed": line, "read": read}, level="warning"))
            return read
        if match:
            return line
    return None


def _alone(line: str, match: re.Match) -> bool:
    rest = line[: match.start()] + " " + line[match.end() :]
    rest = _DAY.sub("", rest)
    rest = re.sub(r"(?:发文字号|文号|发布文号|编号|发文|字号)[:：]?", "", rest)
    return not re.sub(r"[\s《》()\-]", "", rest)


def _own_word(word: str) -> str:
    return re.sub(r"^.*(?:通知|字号|文号)", "", word)


def _signature(foot: list[str]) -> list[str]:
    """The last day that stands alone under a body's name at the end of a document, with that name."""
    for at in range(len(foot) - 1, 0, -1):
        if _DAY_LINE.match(foot[at].replace(" ", "")) and _BODY.search(foot[at - 1].replace(" ", "")):
            return foot[at - 1 : at + 1]
    return []


def _issued_on(lines: list[str]) -> date | None:
    """成文日期, or the day under the signature or beside the number; not the web page's."""
    joined = [line.replace(" ", "") for line in lines]
    for line in joined:
        match = re.search(rf"(?:成文|颁布|印发)(?:日期|时间)[:：]*(?={_DAY_WORDS})", line)
        if match:
            return _day(_DAY.match(line, match.end()))
    days = [day for line in joined if (day := _signed(line))]
    if days:
        return days[-1]
    for line in joined:
        match = re.search(
            rf"(?:通知|意见|方案)[(（](?={_DAY_WORDS}[)）])|于(?={_DAY_WORDS}(?:印发|发布))", line
        )
        if match:
            return _day(_DAY.match(line, match.end()))
    return None


def _signed(line: str) -> date | None:
    run = _RUN_DAY.match(line) if 6 <= len(line) <= 8 else None
    if _DAY_LINE.match(line) or run:
        return _day(run or _DAY.match(line))
    line = re.sub(rf"发布(?:日期|时间)[:：]*{_DAY_WORDS}", "", line)
    beside = _DAY.search(line) if _NUMBER.search(line) and len(line) < 80 else None
    return _day(beside) if beside else None


def _day(match: re.Match | None) -> date | None:
    if not match:
        return None
    try:
        return date(int(match.group("year")), int(match.group("month")), int(match.group("day")))
    except ValueError:
        return None


# --- issuer, region ---


def _issuer(lines: list[str], title: str | None, region: str | None, top: str) -> str | None:
    """Who gives the notice, else who signs above the day, else who is named as the publishing body."""
    flat = [_joined(line) for line in lines]
    for noticed in [line for line in flat if re.search("(?:关于|办公[室厅])(?:印发|转发|批转)", line)]:
        match = re.match(r"(?P<body>[\u4e00-\u9fff]{3,40}?)(?:关于)?(?:印发|转发|批转)", noticed)
        if match and _BODY.search(match.group("body")):
            return _full(_joint(match.group("body")), region)
    for before, (signature, line) in zip(["", *flat], pairwise(flat), strict=False):
        if (
            (_DAY_LINE.match(line) or _RUN_DAY.match(line))
            and _BODY.search(signature)
            and len(signature) <= 30
        ):
            if _SIGNER.match(before) and region and region in before and region in signature:
                return f"{before}、{signature}"  # two bodies sign one above the other
            return _full(signature, region)
    match = _PUBLISHER.search(top)
    if match:
        return _full(match.group("body"), region)
    match = re.search(
        r"(?P<body>[\u4e00-\u9fff]{3,30}(?:办公室|办公厅|人民政府))于20\d\d年", re.sub(r"\s", "", top)
    )
    if match:
        return _full(match.group("body"), region)
    heading = re.match(r"(?P<body>[\u4e00-\u9fff]{3,30}?)关于", title or "")
    return heading.group("body") if heading and _BODY.search(heading.group("body")) else None


_SIGNER = re.compile(r"(?:中共)?[\u4e00-\u9fff]{3,16}(?:办公[室厅]|委员会|人民政府)$")
_PUBLISHER = re.compile(
    r"(?:发布单位|发布机构|发文机关|制定机关|发文单位|印发机关)[*\s]*[:：][*\s]*(?P<body>[\u4e00-\u9fff]{3,30})"
)


def _joined(line: str) -> str:
    """Without blanks; bodies that sign beside each other are parted by 、."""
    parts = line.split()
    return ("、" if all(_BODY.search(part) for part in parts) else "").join(parts)


def _joint(body: str) -> str:
    """Two bodies that sign together are printed without a stop between them."""
    return re.sub(r"(?<=办公室)(?=[\u4e00-\u9fff])|(?<=办公厅)(?=[\u4e00-\u9fff])", "、", body)


def _full(body: str, region: str | None) -> str:
    """市人民政府办公室 of a known city is that city's."""
    if region and re.match(r"(?:市|县|区|省|自治区|旗)人民政府", body) and not body.startswith(region):
        return region + re.sub(r"^(?:市|县|区|省|自治区|旗)", "", body)
    return body


def _region(title: str | None, lines: list[str], text: str, findings: list[Finding]) -> str | None:
    for candidate in [title or "", *lines[:12]]:
        region = region_in(candidate)
        if region:
            return region
    region = prefecture_of_counties(text)
    if region:
        findings.append(Finding("region_by_places", {"region": region}, level="warning"))
    return region


# --- period ---

_PLANS = {"三": (2016, 2020), "四": (2021, 2025), "五": (2026, 2030)}


def _period(
    title: str | None, text: str, issued_on: date | None, number: str | None
) -> tuple[int, int] | None:
    name = title or ""
    span = re.search(r"(20\d\d)(?:年)?[-—–~至到]+(20\d\d)年?", name)
    if span:
        return int(span.group(1)), int(span.group(2))
    year = re.search(r"(20\d\d)(?:年|年度)", name)
    years = re.search("([两三五])年(?!规划)|(?<!\\d)([235])年", name)
    if year and not years:
        return int(year.group(1)), int(year.group(1))
    plan = re.search("十([三四五])五", name)
    if plan:
        return _PLANS[plan.group(1)]
    first = _first_year(year, issued_on, number)
    if not first:
        return None
    years = years or _SPAN.search(text)
    if years:
        return first, first + _count(years.group(1) or years.group(2)) - 1
    return first, _last_aim(text, first)


# "经过三年的创新试点", "用三年时间": how long the whole thing takes
_SPAN = re.compile("(?:经过|力争用|用|通过)([两三五235])年(?:的|时间|左右|努力)")
_AIM = re.compile(r"(?:到|至)(20\d\d)年|(20\d\d)年(?:年?底|末|\d{1,2}月)?(?:之?前|底|末)|([三五])年内")


def _count(word: str) -> int:
    return int(word) if word.isdigit() else "零一两三四五".index(word)


def _first_year(year: re.Match | None, issued_on: date | None, number: str | None) -> int | None:
    if year:
        return int(year.group(1))
    if issued_on:
        return issued_on.year
    printed = re.search(r"〔(20\d\d)〕", number or "")
    return int(printed.group(1)) if printed else None


def _last_aim(text: str, first: int) -> int:
    """The last year within seven that the document sets something for; 2035 is only looked forward to."""
    found = list(_AIM.finditer(text))
    spans = [first + "零一两三四五".index(match.group(3)) - 1 for match in found if match.group(3)]
    aims = [first, *[int(match.group(1) or match.group(2)) for match in found if not match.group(3)]]
    if len(spans) > 2:  # one "三年内" alone may be the term of a sanction
        aims += spans
    return max(aim for aim in aims if first <= aim <= first + 7)
