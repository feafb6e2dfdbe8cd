"""How a body, a number and a day are printed on the lines of a document's head.

"甲市人民政府办公室", "甲政办发〔2023〕5号", "2023年3月9日", "二〇二三年三月九日"
"""

from __future__ import annotations

import re
from datetime import date

from .outline import numeral

BODY = re.compile(
    r"(?:(?<=[省市县区旗州盟])委|自治区党委|行政公署|(?<=[省市县区旗州盟])政府|人民政府办公[室厅]|人民政府|政府办公[室厅]|党委办公[室厅]|委员会办公[室厅]|委办公[室厅]|国务院办公厅|国务院|委员会|领导小组办公室|领导小组|办公室|办公厅|管委会|[厅局委部]|等[二三四五六七八九十]{1,2}部门)$"
)
NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,10}?(?:\([\u4e00-\u9fff]{1,3}\)[\u4e00-\u9fff]{1,3})?)[〔﹝\[【(（](?P<year>(?:19|20)\d\d)[〕﹞\]】)）]第?(?P<count>\d{1,4})号"
)
# "…的实施意见(甲政〔2017〕101号)": a portal puts the number behind the title
NUMBER_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff)])[ (]{1,2}[\u4e00-\u9fff]{2,10}[〔\[]20\d\d[〕\]]\d{1,4}号\)?$"
)
DAY_WORDS = r"20\d\d年\d{1,2}月\d{1,2}日"
DAY = re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
DAY_LINE = re.compile(r"^(?:20\d\d)年\d{1,2}月\d{1,2}日$")
RUN_DAY = re.compile(r"^(?P<year>20\d\d)(?P<month>1[0-2]|0?[1-9])(?P<day>3[01]|[12]\d|0?[1-9])$")
_SPELLED_DAY = re.compile(
    "(?P<year>[二][〇○零0O][一二三四五六七八九〇○零0O]{2})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日$"
)


def spelled_day(line: str) -> str:
    """二〇二三年三月九日 -> 2023年3月9日"""
    match = _SPELLED_DAY.match(line)
    if not match:
        return line
    year = "".join(
        str("〇一二三四五六七八九".find(sign) if sign not in "○零0O" else 0) for sign in match["year"]
    )
    return f"{year}年{numeral(match['month'])}月{numeral(match['day'])}日"


def read_day(match: re.Match | None) -> date | None:
    if not match:
        return None
    try:
        return date(int(match.group("year")), int(match.group("month")), int(match.group("day")))
    except ValueError:
        return None


def apart(line: str) -> list[str]:
    """ "甲市人民政府 2023年3月9日": a signature and its day in one line."""
    match = re.match(rf"([\u4e00-\u9fff]{{3,30}}) *({DAY_WORDS})$", line)
    return [*match.groups()] if match and BODY.search(match.group(1)) else [line]


# what a portal says of a document
_FIELD = (
    r"(?:索 *引 *号|(?:发文|发布)(?:机关|机构|单位)|(?:成文|发文|发布|生成|公开)(?:日期|时间)"
    r"|发文字号|文件编号|文 *号|标 *题|(?:信息)?名 *称|(?:信息|主题|组配)分类|公文(?:目录|种类)"
    r"|主题词|有 *效 *性|关键词|内容概述|公开(?:方式|范围)|(?:信息)?来 *源)"
)
_ANOTHER_FIELD = re.compile(rf"[ |]+(?=[•·]? ?{_FIELD} ?[:：])")
FIELD = re.compile(rf"{_FIELD} ?[:：|]")
_EMPTY_FIELD = re.compile(rf"[•·| ]*{_FIELD} ?[:：]?[ |]*$")
# "词条 | 甲省公园规划 |": an encyclopaedia's word for the name
_TITLE_FIELD = re.compile(r"^[•·| ]*(?:(?:标 *题|信息名称|名 *称) ?[:：][ |]*|词条 \| )(?=[^ |])")


def fields_apart(lines: list[str]) -> list[str]:
    """Each field of a portal on a line of its own, with what it says; the name of the document bare.

    "名称: 公园方案 文号: 甲政发〔2023〕5号" -> 公园方案, 文号: 甲政发〔2023〕5号;
    "发文日期:" has its day on the next line.
    """
    parted = [part for line in lines for part in _ANOTHER_FIELD.split(line) if part]
    joined: list[str] = []
    for line in parted:
        if joined and _says(joined[-1], line):
            joined[-1] = joined[-1].rstrip(" |:：") + ":" + line
        else:
            joined.append(line)
    return [_TITLE_FIELD.sub("", line).rstrip(" |") for line in joined]


def _says(field: str, line: str) -> bool:
    """A line that answers the field left open above it: a day, a number or a body."""
    if not _EMPTY_FIELD.match(field):
        return False
    if re.search("日期|时间", field):
        return bool(re.match(r"20\d\d[-./年]", line))
    body = re.search("机[关构]|单位", field) and BODY.search(line) and len(line) <= 30
    return bool(body or (re.search("号", field) and NUMBER.search(line) and len(line) <= 30))


NEWS = re.compile(
    r"(?:[,，。]|^)(?P<body>[\u4e00-\u9fff]{4,24}(?:办公[室厅]|委员会|管委会|人民政府|[厅局委]))(?:近日)?印发(?:了)?《(?P<name>[^《》]{4,60})》"
    r"(?:\((?P<word>[\u4e00-\u9fff]{2,10})〔(?P<year>20\d\d)〕(?P<count>\d{1,4})号\))?[,，。]?[^。\n]{0,20}全文如下"
)
# "昨日,甲省政府官方网站挂出《…》": a report in the news on what a government has put on its site
SITE = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,12}[省市县区州盟旗](?:人民)?政府(?:办公[室厅])?)(?:官方|门户)?(?:网站?|官网)(?:上)?(?:近日|日前|昨日)?"
    r"(?:挂出|发布|公布|刊发)了?《(?P<name>(?:[^《》]|《[^《》]{1,40}》){4,80})》"
)
# "中共中央办公厅、国务院办公厅印发《…》": the heading of such a report, at the very beginning
HEADED = re.compile(
    r"^(?P<body>[\u4e00-\u9fff、]{4,40}?(?:办公[室厅]|委员会|人民政府|国务院|[厅局委]))(?:近日)?(?:联合)?印发了?"
    r"《(?P<name>(?:[^《》]|《[^《》]{1,40}》){4,80})》"
)
# how the news begin a paragraph: "3月29日,国务院印发关于落实…分工的意见",
# "2023年12月,甲省委办公厅发布《公园细则》"
TOLD = re.compile(
    r"^ *(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?,"
    r"(?P<body>国务院|[\u4e00-\u9fff、]{2,40}?(?:办公[室厅]|委员会|人民政府|[厅局委]))(?:正式)?(?:印发|下发|发布)了?"
    r"(?:《(?P<quoted>(?:[^《》]|《[^《》]{1,40}》){4,80})》"
    r"|(?P<plain>关于(?:[^《》。,，;；:：]|《[^《》]{1,40}》){4,60}?(?:意见|方案|规划|计划|措施|办法|要点)))(?=[。,，])",
    re.M,
)
SOURCE = re.compile(
    r"(?:信息)?来源[:： ]+(?P<body>[\u4e00-\u9fff]{2,12}[省市县区州盟旗]"
    r"(?:人民政府(?:办公[室厅])?|[\u4e00-\u9fff]{2,12}(?:[局委办厅]|委员会|管委会|办公[室厅])))(?=[\n ]|$)"
)
