"""Who answers for a task, in every style of printing it."""

import pytest

from tasks.extraction import extract
from tests.tasks.extraction import documents
from tests.tasks.extraction.documents import document


def units(text: str) -> dict:
    return {task.number: [(unit.name, unit.role) for unit in task.units] for task in extract(text).tasks}


STYLES = {
    "CARRIED": {
        "1": [
            ("县住房城乡建设局", "responsible"),
            ("县自然资源局", "responsible"),
            ("县财政局", "responsible"),
            ("各乡(镇)人民政府", "responsible"),
        ],
        "2": [("县委宣传部", "responsible"), ("县委统战部", "responsible"), ("县教育局", "responsible")],
    },
    "SPOKEN": {
        "1": [("县住房城乡建设局", "lead"), ("县自然资源局", "cooperating"), ("县财政局", "cooperating")],
        "2": [("县城管局", "responsible"), ("县林业局", "responsible")],
        "3": [("县文旅局", "responsible")],
    },
    "OWN_LINES": {
        "1": [("县住房城乡建设局", "lead"), ("县自然资源局", "cooperating"), ("县财政局", "cooperating")],
        "2": [("县城管局", "lead"), ("县林业局", "cooperating")],
    },
    "INLINE": {
        "1": [("县住房城乡建设局", "responsible"), ("县财政局", "responsible")],
        "2": [("县城管局", "responsible")],
        "3": [("县文旅局", "responsible")],
    },
    "BARE": {
        "1": [("县住房城乡建设局", "responsible"), ("县财政局", "responsible")],
        "2": [("各有关单位", "responsible")],
    },
    "SECTION_LEAD": {
        "1.1": [("县住房城乡建设局", "lead"), ("县财政局", "responsible")],
        "1.2": [("县住房城乡建设局", "lead"), ("县城管局", "responsible")],
        "2.1": [("县林业局", "lead"), ("县水利局", "responsible")],
    },
    "STANDING": {
        "1": [("县住房城乡建设局", "responsible")],
        "2": [("县城管局", "lead")],
        "3": [("县文旅局", "responsible"), ("各乡(镇)人民政府", "responsible")],
    },
    "SPLIT": {
        "1": [],
        "1.1": [("县住房城乡建设局", "responsible")],
        "1.2": [("县城管局", "responsible")],
        "2": [("县城管局", "responsible")],
    },
    "UNCLOSED": {
        "1": [("县住房城乡建设局", "responsible"), ("县财政局", "responsible")],
        "2": [("县城管局", "responsible")],
    },
    "SUFFIX": {
        "1": [
            ("琴江镇人民政府", "responsible"),
            ("屏山镇人民政府", "responsible"),
            ("县市政务服务局", "responsible"),
        ],
        "2": [("相关乡镇人民政府", "responsible")],
    },
    "CHAPTERS": {"1": [("县住房城乡建设局", "responsible")], "2": [("县城管局", "responsible")]},
    "LEADERS": {
        "1": [("县住建局", "lead"), ("县财政局", "responsible"), ("县城管局", "responsible")],
        "2": [("县城管局", "lead"), ("县林业局", "responsible")],
    },
    "DASHED": {
        "1": [("县住建局", "lead"), ("县财政局", "cooperating")],
        "2": [("县城管局", "lead"), ("县林业局", "cooperating")],
    },
    "MARKED": {
        "1": [("县住建局", "lead"), ("县财政局", "responsible")],
        "2": [("县城管局", "lead")],
    },
    "DECIMAL": {
        "1.1": [("县住建局", "responsible"), ("县财政局", "responsible")],
        "1.2": [("县城管局", "responsible")],
        "2.1": [("县文旅局", "responsible")],
    },
    "RESTARTING": {
        "1.1": [("县住房城乡建设局", "responsible")],
        "1.2": [("县城管局", "responsible")],
        "2.1": [("县林业局", "responsible")],
    },
    "MIXED": {
        "1": [("县自然资源局", "lead"), ("各乡(镇)人民政府", "responsible")],
        "2": [("县住房城乡建设局", "lead")],
    },
}


@pytest.mark.parametrize("style", STYLES)
def test_each_style_names_the_same_units_as_a_careful_reader(style):
    assert units(documents.ALL[style]) == STYLES[style]


def test_every_style_is_tried():
    assert set(documents.ALL) == set(STYLES)


def test_a_collective_is_marked_as_a_group():
    groups = [unit.name for task in extract(documents.CARRIED).tasks for unit in task.units if unit.group]
    assert groups == ["各乡(镇)人民政府"]


def test_a_clause_that_never_closes_ends_with_its_line_and_is_reported():
    found = [
        finding.params
        for finding in extract(documents.UNCLOSED).findings
        if finding.code == "clause_unclosed"
    ]
    assert found == [{"number": "1"}]


def test_responsible_units_lead_where_cooperating_units_are_printed_beside_them():
    text = document("""
一、完善绿地
(一)扩大绿地。新建公园。(责任单位:县住建局,配合单位:县财政局)
(二)管好绿地。修补步道。(责任单位:县城管局)
""")
    assert units(text) == {
        "1": [("县住建局", "lead"), ("县财政局", "cooperating")],
        "2": [("县城管局", "lead")],
    }


def test_a_list_that_prints_its_prefix_once_means_it_for_all():
    text = document("""
一、完善绿地
(一)扩大绿地。新建公园。(责任单位:县住建局、财政局、林业局)
(二)管好绿地。修补步道。(责任单位:县城管局、县水利局、县教育局、县民政局)
""")
    assert [name for name, _ in units(text)["1"]] == ["县住建局", "县财政局", "县林业局"]


def test_a_word_that_is_no_unit_is_doubted():
    text = document("一、绿地\n(一)扩大绿地。新建公园。(责任单位:县住建局、春风十里)\n")
    doubts = {unit.name: unit.doubt_code for unit in extract(text).tasks[0].units}
    assert doubts == {"县住建局": None, "县春风十里": "unit_unlike"}


def test_a_restarted_list_without_clauses_is_no_task():
    extraction = extract(documents.MIXED)
    assert [task.number for task in extraction.tasks] == ["1", "2"]
    assert [section.ordinal for section in extraction.sections] == ["一", "二(一)"]


L, C, R = "lead", "cooperating", "responsible"
CLAUSES = {
    # labels
    "\n责任部门(单位):县住建局": [("县住建局", R)],
    "\n【牵头单位】县住建局\n【配合单位】县财政局": [("县住建局", L), ("县财政局", C)],
    "\n分管县领导:赵某\n部门分工:县住建局牵头,县财政局、城管局配合。": [
        ("县住建局", L), ("县财政局", C), ("县城管局", C),
    ],
    "(牵头:县住建局;配合:县财政局)": [("县住建局", L), ("县财政局", C)],
    "(牵头单位:县住建局,县财政局配合)": [("县住建局", L), ("县财政局", C)],
    "\n责任单位为县住建局、县财政局。": [("县住建局", R), ("县财政局", R)],
    "\n责任单位:\n县住建局\n县财政局": [("县住建局", R), ("县财政局", R)],
    # a day behind the list
    "(县住建局负责,2024年6月底前完成)": [("县住建局", R)],
    "(县住建局牵头,县财政局配合,持续推进)": [("县住建局", L), ("县财政局", C)],
    "(责任单位:县住建局、县财政局,6月底完成)": [("县住建局", R), ("县财政局", R)],
    "(县住建局牵头,县财政局配合,6月底前出台相关政策,年内持续推进)": [("县住建局", L), ("县财政局", C)],
    # spoken
    "(县住建局牵头,县财政局配合,县城建集团、县水务集团实施)": [
        ("县住建局", L), ("县财政局", C), ("县城建集团", R), ("县水务集团", R),
    ],
    "由县住建局牵头,县财政局配合。": [("县住建局", L), ("县财政局", C)],
    "(县住建局;县财政局、县城管局配合)": [("县住建局", R), ("县财政局", C), ("县城管局", C)],
    "\n责任分工:县住建局牵头,各乡镇人民政府具体落实。": [("县住建局", L), ("各乡镇人民政府", R)],
    "由乡农业办承办,乡卫生院、派出所配合。": [("乡农业办", L), ("乡卫生院", C), ("乡派出所", C)],
    "(县住建局牵头负责)": [("县住建局", L)],
    # bare
    "(县住建局、粮食局、中储粮石城库。排名第一的为牵头单位,下同)": [
        ("县住建局", L), ("县粮食局", R), ("中储粮石城库", R),
    ],
    "〔城市建设司、房产司〕": [("城市建设司", R), ("房产司", R)],
    "(县住建局;各乡、镇政府(管委会))": [("县住建局", R), ("各乡、镇政府(管委会)", R)],
    "(县住建局、县城管局牵头,县财政局配合": [("县住建局", L), ("县城管局", L), ("县财政局", C)],
    # names
    "(责任单位:县教育局、县财政局、县民政局、林业局)": [
        ("县教育局", R), ("县财政局", R), ("县民政局", R), ("县林业局", R),
    ],
    "(责任单位:县住建局、县财政局、华山燃气)": [("县住建局", R), ("县财政局", R), ("华山燃气", R)],
    "(责任单位:行署住建局、财政局)": [("行署住建局", R), ("行署财政局", R)],
    "(责任单位:县总工会、团县委、妇联)": [("县总工会", R), ("团县委", R), ("县妇联", R)],
    "(责任单位:县委组织部、人才办,县住建局)": [("县委组织部", R), ("县委人才办", R), ("县住建局", R)],
    "(责任单位:县住建局、琴江街道办事处)": [("县住建局", R), ("琴江街道办事处", R)],
    "(责任单位:县住建局,赣州、上饶市政府)": [("县住建局", R), ("赣州市政府", R), ("上饶市政府", R)],
    "(责任单位:县直有关部门、单位,各乡镇政府)": [("县直有关部门、单位", R), ("各乡镇政府", R)],
    "(责任单位:县住建局,城东、城西园区管委会)": [
        ("县住建局", R), ("城东园区管委会", R), ("城西园区管委会", R),
    ],
    "(责任单位:县住建局,城东、城西管委会)": [("县住建局", R), ("城东管委会", R), ("城西管委会", R)],
    "(责任单位:国家统计局赣州调查队及各乡镇政府)": [("国家统计局赣州调查队", R), ("各乡镇政府", R)],
    "(责任单位:县委编办及县直相关单位)": [("县委编办", R), ("县直相关单位", R)],
    "(县住建局牵头,县环保局和石城供电公司及相关乡镇配合)": [
        ("县住建局", L), ("县环保局", C), ("石城供电公司", C), ("相关乡镇", C),
    ],
    "(责任单位:县住建局,大垸、荒湖管理区)": [("县住建局", R), ("大垸管理区", R), ("荒湖管理区", R)],
    "(责任单位:县住建局,石桥镇、简城街道办事处)": [
        ("县住建局", R), ("石桥镇", R), ("简城街道办事处", R),
    ],
    "(责任单位:县住建局、广州铁路局、环保石城分局)": [
        ("县住建局", R), ("广州铁路局", R), ("环保石城分局", R),
    ],
    "(责任单位:县住建局,13个街道、镇)": [("县住建局", R), ("13个街道、镇", R)],
    "(责任单位:县住建局,示范区、高新区党工委和管委会)": [
        ("县住建局", R), ("示范区党工委和管委会", R), ("高新区党工委和管委会", R),
    ],
    "(责任单位:各省辖市、省直管县(市)人民政府)": [("各省辖市、省直管县(市)人民政府", R)],
    "(责任单位:县住建局和县财政局)": [("县住建局", R), ("县财政局", R)],
    "\n责任单位:县住建局 县财政局": [("县住建局", R), ("县财政局", R)],
    "(责任单位:各乡镇人民政府(办事处),县政务服务局(营商办))": [
        ("各乡镇人民政府(办事处)", R), ("县政务服务局", R),
    ],
    "(责任单位:开发区(投资区、高新区)管委会)": [("开发区(投资区、高新区)管委会", R)],
    "(责任单位:县住建局,各开发区、示范区管委会)": [("县住建局", R), ("各开发区、示范区管委会", R)],
    "(责任单位:县住建局,各乡镇政府〔管委〕)": [("县住建局", R), ("各乡镇政府(管委)", R)],
}  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_read_as_a_careful_person_reads_it(clause):
    text = document(f"一、绿地\n(一)扩大绿地。新建公园。{clause}\n(二)管好绿地。修补步道。\n")
    assert units(text) == {"1": CLAUSES[clause], "2": []}


NO_CLAUSES = [
    "(含县住建局、县财政局)",
    "报领导小组办公室(县住建局)。",
    "成立工作专班(县住建局牵头),定期调度。",
    "公布各责任单位:县住建局等。",
]


@pytest.mark.parametrize("words", NO_CLAUSES)
def test_words_that_only_mention_a_unit_are_no_clause(words):
    body = f"一、绿地\n(一)扩大绿地。新建公园,{words}\n(二)管好绿地。修补步道。(县城管局负责)\n"
    assert units(document(body)) == {"1": [], "2": [("县城管局", R)]}


def test_bare_lists_close_the_stretches_of_a_task_as_clauses_with_words_do():
    text = document("""
一、绿地
(一)扩大绿地。新建公园(县住建局牵头,县财政局配合)。设置座椅(县城管局);修补步道。(县林业局)安装路灯。(县供电公司)
(二)管好绿地。修补步道。(县城管局)
""")
    assert units(text) == {
        "1": [],
        "1.1": [("县住建局", L), ("县财政局", C)],
        "1.2": [("县城管局", R)],
        "1.3": [("县林业局", R)],
        "1.4": [("县供电公司", R)],
        "2": [("县城管局", R)],
    }


@pytest.mark.parametrize(
    ("note", "first"),
    [
        ("负责,列第一位者为牵头单位,下同", [("县住建局", L), ("县财政局", R), ("各乡镇政府", R)]),
        ("。逗号前为牵头单位,下同", [("县住建局", L), ("县财政局", L), ("各乡镇政府", R)]),
    ],
)
def test_a_note_says_where_in_the_lists_those_stand_who_lead(note, first):
    text = document(f"""
一、绿地
(一)扩大绿地。新建公园。(责任单位:县住建局、财政局,各乡镇政府{note})
(二)管好绿地。修补步道。(责任单位:县城管局,县林业局)
""")
    assert units(text) == {"1": first, "2": [("县城管局", L), ("县林业局", R)]}


def test_words_at_the_end_of_a_section_name_units_for_all_its_tasks():
    text = document("""
一、绿地
(一)扩大绿地。新建公园。
(二)管好绿地。修补步道。
以上措施由县住建局、财政局负责落实。
二、绿道
(三)建好绿道。新建绿道。(县林业局负责)
""")
    both = [("县住建局", R), ("县财政局", R)]
    assert units(text) == {"1": both, "2": both, "3": [("县林业局", R)]}


def test_a_general_clause_inside_another_leaves_that_clause_its_own_units():
    text = document("""
一、绿地
(一)扩大绿地。新建公园(县住建局;以下各项任务均需各乡镇政府落实,除特殊情况外,不再单独列出)。设置座椅(县城管局)。
(二)管好绿地。修补步道(县林业局)。
""")
    every = ("各乡镇政府", R)
    assert units(text) == {
        "1": [],
        "1.1": [("县住建局", R)],
        "1.2": [("县城管局", R), every],
        "2": [("县林业局", R), every],
    }


def test_a_day_in_the_clause_is_when_its_task_is_due():
    text = document("一、绿地\n(一)扩大绿地。新建公园3个。(县住建局负责,2024年6月底前完成)\n")
    assert extract(text).tasks[0].targets[0].due.isoformat() == "2024-06-30"


def test_numbered_fields_of_a_task_are_no_items_of_their_own():
    text = document("""
一、建公园
(一)责任领导:赵某
(二)责任单位:县住建局
(三)协办单位:县财政局,各乡镇人民政府
(四)项目内容:新建公园3个。
(五)完成时限:2024年内
二、修步道
(一)责任领导:钱某
(二)责任单位:县城管局
(三)协办单位:县林业局
(四)项目内容:修补步道30处。
(五)完成时限:2024年内
""")
    assert units(text) == {
        "1": [("县住建局", L), ("县财政局", C), ("各乡镇人民政府", C)],
        "2": [("县城管局", L), ("县林业局", C)],
    }


def test_a_head_leads_a_section_whose_numbers_go_on_from_the_one_before():
    text = document("""
一、公园
1.选址。看地。
责任单位:县自然资源局
二、绿道
牵头单位:县林业局
2.选址。看地。
责任单位:县自然资源局
3.施工。开工。
责任单位:县水利局
""")
    assert [role for _, role in units(text)["3"]] == ["lead", "responsible"]


def test_the_heading_of_a_division_says_who_leads_its_tasks():
    text = document(
        "一、县农业农村局牵头工作(2项)\n1.新建农田5万亩。\n2.建设水渠3公里。(协同单位:县水利局)\n"
        "二、县教育局、县体育局牵头任务\n3.新建学校2所。\n"
    )

    assert units(text) == {
        "1": [("县农业农村局", "lead")],
        "2": [("县农业农村局", "lead"), ("县水利局", "cooperating")],
        "3": [("县教育局", "lead"), ("县体育局", "lead")],
    }


def test_a_heading_about_leading_names_nobody():
    text = document("一、落实牵头工作\n1.新建农田5万亩。(责任单位:县水利局)\n")

    assert units(text) == {"1": [("县水利局", "responsible")]}


def test_a_group_of_companies_keeps_its_bracket():
    text = document("一、供水\n1.新建水厂2座。\n责任单位:县水利局(县河长办),石城县水务(集团)有限公司\n")

    assert [name for name, _role in units(text)["1"]] == ["县水利局", "石城县水务(集团)有限公司"]


def test_a_label_at_the_end_of_a_line_has_its_units_on_the_next():
    text = document(
        "1.建公园。建成公园3座,年内开放。牵头单位:\n市自然资源局;责任单位:市住建局、市城管局\n"
        "2.建市场。新建市场2个,年内开业。责任单位:\n市商务局。\n"
    )

    assert units(text) == {
        "1": [("市自然资源局", "lead"), ("市住建局", "responsible"), ("市城管局", "responsible")],
        "2": [("市商务局", "responsible")],
    }


def test_a_prefix_is_carried_over_a_comma():
    text = document("1.建公园。建成公园3座。(省发展改革委,经济和信息化厅、财政厅,各市人民政府负责)\n")

    assert [name for name, _role in units(text)["1"]] == [
        "省发展改革委",
        "省经济和信息化厅",
        "省财政厅",
        "各市人民政府",
    ]


def test_a_bracket_of_any_form_behind_a_collective_holds_together():
    text = document(
        "一、绿地\n1.建公园。建成公园3座。(牵头单位:县住建局;责任单位:各乡镇人民政府〈含园区、景区管委会〉)\n"
    )

    assert [name for name, _role in units(text)["1"]] == ["县住建局", "各乡镇人民政府"]


LISTS = {
    "(县财政局牵头,会同县民政局、审计局负责落实)": [
        ("县财政局", "lead"),
        ("县民政局", "cooperating"),
        ("县审计局", "cooperating"),
    ],
    "(县卫健局、县疾控局等和各乡镇人民政府负责)": [
        ("县卫健局", "responsible"),
        ("县疾控局", "responsible"),
        ("各乡镇人民政府", "responsible"),
    ],
    "(责任单位:县住建局,各乡镇(街道)党(工)委、政府(办事处))": [
        ("县住建局", "responsible"),
        ("各乡镇(街道)党(工)委、政府(办事处)", "responsible"),
    ],
    "(县住建局牵头,县财政局、水利局配合;完成时限:2024年9月)": [
        ("县住建局", "lead"),
        ("县财政局", "cooperating"),
        ("县水利局", "cooperating"),
    ],
    "\n牵头责任单位:县住建局\n主要协作单位:各乡镇人民政府、经济开发区管委会": [
        ("县住建局", "lead"),
        ("各乡镇人民政府", "cooperating"),
        ("经济开发区管委会", "cooperating"),
    ],
    "(县住建局牵头,文昌、崮云、平安街道办事处配合)": [
        ("县住建局", "lead"),
        ("文昌街道办事处", "cooperating"),
        ("崮云街道办事处", "cooperating"),
        ("平安街道办事处", "cooperating"),
    ],
    "(县工信局、各区、县级市,石城电信、移动、联通公司负责)": [
        ("县工信局", "responsible"),
        ("各区、县级市", "responsible"),
        ("石城电信公司", "responsible"),
        ("石城移动公司", "responsible"),
        ("石城联通公司", "responsible"),
    ],
    "(县工信局、示范区管委会等相关县〔市、区〕政府)": [
        ("县工信局", "responsible"),
        ("示范区管委会", "responsible"),
        ("相关县(市、区)政府", "responsible"),
    ],
    "[县住建局牵头,县财政局、水利局配合。以下均需各乡镇政府落实,无职能的由县直部门负责,不再列出)]": [
        ("县住建局", "lead"),
        ("县财政局", "cooperating"),
        ("县水利局", "cooperating"),
    ],
    "管好绿地,由县住建局会同县财政局、水利局等部门研究提出落实意见。": [
        ("县住建局", "lead"),
        ("县财政局", "cooperating"),
        ("县水利局", "cooperating"),
    ],
    "\n责任单位:县住建局、县财政局(列第一位者为工作牵头单位或汇总单位,下同)": [
        ("县住建局", "lead"),
        ("县财政局", "responsible"),
    ],
    "(责任单位:县住建局、市政局、环卫处)": [
        ("县住建局", "responsible"),
        ("县市政局", "responsible"),
        ("县环卫处", "responsible"),
    ],
    "〔责任单位:县住建局、县财政局按职责分工负责。具体任务均涉及相关乡镇人民政府,不再做分工,下同。〕": [
        ("县住建局", "responsible"),
        ("县财政局", "responsible"),
        ("相关乡镇人民政府", "responsible"),
    ],
    "(县住建局、林业局牵头督导,各乡镇人民政府结合实际落实)": [
        ("县住建局", "lead"),
        ("县林业局", "lead"),
        ("各乡镇人民政府", "responsible"),
    ],
    "\n责任单位:县住建局\n县财政局\n各乡镇": [
        ("县住建局", "responsible"),
        ("县财政局", "responsible"),
        ("各乡镇", "responsible"),
    ],
    "(牵头部门:县住建局 协管部门:县财政局 县水利局)": [
        ("县住建局", "lead"),
        ("县财政局", "cooperating"),
        ("县水利局", "cooperating"),
    ],
    "(县住建局负总责,县财政局按职责分工负责)": [("县住建局", "responsible"), ("县财政局", "responsible")],
    "(第一责任单位:县住建局;其他责任单位:县财政局)": [("县住建局", "lead"), ("县财政局", "responsible")],
    "\n责任单位:县住建局\n县财政局\n各乡镇人民政府": [
        ("县住建局", "responsible"),
        ("县财政局", "responsible"),
        ("各乡镇人民政府", "responsible"),
    ],
    "(责任单位:县工信局,联通、移动、电信石城分公司)": [
        ("县工信局", "responsible"),
        ("联通石城分公司", "responsible"),
        ("移动石城分公司", "responsible"),
        ("电信石城分公司", "responsible"),
    ],
}


@pytest.mark.parametrize("clause", LISTS)
def test_what_a_list_leaves_out_is_given_back(clause):
    text = document(
        f"一、绿地\n(一)建公园。建成公园3座。{clause}\n(二)管公园。做好。(县林业局、县水利局负责)\n"
    )

    assert units(text)["1"] == LISTS[clause]


def test_units_that_stand_in_every_list_from_here_on():
    text = document(
        "一、绿地\n1.建公园。责任单位:县住建局,各乡镇党委、政府,以下各项工作的责任单位中均有各乡镇党委、政府,不再重复列出。\n"
        "2.管公园。责任单位:县林业局\n"
    )

    everyone = ("各乡镇党委、政府", "responsible")
    assert units(text) == {
        "1": [("县住建局", "responsible"), everyone],
        "2": [("县林业局", "responsible"), everyone],
    }


def test_who_signs_below_the_last_list_is_no_unit_of_it():
    text = document("一、绿地\n1.建公园。做好。\n责任单位:县住建局\n县人民政府办公室\n2024年3月5日\n")

    assert units(text) == {"1": [("县住建局", "responsible")]}
