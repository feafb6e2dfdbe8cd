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
    r"(?P<word>[\u4e00-\u9fff]{2,10}?(?:\([\u4e00-\u9fff]{1,3}\)[\u4e00-\u9fff]{1,3})?)[〔\[【(（](?P<year>(?:19|20)\d\d)[〕\]】)）]第?(?P<count>\d{1,4})号"
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


NEWS = re.compile(
    r"(?:[,，。]|^)(?P<body>[\u4e00-\u9fff]{4,24}(?:办公[室厅]|委员会|管委会|人民政府|[厅局委]))(?:近日)?印发(?:了)?《(?P<name>[^《》]{4,60})》"
    r"(?:\((?P<word>[\u4e00-\u9fff]{2,10})〔(?P<year>20\d\d)〕(?P<count>\d{1,4})号\))?[,，。]?[^。\n]{0,20}全文如下"
)
SOURCE = re.compile(
    r"(?:信息)?来源[:： ]+(?P<body>[\u4e00-\u9fff]{2,12}[省市县区州盟旗]"
    r"(?:人民政府(?:办公[室厅])?|[\u4e00-\u9fff]{2,10}[局委办]))(?=[\n ]|$)"
)
