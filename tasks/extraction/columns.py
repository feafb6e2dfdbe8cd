"""What the columns of a table hold, by their titles: 牵头单位 -> UNIT, 2025年目标 -> VALUE of 2025.

A title is matched as a whole and in an order: 序号, a year, the words for units that prose uses too, persons,
then the patterns. A title that says nothing known makes a column of kind OTHER, which is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from .labels import find_labels

NUMBER, CATEGORY, TASK, MEASURE, GOAL, UNIT, DUE, PERSON = (
    "number", "category", "task", "measure", "goal", "unit", "due", "person",
)  # fmt: skip
NAME, OF_MEASURE, VALUE, GROWTH, BASE, NOTE, MONEY, SCORE, WATCH, OTHER = (
    "name", "of measure", "value", "growth", "base", "note", "money", "score", "watch", "",
)  # fmt: skip
TEXTS = (TASK, MEASURE, GOAL)


@dataclass(frozen=True)
class Column:
    kind: str
    title: str = ""
    word: str = ""  # of a column of units: what they do there
    year: int = 0  # of a column of values
    measure: str = ""  # of a column of values: "目标值(%)"


# "目标值(%)", "责任单位【科室】": what stands in brackets says no more of the kind.
_TITLE_END = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# Where an indicator stands already: "2020年实际", "现状值". Never an aim.
_BASE = re.compile(
    "现状|基期|基准|基数|基础值|实际|实绩|实现值|完成(?:值|数|情况)|上年|去年|历史|十三五|目前|当前|当年值"
)
# The first that matches counts, so what is special stands before what is general.
_PATTERNS = (
    (NUMBER, r"(?:任务|项目|事项)?序号?|号|编号|项次|(?:任务|事项)编号|[Nn][Oo]\.?|№"),
    # 评分部门, 督办单位: units that mark or look on; what they look at is done by others
    (WATCH, r"(?:评分|考核|考评|评价|督办|督导|督查|监督|监管|验收|审核|汇总)(?:责任)?(?:单位|部门|机构"
            r"|处室|科室)"),
    (SCORE, r".*(?:分值|得分|评分|扣分|赋分|加分|权重|计分|自评|考评分|打分|考核方式|考核办法"
            r"|评价标准)(?:.{0,2})"),
    (NAME, r"(?:主要|发展|具体|核心|考核|监测|规划|评价|绩效|量化|重点|年度|经济|建设|体系)*(?:发展"
           r"|建设)?指标(?:名称|项目?|内容|体系|任务)?"
           r"|考核(?:内容|事项)|(?:目标|指标)名称|目标指标|目标项目|[一二三]级指标|指\s*标"),
    (OF_MEASURE, r"(?:计量|计算|指标|数量)?单位|量纲"),
    (NOTE, r"备注|说明|注释?|来源|(?:指标|目标|任务)?(?:属性|性质|类型)|(?:文件|政策|任务|指标)?(?:依据"
           r"|来源)|(?:任务|文件)出处|印证材料|佐证材料"
           r"|(?:完成|落实|进展|推进|工作|当前|目前)(?:情况|进展|状态|进度)|现状|成果形式|职务|职称|传真"
          # what was done by then, and whether in time: 1-10月推进情况, 是否达序
          r"|(?:(?:截[至止])?(?:\d{1,2}[-—~至到])?\d{1,2}月(?:份|底)?|第?[一二三四1-4]季度|[上下]半年)"
          r"(?:完成|落实|进展|推进|工作)(?:情况|进展)|是否.{1,6}"),
    (MONEY, r".*(?:总?投资|资金|金额|造价|概算|预算|经费|建设地点|建设性质|建设规模|建设年限|建设周期"
            r"|建设起止|项目名称|项目单位|项目业主|业主单位|用地|所在地|建设内容及规模|实施地点).*"),
    (GROWTH, r".*(?:年均|累计|增速|增长率?|增幅).*"),
    (TASK, r"(?:重点|主要|工作|目标|具体|年度|核心|建设|改革|分解|整改|试点|攻坚|细化|任务|与|和|及)*(?:任务"
           r"|事项)(?:名称|内容|分解|清单|要求|目标|安排)?"
           r"|(?:重点|主要|年度|具体|核心)工作(?:任务|内容|事项|安排)?|工作(?:内容|名称|要点)|(?:主要"
           r"|重点|具体)?内容|任务分工|改革(?:事项|举措|内容)|(?:民生|为民|便民|惠民)?实事(?:项目|内容|名称)?|项目内容|要点"),
    (MEASURE, r"(?:具体|主要|工作|重点|落实|实施|推进|改革|整改|任务|细化|年度|保障|创新|政策"
              r"|建设)*(?:举措|措施|做法|步骤|内容|要求|抓手|路径|计划|安排)(?:及.{1,6})?"
              r"|整改(?:措施|内容|要求)|工作(?:要求|方案|计划|安排|标准)|行动内容|实施路径|问题描述"
              r"|存在问题|问题"),
    (GOAL, r"(?:\D{0,3}年度?|\d{4}年度?)?(?:工作|年度|预期|阶段|阶段性|主要|整改|绩效|量化|总体|任务|考核"
           r"|具体|建设|发展|完成)*(?:目标|成果|成效|标志性成果|完成标志|指标|任务量)(?:任务|要求|内容"
           r"|值)?"),
    # 一季度目标, 上半年任务: what is to be reached by then
    (GOAL, r"(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月(?:底|末|份)?前?)(?:工作|阶段|预期|完成)?"
           r"(?:目标|任务|计划)"),
    (CATEGORY, r"(?:考核|工作|任务|所属|指标|项目|重点|实施|改革|行动|事项|建设|主要)*(?:类别|分类|类型|领域"
               r"|大类|方面|板块|专项|章节|行动|工程|维度|条目|模块|项目|方向|篇章)(?:名称)?|类|指标类别"
               r"|类\s*别|工作任务大类|任务大类|一级任务"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_UNITS = re.compile(r"(?:单位|部门|主体|处室|科室|股室)")
_DUE = re.compile(r"(?:时限|期限|节点|时间|进度|日期|时间表|完成年限|周期|年份)(?:要求|安排|节点|计划|表)?$")
_PERSON = re.compile(
    r"(?<!组织)领导(?:姓名|及职务)?$|责任人|负责人|联系人|联络[人员]|经办人|具体人员|姓名|电话|手机"
    r"|联系方式|邮箱|[市县区]长$|局长|科长"
)
# 责任单位及责任人: persons stand beside the units
WITH_PERSON = re.compile("[及和、与/].*(?:责任人|负责人|联系人|联络员|领导)")
_AIM = re.compile(r"目标值?|规划值?|预期值?|计划值?|指标值|预计|规划目标")
_LONGEST = 24


@lru_cache(maxsize=2048)
def column_of(title: str) -> Column:
    """The kind of column, OTHER where the title says nothing."""
    title = re.sub(r"\s|\*", "", title).translate(_HALF)
    plain = _TITLE_END.sub("", title).strip(":：") or title
    if not plain or len(plain) > _LONGEST or re.search("[。；;]", plain):
        return Column(OTHER, title)
    if re.fullmatch(_KINDS[0][1], plain):
        return Column(NUMBER, title)
    if _YEAR.search(title) and (value := _valued(plain, title)):
        return value
    labels = [label for label in find_labels(f"{plain}:", 0, len(plain) + 1) if label.kind != "person"]
    if labels and labels[0].kind == "word":
        return Column(UNIT, title, labels[0].word)
    # 工作要求 says what to do, not when, though prose uses it as a label.
    if labels and not plain.endswith(("工作要求", "落实要求", "实施要求", "推进要求")):
        return Column(DUE, title)
    units, *others = re.split("[及和、与/]", plain)
    if others and _UNITS.search(plain) and _PERSON.search(plain):  # 责任单位及责任人
        return replace(column_of(units), title=title)
    if _PERSON.search(plain):
        return Column(PERSON, title)
    named = re.sub(r"^20\d\d年度?", "", plain)
    for kind, pattern in _KINDS[1:]:
        if pattern.fullmatch(named):
            return Column(kind, title)
    if _DUE.search(plain):
        return Column(DUE, title)
    if value := _valued(plain, title):
        return value
    return Column(_kind_by_word(plain), title)


def _kind_by_word(plain: str) -> str:
    """For a title that no pattern knows as a whole."""
    if re.search("考核|考评|情况|单位|类|文件|附件|项目|领导", plain):
        return OTHER
    if re.search("任务|事项", plain):
        return TASK
    return MEASURE if re.search("举措|措施|工作", plain) else OTHER


_HALF = {
    code: chr(code - 0xFEE0) for code in [*range(0xFF10, 0xFF1A), 0xFF08, 0xFF09, 0xFF05, 0xFF3B, 0xFF3D]
}


def _valued(plain: str, title: str) -> Column | None:
    """A column of values: 2025年, 2025年目标值, 目标值(%), 现状值."""
    years = _YEAR.findall(plain) or _YEAR.findall(title)
    rest = re.sub(r"20\d\d年?(?:底|末)?|[到至]", "", plain)
    aside = re.search(r"[(\[]([^()\[\]\d]{1,8})[)\]]$", title)
    measure = aside.group(1) if aside and not _AIM.search(aside.group(1)) else ""
    year = int(years[-1]) if years else 0
    if _BASE.search(rest) or (re.search("[(（](?:基期|现状|实际|预计完成)", title) and not _AIM.search(rest)):
        return Column(BASE, title, year=year, measure=measure)
    if re.search("年均|累计|增速|增长|增幅", rest):
        return Column(GROWTH, title, year=year, measure=measure)
    if years and re.fullmatch(
        r"[-—~至]?|度|(?:年度?)?(?:工作|规划|预期|计划|年度|建设|发展|主要)*(?:目标值?|规划值?|预期值?"
        r"|计划值?|指标值?|值|数)",
        rest,
    ):
        return Column(VALUE, title, year=year, measure=measure)
    if not years and re.fullmatch(
        r"“?(?:十[四五六]五)?”?(?:末|期末|期间|时期)?(?:规划|预期|计划|年度|发展|工作|建设|目标)*(?:目标"
        r"|规划|预期|计划|指标|目标任务)?值|规划目标|预期目标|“?十[四五六]五”?(?:末|期末)?目标|目标",
        rest,
    ):
        return Column(VALUE, title, year=0, measure=measure)
    return None
