"""The head of a document: title, number, issuer, region, day of issue, and the years it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .contract import Finding, Head
from .outline import numeral, tidy
from .places import NATION, prefecture_named, prefecture_of_counties, region_in, region_within, with_city

_NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,10}?(?:\([\u4e00-\u9fff]{1,3}\)[\u4e00-\u9fff]{1,3})?)[〔\[【(（](?P<year>(?:19|20)\d\d)[〕\]】)）]第?(?P<count>\d{1,4})号"
)
_NUMBER_LINE = re.compile(
    r"^(?P<word>[\u4e00-\u9fff]{2,10}(?:发|字|函|办|秘|规|政|通|电|号))(?P<year>20[0-3]\d)(?P<count>\d{1,4})号?$"
)
_KIND = (
    r"(?:实施方案|工作方案|行动方案|试点方案|总体方案|分工方案|方案|行动计划|工作计划|三年行动|计划|规划|工作要点|重点任务|任务分工|实施意见|指导意见|若干意见|意见|"
    r"若干措施|工作措施|措施|实施细则|办法|要点|任务清单|清单|责任分工|分工|规程|通知|决定|纲要|方案\(试行\)|行动纲要|重点工作|政策|规定|目标任务|任务分解表|分解表|一览表|责任清单|工作台账"
    r"|实事|安排|实事项目|重点项目|任务分解|责任分解|分解方案|工作安排|安排意见|工作任务|任务书|行动|工程|攻坚战?|条|细则|指引|导则)"
)
_TITLE_LINE = re.compile(rf"^[^。,，;；:：!！?？]{{4,70}}{_KIND}(?:[(（][^()（）]{{1,16}}[)）])?$")
_NOTICE = re.compile(
    r"(?:(?:关于)?(?:印发|转发|批转|公布|下发|下达)|关于(?=《))(?:《(?P<quoted>(?:[^《》]|《[^《》]{1,40}》){4,80})》"
    r"|(?!《)(?P<plain>(?:[^《》〈〉]|《[^《》]{1,40}》){4,80}?))的(?:公告|通告|通知)"
)
_QUOTED = re.compile(r"《(?P<inner>[^《》]{4,80})》")
_SEVERAL = re.compile(r"(?:《[^《》]{4,60}》[、和]?){2,}等?\d*个?[^。《]{0,20}?(?:已经|同意|印发给)")
_DAY_WORDS = r"20\d\d年\d{1,2}月\d{1,2}日"
_DAY = re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_DAY_LINE = re.compile(r"^(?:20\d\d)年\d{1,2}月\d{1,2}日$")
_RUN_DAY = re.compile(r"^(?P<year>20\d\d)(?P<month>1[0-2]|0?[1-9])(?P<day>3[01]|[12]\d|0?[1-9])$")
_BODY = re.compile(
    r"(?:(?<=[省市县区旗州盟])委|自治区党委|行政公署|(?<=[省市县区旗州盟])政府|人民政府办公[室厅]|人民政府|政府办公[室厅]|党委办公[室厅]|委员会办公[室厅]|委办公[室厅]|国务院办公厅|国务院|委员会|领导小组办公室|领导小组|办公室|办公厅|管委会|[厅局委部]|等[二三四五六七八九十]{1,2}部门)$"
)
_ISSUED = re.compile(r"(?:发布|颁布|印发|成文|发文)(?:时间|日期|机关)?[:：] ?")


@dataclass(frozen=True)
class _Lines:
    top: list[str]
    bottom: list[str]


def read_head(text: str, first_item: int, findings: list[Finding]) -> Head:
    """`first_item`: where the numbered divisions begin; what stands before is the head."""
    top = text[: min(_after_notice(text, first_item), 6000) or 2500]
    lines = [line.strip(" #*\u3000?？") for line in top.split("\n")]
    lines = [line for line in lines if not re.fullmatch(r"[(（][^()（）]{2,30}代章[)）]", line)]
    lines = [_spelled_day(part) for line in lines if line for part in _apart(line)]
    title = _title(lines, top)
    foot = _signature([line.strip() for line in text[-900:].split("\n") if line.strip()])
    issued_on = _issued_on(lines) or _issued_on(foot) or _printed_on(text[-900:])
    region = _region(title, [*lines[:12], *foot[:1]], text, findings)
    news = _NEWS.search(re.sub(r"\s", "", top))  # "甲区办公室印发《…》(甲政发〔2023〕11号),全文如下"
    number = _number(lines, title, issued_on, findings) or (news and _of_news(news))
    issuer = _issuer(lines, title, region, top) or _issuer(foot, None, region, "")
    issuer = issuer or (news["body"] if news else None)
    source = _SOURCE.search(top)
    if source and not issuer:  # a portal of the issuer's own
        issuer = source["body"]
    region = _zone(issuer, title) or region or _nation(issuer, lines)
    if not region:
        region = _region_by_places(text, findings)
        issuer = _full(issuer, region) if issuer else None
    period = _period(title, text, issued_on, number, findings)
    head = Head(title, number, issuer, region, issued_on, period)
    for missing, code in ((title, "no_title"), (region, "no_region"), (period, "no_period")):
        if not missing:
            findings.append(Finding(code, level="warning"))
    return head


def _after_notice(text: str, first_item: int) -> int:
    """A notice with numbers of its own is the head too, where the plan follows as an annex."""
    annex = re.search(r"\n附件?\d?[:：]?\n", text[first_item:4000])
    if not annex:
        return first_item
    begin = first_item + annex.end()
    item = re.compile(r"\n(?:[一1][、.]|\(一\))").search(text, begin, begin + 3000)
    return item.start() if item else first_item


_SOURCE = re.compile(
    r"(?:信息)?来源[:： ]+(?P<body>[\u4e00-\u9fff]{2,12}[省市县区州盟旗]"
    r"(?:人民政府(?:办公[室厅])?|[\u4e00-\u9fff]{2,10}[局委办]))(?=[\n ]|$)"
)
_NEWS = re.compile(
    r"(?:[,，。]|^)(?P<body>[\u4e00-\u9fff]{4,24}(?:办公[室厅]|委员会|管委会|人民政府|[厅局委]))(?:近日)?印发(?:了)?《(?P<name>[^《》]{4,60})》"
    r"(?:\((?P<word>[\u4e00-\u9fff]{2,10})〔(?P<year>20\d\d)〕(?P<count>\d{1,4})号\))?[,，。]?[^。\n]{0,20}全文如下"
)


def _of_news(news: re.Match) -> str | None:
    return f"{news['word']}〔{news['year']}〕{news['count']}号" if news["word"] else None


def _apart(line: str) -> list[str]:
    """ "贵阳市人民政府 2022年4月20日": a signature and its day in one line."""
    match = re.match(rf"([\u4e00-\u9fff]{{3,30}}) *({_DAY_WORDS})$", line)
    return [*match.groups()] if match and _BODY.search(match.group(1)) else [line]


# --- title ---


def _title(lines: list[str], top: str) -> str | None:
    """The policy's own title: the heading above its preamble, else what the notice says that it prints."""
    flat = re.sub(r"\s", "", top)
    noticed = [
        tidy(match["quoted"] or match["plain"])
        for match in _NOTICE.finditer(flat)
        if not _is_quoted(flat, match.start())
    ] or [tidy(match["name"]) for found in (_PRINTED, _NEWS) for match in found.finditer(flat)]
    for name in noticed:
        plain = _plain(name)
        for at in range(len(lines)):
            for count in (1, 2, 3):
                joined = "".join(lines[at : at + count])
                if _plain(joined) == plain and not joined.startswith("《" + name[:4]):
                    return tidy(joined)
        # "关于印发自治区奶业振兴方案": the plan's own heading prints the whole name of the region
        longer = [line for line in lines if _is_title(line) and _plain(line).endswith(plain)]
        # or the heading differs by a word or two from what the notice announces
        longer += [line for line in _joined_titles(lines) if not _is_notice(line) and alike(line, name) > 0.7]
        if longer:
            return tidy(longer[-1])
    if noticed:
        return noticed[0]
    several = _SEVERAL.search(flat)
    if several:  # one notice that prints several plans
        return "、".join(re.findall("《([^《》]+)》", several.group()))
    own = _joined_titles([_NUMBER_BEHIND.sub("", line) for line in lines])
    own = [line for line in own if not _is_notice(line)] or own
    fuller = [line for line in own[1:3] if re.search(r"20\d\d年", line) and alike(line, own[0]) > 0.7]
    if fuller and not re.search(r"20\d\d年", own[0]):
        return tidy(fuller[0])  # a portal's name for the file stands over the document's own
    return tidy(own[0]) if own else _title_in_preamble(top) or _heading(lines)


# "…的实施意见(池政〔2017〕101号)": a portal puts the number behind the title
_NUMBER_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff)])[ (]{1,2}[\u4e00-\u9fff]{2,10}[〔\[]20\d\d[〕\]]\d{1,4}号\)?$"
)


# "现将《公园方案》印发给你们", "《公园方案》已经县政府同意"
_PRINTED = re.compile("《(?P<name>(?:[^《》]|《[^《》]{1,40}》){4,80})》(?:已经|已由|业经|印发给)")


def _is_quoted(flat: str, at: int) -> bool:
    """ "根据《…关于印发…的通知》": another body's notice, named in the preamble."""
    before = flat[max(0, at - 60) : at]
    return before.rfind("《") > before.rfind("》")


def _is_notice(line: str) -> bool:
    return bool(re.search(r"(?:通知|公告|通告)(?:[(（][^()（）]*[)）])?$", line))


def alike(one: str, other: str) -> float:
    """The share of pairs of characters that two titles have in common, 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / max(1, len(first) + len(second))


def _pairs(name: str) -> set[str]:
    plain = _plain(name).removeprefix("关于")
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _heading(lines: list[str]) -> str | None:
    """A first line that names a place or a year and is no sentence: "昆山市2024年政府实事"."""
    for line in [re.sub(r"^(?:信息名称|标题) *[:：]? *", "", line) for line in lines[:6]]:
        if (
            re.fullmatch(r"[^。,，;；:：!！?？]{6,50}", line)
            and (re.search(r"20\d\d年", line) or region_in(line))
            and not (
                _BODY.fullmatch(line[-12:]) or _DAY_LINE.match(line) or _NUMBER.search(line) or ">" in line
            )
            and not (_BODY.search(line) and not re.search(r"20\d\d年", line))
        ):
            return tidy(line)
    return None


def _plain(name: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"()]", "", name)


def _joined_titles(lines: list[str]) -> list[str]:
    """Lines that read as a title; one that a printed page broke is put together again."""
    found = []
    for at, line in enumerate(lines):
        if _is_title(line) and not re.match("[及和暨与]", line):
            before = lines[at - 1] if at else ""
            whole = before + line
            broken = (
                at
                and not _is_title(before)
                and 4 <= len(before) <= 45
                and (before.endswith(("和", "的", "、", "加快", "发展")) or _BEGINS_TITLE.match(before))
                and not (_BODY.search(before) or _NUMBER.search(before) or _DAY.search(before))
                and _is_title(whole)
            )
            whole = whole if broken else line
            rest = lines[at + 1] if at + 1 < len(lines) else ""
            if re.match("[及和暨与]", rest) and _is_title(whole + rest):
                whole += rest
            aside = lines[at + 1] if at + 1 < len(lines) else ""
            dated = not re.fullmatch(r"[(（][^()（）]{4,20}[)）]", aside) or _DAY.search(aside)
            found.append(whole if dated else whole + aside)
    return found


_BEGINS_TITLE = re.compile(
    r"关于|[\u4e00-\u9fff]{2,20}关于|20\d\d年|[\u4e00-\u9fff]{2,12}[省市县区州盟旗](?:人民政府|20\d\d年|关于|[\u4e00-\u9fff“]{2})"
)


def _is_title(line: str) -> bool:
    return bool(_TITLE_LINE.match(line)) and not re.match(
        r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节]|\d{1,2}[.、]|来源|发布|索引|信息|附件|根据|为|[^>]{0,40}>|当前位置|您现在|中文名|•)",
        line,
    )


def _title_in_preamble(top: str) -> str | None:
    """ "1、2022年城乡融合发展行动计划为深入贯彻…": the title runs into the first words of the preamble."""
    match = re.search(
        rf"(?:^|[\n、。])(?P<title>[^\n。,，、《》]{{4,60}}?{_KIND})(?=为(?:深入|全面|认真|贯彻|加快|进一步|持续|切实|推动|落实))",
        top,
    )
    if match:
        return tidy(match.group("title"))
    named = _QUOTED.search(top) if re.search("印发给|现将|分享|•", top) else None
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
                or (_NUMBER_BEHIND.search(line) and _is_title(_NUMBER_BEHIND.sub("", line)))
                or re.search(
                    r"通知\s*$|通知[^》]{0,12}$|字号[:：\s|]*$|文 ?号[:：\s|]*$", line[: match.start()]
                )
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
    rest = re.sub(r"(?:发文字号|政策文号|文件编号|公文编号|发布文号|文号|编号|发文|字号)[:：]?", "", rest)
    return not re.sub(r"[\s《》()\-]", "", rest)


def _own_word(word: str) -> str:
    return re.sub(r"^.*(?:通知|字号|文号)", "", word)


def _signature(foot: list[str]) -> list[str]:
    """The last day that stands alone under a body's name at the end of a document, with that name."""
    foot = [re.sub(r"[(（]代章[)）]", "", line) for line in foot]
    for at in range(len(foot) - 1, 0, -1):
        if _DAY_LINE.match(foot[at].replace(" ", "")) and _BODY.search(foot[at - 1].replace(" ", "")):
            return foot[at - 1 : at + 1]
    return []


def _printed_on(foot: str) -> date | None:
    """ "县人民政府办公室2023年3月9日印发", or a day alone, under a document that gives no other."""
    found = re.findall(rf"({_DAY_WORDS})印发|(?:^|\n)\(?({_DAY_WORDS})\)?(?=\n|$)", foot.replace(" ", ""))
    found = [one or two for one, two in found]
    return _day(_DAY.match(found[-1])) if found else None


def _issued_on(lines: list[str]) -> date | None:
    """成文日期, or the day under the signature or beside the number; not the web page's."""
    joined = [_spelled_day(line.replace(" ", "").strip("()")) for line in lines]
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


_SPELLED_DAY = re.compile(
    "(?P<year>[二][〇○零0O][一二三四五六七八九〇○零0O]{2})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日$"
)


def _spelled_day(line: str) -> str:
    """二〇二三年三月九日 -> 2023年3月9日"""
    match = _SPELLED_DAY.match(line)
    if not match:
        return line
    year = "".join(
        str("〇一二三四五六七八九".find(sign) if sign not in "○零0O" else 0) for sign in match["year"]
    )
    return f"{year}年{numeral(match['month'])}月{numeral(match['day'])}日"


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
            return _signed_in_full(_full(_joint(match.group("body")), region), flat, region)
    for body, heading in pairwise(flat[:14]):
        if re.match("关于(?:印发|转发|批转|下达)", heading) and _BODY.search(body) and len(body) <= 40:
            return _full(_joint(body), region)
    for line in flat[:10]:  # "甲县人民政府关于做好…的意见"
        match = re.match(r"(?P<body>[\u4e00-\u9fff、]{3,40}?)关于", line)
        if match and _BODY.search(match["body"]) and _is_title(line):
            return _full(_joint(match["body"]), region)
    for body, heading in pairwise(flat[:10]):  # the same in two lines
        if heading.startswith("关于") and _BODY.search(body) and len(body) <= 40:
            return _full(_joint(body), region)
    for before, (signature, line) in zip(["", *flat], pairwise(flat), strict=False):
        if (
            (_DAY_LINE.match(line) or _RUN_DAY.match(line))
            and _BODY.search(signature)
            and len(signature) <= 30
        ):
            if _SIGNER.match(before) and region and region in before and region in signature:
                return f"{before}、{signature}"  # two bodies sign one above the other
            return _full(signature, region)
    published = _PUBLISHER.search(top) or _PUBLISHED.search(re.sub(r"\s", "", top))
    if published:
        return _full(published["body"], region)
    named = re.match(r"(?P<body>[\u4e00-\u9fff]{3,30}?)关于", title or "")
    return named["body"] if named and _BODY.search(named["body"]) else None


_SIGNER = re.compile(r"(?:中共)?[\u4e00-\u9fff]{3,16}(?:办公[室厅]|委员会|人民政府)$")
_PUBLISHER = re.compile(
    r"(?:发布单位|发布机构|发文机关|制定机关|发文单位|印发机关)(?:[*\s]*[:：][*\s]*| +)"
    r"(?P<body>[\u4e00-\u9fff]{3,30})"
)


_PUBLISHED = re.compile(r"(?P<body>[\u4e00-\u9fff]{3,30}(?:办公室|办公厅|人民政府))于20\d\d年")


def _joined(line: str) -> str:
    """Without blanks and 代章; bodies that sign beside each other are parted by 、."""
    parts = re.sub(r"[(（]代章[)）]", "", line).split()
    return ("、" if all(_BODY.search(part) for part in parts) else "").join(parts)


def _joint(body: str) -> str:
    """Two bodies that sign together are printed without a stop between them."""
    return re.sub(
        r"(?<=办公[室厅])(?=[\u4e00-\u9fff])|(?<=[省市县区旗州盟]委)(?=[\u4e00-\u9fff]{2,8}人民政府$)",
        "、",
        body,
    )


def _signed_in_full(body: str, lines: list[str], region: str | None) -> str:
    """ "省发展改革委关于印发…": who signs the notice prints the whole name, 浙江省发展和改革委员会."""
    if not region:
        return body
    short = re.match("(?:省|市|县|区|自治区|州|盟|旗)", body)
    for signature, day in pairwise(lines):
        whole = signature.startswith(region) and (short or signature.endswith(body))
        if _DAY_LINE.match(day) and whole and _BODY.search(signature):
            return signature
    return body


def _full(body: str, region: str | None) -> str:
    """市人民政府办公室 of a known city is that city's."""
    if region and re.match(r"(?:市|县|区|省|自治区|旗)(?:人民)?政府", body) and not body.startswith(region):
        return region + re.sub(r"^(?:市|县|区|省|自治区|旗)(?:人民)?政府", "人民政府", body)
    return body


def _region(title: str | None, lines: list[str], text: str, findings: list[Finding]) -> str | None:
    for candidate in [title or "", *lines]:
        if region := region_in(candidate):
            return with_city(region, text[:6000])
    own = _OWN_PLACE.search(text[:6000])  # "结合官渡区实际,制定本方案"
    if named := region_within(title or "") or (own and with_city(own["name"], text[:6000])):
        return named
    source = _SOURCE.search(text[:3000])
    return region_in(source["body"]) if source else None


_OWN_PLACE = re.compile("结合(?P<name>[\u4e00-\u9fff]{2,9}?[省市县区州盟旗])实际")


_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{2,16}?(?:开发区|高新区|经开区|示范区|新区|园区|保税区|合作区|度假区|试验区|产业园|工业园|新城|自贸区))"
    r"(?:党工委|管理?委员?会).*$"
)


def _zone(issuer: str | None, title: str | None) -> str | None:
    """A development zone's 管委会 governs the zone, not the city that the zone is named after."""
    match = _ZONE.match(re.sub("^中共", "", issuer or ""))
    return match["zone"] if match and region_in(title or "") != match["zone"] else None


_NATIONAL = re.compile(
    "国务院|国家|中国|中共中央|中央|全国|(?!.*[省市县区州盟旗])[\u4e00-\u9fff]{2,12}部(?:办公厅|等|$|、)|海关总署|[\u4e00-\u9fff]{2,8}总局"
)


def _nation(issuer: str | None, lines: list[str]) -> str | None:
    """A ministry's document, or one addressed to all provinces, governs the whole country."""
    addressed = any(line.startswith("各省、自治区") for line in lines[:12])
    return NATION if addressed or _NATIONAL.match(issuer or "") else None


def _region_by_places(text: str, findings: list[Finding]) -> str | None:
    of_city = re.search("全市|我市|市政府|市直|市级", text[:20_000]) and not re.search(
        "县直|我县|全县|县政府|区政府|我区|区直|区级", text[:20_000]
    )
    region = prefecture_of_counties(text) or (prefecture_named(text[:6000]) if of_city else None)
    if region:
        findings.append(Finding("region_by_places", {"region": region}, level="warning"))
    return region


# --- period ---

_OF_ONE_YEAR = re.compile("政府工作报告|年度|民生实事|为民办实事")
_PLANS = {"一": (2006, 2010), "二": (2011, 2015), "三": (2016, 2020), "四": (2021, 2025), "五": (2026, 2030)}


def _period(
    title: str | None, text: str, issued_on: date | None, number: str | None, findings: list[Finding]
) -> tuple[int, int] | None:
    name = title or ""
    span = re.search(r"(20\d\d)(?:年)?[-—–~～至到]+(20\d\d)年?", name)
    if span:
        return int(span.group(1)), int(span.group(2))
    year = re.search(r"(20\d\d)(?:年|年度)", name)
    years = re.search("([两三五])年(?!规划)|(?<!\\d)([235])年", name)
    if year and not years:
        return int(year.group(1)), int(year.group(1))
    if _OF_ONE_YEAR.search(name) and (issued := _first_year(year, issued_on, number)):
        return issued, issued
    plan = re.search("十([一二三四五])(?:个)?五(?:年规划|(?!年))", name)
    if plan:
        return _PLANS[plan.group(1)]
    first = _first_year(year, issued_on, number)
    if not first:
        first = _year_of_text(text)
        if not first:
            return None
        findings.append(Finding("period_by_text", {"year": first}, level="warning"))
    years = years or _SPAN.search(text)
    if years:
        last = first + _count(years.group(1) or years.group(2)) - 1
        aims = [int(aim) for aim in _BY_YEAR.findall(text) if first <= int(aim) <= last]
        return first, max(aims) if aims and not year else last  # issued in the second of its three years
    return first, _last_aim(text, first)


# "经过三年的创新试点", "用三年时间": how long the whole thing takes
_SPAN = re.compile("(?:经过|力争用|用|通过)([两三五235])年(?:的|时间|左右|努力)")
_AIM = re.compile(r"(?:到|至)(20\d\d)年|(20\d\d)年(?:年?底|末|\d{1,2}月)?(?:之?前|底|末)|([三五])年内")


_BY_YEAR = re.compile(r"(?:到|至)(20\d\d)年")


def _count(word: str) -> int:
    return int(word) if word.isdigit() else "零一两三四五".index(word)


def _first_year(year: re.Match | None, issued_on: date | None, number: str | None) -> int | None:
    if year:
        return int(year.group(1))
    if issued_on:
        return issued_on.year
    printed = re.search(r"〔(20\d\d)〕", number or "")
    return int(printed.group(1)) if printed else None


_YEAR_PRINTED = re.compile(
    r"(?:^|[。,，;；:：“”\n])在?(20[0-3]\d)年(?!版|以来|前|以前|之前|,?[^。]{0,6}(?:印发|发布|以来))", re.M
)


def _year_of_text(text: str) -> int | None:
    """No title, day or number says the year: the first one that the text sets something for."""
    years = [int(year) for year in _YEAR_PRINTED.findall(text[:100_000])]
    counted = sorted(set(years), key=lambda year: (-years.count(year), year))
    return counted[0] if counted else None


def _last_aim(text: str, first: int) -> int:
    """The last year within seven that the document sets something for; 2035 is only looked forward to."""
    found = list(_AIM.finditer(text))
    spans = [first + "零一两三四五".index(match.group(3)) - 1 for match in found if match.group(3)]
    plans = [_PLANS[plan][1] for plan in re.findall('十([三四五])五[”"]?(?:期间|末)', text)]
    aims = [first, *plans, *[int(match.group(1) or match.group(2)) for match in found if not match.group(3)]]
    if len(spans) > 2:  # one "三年内" alone may be the term of a sanction
        aims += spans
    return max(aim for aim in aims if first <= aim <= first + 7)
