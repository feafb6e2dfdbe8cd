"""What is a result in numbers, what is none, and by when it is due."""

from datetime import date

import pytest

from tasks.extraction import extract
from tests.tasks.extraction.documents import MIXED, OWN_LINES, document


def targets(sentence: str) -> list[tuple]:
    text = document(f"一、完善绿地\n(一)扩大绿地。{sentence}(县住房城乡建设局负责)\n")
    return [
        (target.indicator, target.comparator, str(target.value), target.unit)
        for task in extract(text).tasks
        for target in task.targets
    ]


FIGURES = {
    "新建口袋公园12个。": [("新建口袋公园", ">=", "12", "个")],
    "完成绿化面积1.5万亩以上。": [("绿化面积", ">=", "15000", "亩")],
    "公园绿地服务半径覆盖率达到90%。": [("公园绿地服务半径覆盖率", ">=", "90", "%")],
    "城镇登记失业率控制在５％以内。": [("城镇登记失业率", "<=", "5", "%")],
    "绿化覆盖率提高1个百分点左右。": [("绿化覆盖率提高", "~", "1", "百分点")],
    "居民满意度达到百分之八十五以上。": [("居民满意度", ">=", "85", "%")],
    "园区服务类用地占比控制在20%-30%之间。": [("园区服务类用地占比", "range", "20", "%")],
    "每年开展志愿服务3-5次以上。": [("每年开展志愿服务", ">=", "3", "次")],
    "每个乡镇至少建成一处公园。": [("每个乡镇建成公园", ">=", "1", "处")],
    "完成投资100多亿元。": [("完成投资", ">=", "10000000000", "元")],
    "发放补贴IOOO户。": [("发放补贴", ">=", "1000", "户")],
    "改造线路L5万米。": [("改造线路", ">=", "15000", "米")],
    "改造老旧小区37个、5万户(套)。": [
        ("改造老旧小区", ">=", "37", "个"),
        ("改造老旧小区", ">=", "50000", "户(套)"),
    ],
    "城市、县城污水处理率分别达到97%、90%。": [
        ("城市污水处理率", ">=", "97", "%"),
        ("县城污水处理率", ">=", "90", "%"),
    ],
    "新建公园12个、绿道8公里。": [("新建公园", ">=", "12", "个"), ("新建绿道", ">=", "8", "公里")],
    "打造5000亩产业平台。": [("打造产业平台", ">=", "5000", "亩")],
    "建设3个总投资超30亿元的龙头项目。": [("建设龙头项目", ">=", "3", "个")],
    "企业开办时间压缩至0.5个工作日以内。": [("企业开办时间", "<=", "0.5", "个工作日")],
    "工程审批时间压减一半以上。": [("工程审批时间压减", ">=", "50", "%")],
    "良种使用率由20%提高到50%。": [("良种使用率", ">=", "50", "%")],
    "新建5000头以上规模化养殖场50个。": [("新建规模化养殖场", ">=", "50", "个")],
    "城乡居民人均可支配收入分别增长6%、7.5%。": [
        ("城镇居民人均可支配收入增长", ">=", "6", "%"),
        ("农村居民人均可支配收入增长", ">=", "7.5", "%"),
    ],
    "推出精品剧目2部,举办培训班6期。": [("推出精品剧目", ">=", "2", "部"), ("举办培训班", ">=", "6", "期")],
    "细颗粒物浓度降至33μg/m³以下。": [("细颗粒物浓度", "<=", "33", "μg/m³")],
    "有机质含量提高到30克/公斤以上。": [("有机质含量", ">=", "30", "克/公斤")],
    "收取比例不得高于合同金额的5%。": [("收取比例", "<=", "5", "%")],
    "打造3个便民生活圈试点。": [("打造便民生活圈试点", ">=", "3", "个")],
    "9月底前完成危房治理150户。": [("危房治理", ">=", "150", "户")],
    "培育规上企业30家,其中年营收超5亿元企业2家。": [
        ("培育规上企业", ">=", "30", "家"),
        ("培育规上企业", ">=", "2", "家"),
    ],
    "实施城市更新项目32个,其中居住类18个。": [
        ("实施城市更新项目", ">=", "32", "个"),
        ("实施居住类城市更新项目", ">=", "18", "个"),
    ],
    "实施重点项目9个,年度投资5亿元,其中续建4个。": [
        ("实施重点项目", ">=", "9", "个"),
        ("年度投资", ">=", "500000000", "元"),
        ("续建重点项目", ">=", "4", "个"),
    ],
    "确保空气优良天数比例达到85%的省定目标。": [("空气优良天数比例", ">=", "85", "%")],
    "保持入学率100%的良好态势。": [("保持入学率", ">=", "100", "%")],
    "现有公园5个,拟新建公园20个。": [("新建公园", ">=", "20", "个")],
    "现有公园5个、广场3个,需改造公园2个。": [("改造公园", ">=", "2", "个")],
    "每个街道建有一座文化站和一个图书室。": [
        ("每个街道建文化站", ">=", "1", "座"),
        ("图书室", ">=", "1", "个"),
    ],
    "播种面积稳定在5万亩,产量保持在2万吨。": [
        ("播种面积", ">=", "50000", "亩"),
        ("产量", ">=", "20000", "吨"),
    ],
    "到2024年,增加值占GDP比重达到42%;到2025年,占比达到47%。": [
        ("增加值占GDP比重", ">=", "42", "%"),
        ("增加值占GDP比重", ">=", "47", "%"),
    ],
    "到2024年,甲水库、乙水库达标率分别达到80%、90%;到2025年,分别达到85%、100%。": [
        ("甲水库达标率", ">=", "80", "%"),
        ("乙水库达标率", ">=", "90", "%"),
        ("甲水库达标率", ">=", "85", "%"),
        ("乙水库达标率", ">=", "100", "%"),
    ],
    "死亡率降至3.5‰以下。": [("死亡率", "<=", "3.5", "‰")],
}


@pytest.mark.parametrize("sentence", FIGURES)
def test_a_figure_is_read_with_what_it_measures(sentence):
    assert targets(sentence) == FIGURES[sentence]


NONE = [
    "对绿化占比超过30%的小区予以支持。",
    "共涉及34个牵头单位。",
    "打造15分钟便民生活圈和1小时通勤圈。",
    "落实“1+6”文件,实施“569”工程。",
    "推进2000人以上建制镇污水处理设施建设。",
    "加强3岁以下婴幼儿照护。",
    "改造G312线和国道207、307线。",
    "按照《2024年工作要点》(石政发〔2023〕12号)执行。",
    "拨打12345热线。",
    "完成2005年前建成的老旧小区改造。",
    "推动第七次普查,统筹一、二、三产业。",
    "对符合条件的企业给予50万元奖励。",
    "采取4种方式推进六类房屋整治。",
]


@pytest.mark.parametrize("sentence", NONE)
def test_names_thresholds_and_dates_are_no_targets(sentence):
    assert targets(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("新建公园12个。", date(2024, 12, 31)),
        ("到2025年底,新建公园12个。", date(2025, 12, 31)),
        ("到2025年,完善绿地。新建公园12个。", date(2025, 12, 31)),
        ("“十四五”期间,新建公园12个。", date(2025, 12, 31)),
        ("2024年9月底前新建公园12个。", date(2024, 9, 30)),
        ("力争一季度新建公园12个。", date(2024, 3, 31)),
        ("2024年上半年新建公园12个。", date(2024, 6, 30)),
        ("完成2005年前建成的小区改造,新建公园12个。", date(2024, 12, 31)),
    ],
)
def test_a_target_is_due_when_its_words_say_so(sentence, due):
    text = document(f"一、完善绿地\n(一)扩大绿地。{sentence}(县住房城乡建设局负责)\n")
    assert [target.due for target in extract(text).tasks[0].targets] == [due]


def test_a_deadline_on_its_own_line_is_the_due_date_of_its_task():
    assert [task.targets[0].due for task in extract(OWN_LINES).tasks] == [
        date(2024, 9, 30),
        date(2024, 12, 31),
    ]


def test_each_year_of_a_row_has_its_own_figure():
    text = document("一、绿地\n(一)绿地。2024年、2025年绿化率分别达到40%、42%。(县林业局负责)\n")
    found = [
        (target.indicator, str(target.value), target.due.year) for target in extract(text).tasks[0].targets
    ]
    assert found == [("绿化率", "40", 2024), ("绿化率", "42", 2025)]


def test_figures_outside_the_tasks_are_goals():
    goals = [(goal.indicator, str(goal.value), goal.value_to) for goal in extract(MIXED).goals]
    assert goals[0][:2] == ("全县人均公园绿地面积", "14.5")
    assert [str(part) for part in goals[1]] == ["绿化覆盖率", "40", "45"]


def test_an_aim_in_the_preamble_is_a_goal():
    text = document("一、绿地\n(一)甲事。做好。(县林业局负责)\n").replace(
        "制定本方案。", "制定本方案。到2025年,全县公园绿地面积达到300公顷。"
    )
    assert [(goal.indicator, goal.due.year) for goal in extract(text).goals] == [("全县公园绿地面积", 2025)]


def test_a_figure_repaired_after_ocr_says_so():
    text = document("一、绿地\n(一)绿地。新建果园IOOO亩。(县林业局负责)\n")
    target = extract(text).tasks[0].targets[0]
    assert (target.doubt, target.text) == ("OCR: IOOO read as 1000", "新建果园IOOO亩")


def test_a_limit_on_handling_a_case_is_doubted_and_no_must():
    text = document("一、服务\n(一)服务。自受理之日起5个工作日内办结。(县民政局负责)\n")
    target = extract(text).tasks[0].targets[0]
    assert (str(target.value), target.unit, target.comparator, target.must, target.doubt_code) == (
        "5",
        "个工作日",
        "<=",
        False,
        "borderline",
    )
