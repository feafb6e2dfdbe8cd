"""The title of a document: the plan's own heading, not the notice that prints it.

"甲市人民政府关于印发《公园建设方案》的通知" -> 公园建设方案
"""

from __future__ import annotations

import re

from .headlines import BODY, DAY, DAY_LINE, HEADED, NEWS, NUMBER, NUMBER_BEHIND, SITE, TOLD
from .outline import tidy
from .places import region_in

_KIND = (
    r"(?:实施方案|工作方案|行动方案|试点方案|总体方案|分工方案|方案|行动计划|工作计划|三年行动|计划|规划|工作要点|重点任务|任务分工|实施意见|指导意见|若干意见|意见|"
    r"若干措施|工作措施|措施|实施细则|办法|要点|任务清单|清单|责任分工|分工|规程|通知|决定|纲要|方案\(试行\)|行动纲要|重点工作|政策|规定|目标任务|任务分解表|分解表|一览表|责任清单|工作台账|行动令"
    r"|实事|安排|实事项目|重点项目|任务分解|责任分解|分解方案|工作安排|安排意见|工作任务|任务书|行动|工程|攻坚战?|条|细则|指引|导则)"
)
_TITLE_LINE = re.compile(rf"^[^。,，;；:：!！?？]{{4,70}}{_KIND}(?:[(（][^()（）]{{1,16}}[)）])?$")
_NOTICE = re.compile(
    # a heading "印发通知" above the notice prints nothing itself
    r"(?:(?:关于)?(?:印发|转发|批转|公布|下发|下达)(?!通知)|关于(?=《))(?:"
    # "关于印发《政府工作报告》任务分工的通知" prints the 分工, not the report
    rf"(?<=印发|转发|批转|公布|下发|下达)(?P<about>《[^《》]{{4,40}}》[\u4e00-\u9fff]{{0,30}}?{_KIND})"
    r"|《(?P<quoted>(?:[^《》]|《[^《》]{1,40}》){4,80})》"
    # "转发省政府办公厅关于印发公园方案的通知": what the innermost of the notices prints
    r"|(?!《)(?P<plain>(?:(?!关于(?:印发|转发|批转))(?:[^《》〈〉]|《[^《》]{1,40}》)){4,80}?))的(?:公告|通告|通知)(?!》)"
)
# "转发县发展改革委关于建设公园意见的通知": who wrote the forwarded document, not a part of its title
_WRITER = re.compile(
    r"^[\u4e00-\u9fff、]{2,60}?(?:[委局办厅部]|人民政府|办公[室厅]|等(?:[二三四五六七八九十]{1,2}个?)?部门)(?=关于)"
)
# "现将《公园方案》印发给你们", "《公园方案》已经县政府同意"; a 政府工作报告 that the congress has passed is
# what the document carries out, not what it prints
_PRINTED = re.compile(
    "《(?P<name>(?:[^《》]|《[^《》]{1,40}》){4,80})(?<!工作报告)》(?:已经|已由|业经|印发给|转发给)"
)
# "附件:2016年重点工作分解表": a covering letter without a name of its own or of what it prints
_ANNEX = re.compile(r"附件\d?[:：] *(?:1[.、])?《?(?P<name>[^:：]{6,60}?)》?$")
_SEVERAL = re.compile(r"(?:《[^《》]{4,60}》[、和]?){2,}等?\d*个?[^。《]{0,20}?(?:已经|同意|印发给)")
_YEAR = re.compile(r"20\d\d年")
# "关于印发〈公园方案〉的通知": single marks that stand in no double ones
_SINGLE = re.compile(r"(?<!《)〈([^《》〈〉\n]{4,80})〉(?![^《》〈〉\n]{0,40}》)")
# "(江西省)石城县2023年…", "(江西省)2023年石城县…": a portal's note of where
_OF_PROVINCE = re.compile(r"^[(（][\u4e00-\u9fff]{2,6}(?:省|市|自治区)[)）](?=[\u4e00-\u9fff]{2}|20\d\d年)")
# what a portal or a collector of samples adds to a title: "(全文)", "(7)" for the seventh part of it,
# "关于2024年公园计划参考范文", "公园方案2022年范文精选"
_ADDED = re.compile(r"(?<=[\u4e00-\u9fff)])[(（](?:附?全文|全文公布|\d{1,2})[)）]$")
# "甲省发布2019年公园行动令": how the news head what a body has issued
_NEWS_HEAD = re.compile(
    r"^[\u4e00-\u9fff]{2,14}[省市县区州盟旗部委局厅办](?:发布|印发|出台)(?=[^《]{8,60}$)(?!.*(?:通知|公告))"
)
_SAMPLE = re.compile(
    r"^(?:关于)?(?P<name>[^。,，>]{6,60}?)(?:20\d\d年)?(?:参考)?范[文本](?:大全|精选|\d+篇)*$"
)
_QUOTED = re.compile(r"《(?P<inner>[^《》]{4,80})(?<!工作报告)》")


def read_title(lines: list[str], top: str) -> str | None:
    """The policy's own title: the heading above its preamble, else what the notice says that it prints."""
    lines = [_bare(line) for line in lines]
    lines, top = [_SINGLE.sub(r"《\1》", line) for line in lines], _SINGLE.sub(r"《\1》", top)
    flat = re.sub(r"\s", "", top)
    noticed = names_printed(flat)
    several = _SEVERAL.search(flat)  # one notice that prints several plans
    names = re.findall("《([^《》]+)》", several.group()) if several else []
    if len(names) == 2 and names[1] in noticed:  # "《甲方案》和《乙方案》已经县政府同意": 甲方案 comes first
        noticed = names
    for name in noticed:
        if heading := _heading_of(name, lines):
            return heading
    if noticed or names:
        return noticed[0] if noticed else "、".join(names)
    return _own_title(lines) or _reported(flat, lines) or _title_in_preamble(top) or _heading(lines)


def _bare(line: str) -> str:
    """Without what portals, collectors and the news put around a title."""
    line = _NEWS_HEAD.sub("", _OF_PROVINCE.sub("", line))
    return _SAMPLE.sub(r"\g<name>", _ADDED.sub("", line))


def names_printed(flat: str) -> list[str]:
    """The names of what a notice says that it prints: "关于印发《公园方案》的通知" -> 公园方案"""
    notices = [match for match in _NOTICE.finditer(flat) if not _is_quoted(flat, match.start())]
    printed = [match["name"] for found in (_PRINTED, NEWS) for match in found.finditer(flat)]
    printed = [tidy(_unwrapped(name)) for name in printed]
    return [_exact(_name_in(match), match, printed) for match in notices] or printed


def _exact(name: str, notice: re.Match, printed: list[str]) -> str:
    """ "印发关于公园分工的通知 … 现将《关于公园的分工》印发给你们": title marks hold the exact name."""
    alike = [one for one in printed if notice["plain"] and len(one) >= len(name) and _alike(one, name) > 0.7]
    return alike[0] if alike else name


def _name_in(notice: re.Match) -> str:
    if notice["quoted"]:
        return tidy(_unwrapped(notice["quoted"]))
    return tidy(notice["about"] or _WRITER.sub("", notice["plain"]))


def _reported(flat: str, lines: list[str]) -> str | None:
    """ "甲省政府网站挂出《印发公园方案的通知》": the news name the notice, the title is what it prints."""
    told = SITE.search(flat) or HEADED.search(flat)
    name = told["name"] if told else next(iter(names_told(lines)), None)
    if not name:
        return None
    notice = _NOTICE.fullmatch(name)
    return _name_in(notice) if notice else tidy(name)


def names_told(lines: list[str]) -> dict[str, re.Match]:
    """What the news say was issued: its name and how they say it."""
    return {tidy(told["quoted"] or told["plain"]): told for told in TOLD.finditer("\n".join(lines))}


def _unwrapped(name: str) -> str:
    """Marks inside of title marks are single ones; a name that stands free has double ones again.

    现将《〈政府工作报告〉分解表》印发给你们 -> 《政府工作报告》分解表
    """
    return re.sub(r"[〈<]([^〈〉<>]{2,40})[〉>]", r"《\1》", name)


def heads_annex(line: str, names: list[str]) -> bool:
    """ "2024年公园分工" below the notice that prints 公园分工: the plan's own heading."""
    fits = [name for name in names if _plain(line).endswith(_plain(name)) and len(line) - len(name) <= 12]
    return bool(fits) and is_title(line)


def _heading_of(name: str, lines: list[str]) -> str | None:
    """The plan's own heading, which may be broken into lines or differ a little from its announced name.

    "关于印发公园建设方案的通知" leaves out the 的 of "公园建设的方案".
    """
    plain = _plain(name)
    for at in range(len(lines)):
        for count in (1, 2, 3):
            joined = "".join(lines[at : at + count])
            if _plain(joined).replace("的", "") == plain.replace("的", "") and not joined.startswith(
                "《" + name[:4]
            ):
                return tidy(joined)
    # "关于印发自治区公园方案": the plan's own heading prints the whole name of the region
    longer = [line for line in lines if is_title(line) and _plain(line).endswith(plain)]
    # "转发县林业局、县财政局公园方案": who wrote it is named before
    longer = longer or [line for line in lines if is_title(line) and _is_without_writer(line, plain)]
    # or the heading differs by a word or two from what the notice announces
    own = [line for line in _joined_titles(lines) if not _is_notice(line)]
    longer += [line for line in own if _alike(line, name) > 0.7]
    return tidy(longer[-1]) if longer else None


def _is_without_writer(line: str, plain: str) -> bool:
    own = _plain(line)
    return len(own) > 5 and plain.endswith(own) and bool(BODY.search(plain.removesuffix(own)))


def _own_title(lines: list[str]) -> str | None:
    """The first line that reads as a title, where no notice names one."""
    own = _joined_titles([NUMBER_BEHIND.sub("", line) for line in lines])
    annexed = [match["name"] for line in lines if (match := _ANNEX.match(line)) and is_title(match["name"])]
    own = [line for line in own if not _is_notice(line)] or annexed or own
    if not own:
        return None
    fuller = [line for line in own[1:3] if _YEAR.search(line) and _alike(line, own[0]) > 0.7]
    # "甲区落实《意见》的方案" below 落实《意见》的方案
    fuller = fuller or [line for line in own[1:3] if _plain(line)[2:].endswith(_plain(own[0]))]
    # "甲市人民政府关于建设公园的意见" below a portal's 甲市建设公园的意见
    about = [line for line in own[1:3] if "关于" in line and "关于" not in own[0]]
    fuller = fuller or [line for line in about if _plain(own[0]).endswith(_plain(line.split("关于", 1)[1]))]
    if fuller and not _YEAR.search(own[0]):
        return tidy(fuller[0])  # a portal's name for the file stands over the document's own
    return tidy(own[0])


def _is_quoted(flat: str, at: int) -> bool:
    """ "根据《…关于印发…的通知》": another body's notice, named in the preamble."""
    before = flat[max(0, at - 60) : at]
    return before.rfind("《") > before.rfind("》")


def _is_notice(line: str) -> bool:
    return bool(re.search(r"(?:通知|公告|通告)(?:[(（][^()（）]*[)）])?$", line))


def _plain(name: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"()]", "", name)


def _alike(one: str, other: str) -> float:
    """The share of pairs of characters that two titles have in common, 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / max(1, len(first) + len(second))


def _pairs(name: str) -> set[str]:
    plain = _plain(name).removeprefix("关于")
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


# --- lines that read as a title ---


# An item ("三、工作措施"), a field of the portal ("来源:…"), its path ("首页 > 文件") or a sentence.
_NO_TITLE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节]|\d{1,2}[.、]"
    r"|来源|发布|索引|信息|附件|根据|为|[^>]{0,40}>|当前位置|您现在|中文名|•"
)


def is_title(line: str) -> bool:
    """A line that opens a 《 and leaves it open goes on in the next."""
    return _ends_title(line) and line.count("《") == line.count("》")


def _ends_title(line: str) -> bool:
    return bool(_TITLE_LINE.match(line)) and not _NO_TITLE.match(line)


_BEGINS_TITLE = re.compile(
    r"关于|[\u4e00-\u9fff]{2,20}关于|20\d\d年|[\u4e00-\u9fff]{2,12}[省市县区州盟旗](?:人民政府|20\d\d年|关于|[\u4e00-\u9fff“]{2})"
)


def _joined_titles(lines: list[str]) -> list[str]:
    """Lines that read as a title; one that a printed page broke is put together again."""
    found = []
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        # "甲区2023年河长制 / 工作要点": the kind of document alone ends what the line above begins
        ends = _ends_title(line) or (re.fullmatch(_KIND, line) and _BEGINS_TITLE.match(before))
        if not ends or re.match("[及和暨与]", line):
            continue
        whole = before + line if _is_broken(before, line) else line
        if not is_title(whole):
            continue
        goes_on = re.match("[及和暨与]", after) and is_title(whole + after)
        # "关于明确2023年重点工作 / 责任单位的通知" below the same in one line
        broken = re.match("[\u4e00-\u9fff]{3}", after)
        goes_on = goes_on or (broken and any(_plain(whole + after) in _plain(one) for one in lines))
        if goes_on or re.fullmatch(_KIND, after):  # "甲县公园三年行动 / 实施方案"
            whole += after
        aside = re.fullmatch(r"[(（][^()（）]{4,20}[)）]", after) and not DAY.search(after)
        found.append(whole + after if aside else whole)  # "(2021-2023年)" below a title is part of it
    return found


def _is_broken(before: str, line: str) -> bool:
    """ "甲市加快推进公园和 / 绿道建设实施方案": the line before is the beginning of the title."""
    return bool(
        4 <= len(before) <= 45
        and not is_title(before)
        and (before.endswith(("和", "的", "、", "加快", "发展")) or _BEGINS_TITLE.match(before))
        and not (BODY.search(before) or NUMBER.search(before) or DAY.search(before))
        and is_title(before + line)
    )


def _title_in_preamble(top: str) -> str | None:
    """The title runs into the first words of the preamble.

    "1、2022年城乡融合发展行动计划为深入贯彻…", "1、乡镇2023年工作要点2023年是开局之年"
    """
    preamble = "为(?:深入|全面|认真|贯彻|加快|进一步|持续|切实|推动|落实)|20[0-3]\\d年是"
    match = re.search(
        rf"(?:^|[\n、。])(?P<title>[^\n。,，、《》]{{4,60}}?{_KIND}) ?(?={preamble})",
        top,
    )
    if match:
        return tidy(match.group("title"))
    named = _QUOTED.search(top) if re.search("印发给|现将|分享|•", top) else None
    return re.sub(r"\.(?:docx?|pdf|wps|txt)$", "", tidy(named.group("inner"))) if named else None


def _heading(lines: list[str]) -> str | None:
    """A first line that names a place or a year and is no sentence: "甲市2024年政府实事"."""
    for line in [re.sub(r"^(?:信息名称|标题) *[:：]? *", "", line) for line in lines[:6]]:
        if (
            re.fullmatch(r"[^。,，;；:：!！?？]{6,50}", line)
            and (_YEAR.search(line) or region_in(line))
            and not (BODY.fullmatch(line[-12:]) or DAY_LINE.match(line) or NUMBER.search(line) or ">" in line)
            and not (BODY.search(line) and not _YEAR.search(line))
        ):
            return tidy(line)
    return None
