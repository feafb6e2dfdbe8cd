"""A task begins where somebody selects its first words, outside the tasks that the reader found."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks import amending, editing, rereading
from tasks.importing import import_document
from tasks.models import Assignment, Target
from tests.amendments import published
from tests.factories import (
    DocumentFactory,
    RegionFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    office_of,
)
from urbanplan.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

# The reader finds no task in it: nothing is numbered.
PLAIN = """云海市2024年绿化工作安排
各县区要高度重视。
推进公园建设。年内新建口袋公园12个。(责任单位：市园林局、财政局)
管好绿地。补植行道树5000株。(责任单位：市城管局、财政局)
"""
ASKED = "Read by the program when the task was begun: is it right?"


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def region():
    return RegionFactory(code="650900", name="云海市", level="prefecture")


@pytest.fixture
def plain(region):
    return import_document(data=PLAIN.encode(), name="绿化.txt", region=region)


def begin(document, by, words="推进公园建设", number="1", title="推进公园建设", **more):
    return editing.begin_task(document=document, by=by, words=words, number=number, title=title, **more)


def units(task) -> list:
    return list(task.assignments.order_by("order").values_list("wording", "order"))


def figures(task) -> list:
    return list(task.targets.order_by("order").values_list("indicator", "value", "unit", "due"))


# What a task holds


def test_begun_task_is_read_with_a_doubt_on_each_row(plain, by):
    made = begin(plain, by, words="管好绿地", title="管好绿地")

    assert made.text == "管好绿地。补植行道树5000株。(责任单位：市城管局、财政局)"
    assert units(made) == [("市城管局", 1), ("市财政局", 2)]
    assert figures(made) == [("补植行道树", Decimal(5000), "株", date(2024, 12, 31))]
    rows = [*made.assignments.all(), *made.targets.all()]
    assert [row.doubt for row in rows] == [ASKED] * 3
    assert [plain.text[row.start : row.end] for row in rows] == ["市城管局", "财政局", "补植行道树5000株"]


def test_begun_task_and_what_was_read_leave_a_trail(plain, by):
    made = begin(plain, by)

    rows = [made, made.assignments.first(), made.targets.first()]
    latest = [row.history.latest() for row in rows]
    assert [(row.history_type, row.history_user, row.history_change_reason) for row in latest] == [
        ("+", by, "Added while checking"),
        ("+", by, "Read by the program"),
        ("+", by, "Read by the program"),
    ]


def test_figure_that_cannot_be_stored_is_left_out(plain, by, monkeypatch):
    found = rereading.read_targets(plain, 0, len(plain.text))
    nameless = [found[0] | {"indicator": ""}, *found[1:]]
    monkeypatch.setattr(rereading, "read_targets", lambda *args: nameless)

    made = begin(plain, by)

    assert [figure.value for figure in made.targets.all()] == [Decimal(5000)]


def test_goal_in_the_text_of_the_task_becomes_its_figure_once(plain, by):
    start = plain.text.index("年内新建")
    goal = TargetFactory(
        document=plain,
        task=None,
        indicator="口袋公园",
        value=12,
        unit="个",
        start=start,
        end=start + 10,
        doubt="",
    )
    outside = TargetFactory(document=plain, task=None, start=0, end=5)

    made = begin(plain, by)

    goal.refresh_from_db()
    outside.refresh_from_db()
    assert (goal.task, goal.doubt, outside.task) == (made, "", None)
    assert [figure.indicator for figure in made.targets.order_by("order")] == ["口袋公园", "补植行道树"]


def test_units_that_both_parts_name_stay_with_both_when_the_task_is_split(plain, by):
    first = begin(plain, by)
    assert units(first) == [("市园林局", 1), ("市财政局", 2), ("市城管局", 3)]

    second = editing.split_task(task=first, by=by, words="管好绿地", number="2", title="管好绿地")

    assert units(first) == [("市园林局", 1), ("市财政局", 2)]
    assert units(second) == [("市城管局", 1), ("市财政局", 2)]
    assert second.assignments.get(order=2).doubt == ASKED


def test_split_does_not_bring_back_a_unit_that_was_taken_out(plain, by):
    first = begin(plain, by)
    editing.remove(row=first.assignments.get(wording="市财政局"), by=by)

    second = editing.split_task(task=first, by=by, words="管好绿地", number="2", title="管好绿地")

    assert (units(first), units(second)) == ([("市园林局", 1)], [("市城管局", 1)])


def test_day_beside_the_units_is_the_day_of_the_figures(region, by):
    text = PLAIN.replace("(责任单位：市城管局、财政局)", "\n责任单位：市城管局\n完成时限：2024年6月底")
    document = import_document(data=text.encode(), name="绿化.txt", region=region)

    made = begin(document, by, words="管好绿地", title="管好绿地")

    assert figures(made) == [("补植行道树", Decimal(5000), "株", date(2024, 6, 30))]


def test_units_that_answer_for_all_above_are_read_too(region, by):
    text = PLAIN + "以上由市发展改革委负责落实。\n"
    document = import_document(data=text.encode(), name="绿化.txt", region=region)

    made = begin(document, by, words="管好绿地", title="管好绿地")

    assert [name for name, _order in units(made)] == ["市城管局", "市财政局", "市发展改革委"]


def test_heading_of_the_task_says_what_is_counted(region, by):
    text = PLAIN.replace("管好绿地。补植行道树5000株。", "新建口袋公园\n年内新建5个。")
    document = import_document(data=text.encode(), name="绿化.txt", region=region)

    made = begin(document, by, words="新建口袋公园\n", title="新建口袋公园")

    assert [figure.indicator for figure in made.targets.all()] == ["新建口袋公园"]


def test_figures_of_a_table_in_the_text_are_not_read_as_sentences(region, by):
    table = "表1 主要指标\n序号\t指标\t2024年目标\t责任单位\n1\t新建公厕\t80座\t市城管局\n"
    document = DocumentFactory(state="draft", region=region, text=f"管好绿地。\n{table}补植行道树5000株。\n")

    made = begin(document, by, words="管好绿地", title="管好绿地")

    assert [figure.indicator for figure in made.targets.all()] == ["补植行道树"]


# Where a task begins and ends

LONG = """一、住房
总说明在此。
(一)建房。
(二)修房。
二、道路
说明在此。
(三)修路。
三、保障措施
(一)加强领导。各县区落实。
(二)加强督查。
"""


@pytest.fixture
def long(region):
    """(二) and all from 二 on were overlooked; 三 carried no task, so it is no section of the ledger."""
    document = DocumentFactory(state="draft", region=region, text=LONG)
    for order, heading in enumerate(["一、住房", "二、道路"], start=1):
        start = LONG.index(heading)
        ordinal, _mark, title = heading.partition("、")
        SectionFactory(document=document, ordinal=ordinal, title=title, order=order, start=start)
    start = LONG.index("(一)建房")
    TaskFactory(document=document, number="1", order=1, start=start, end=start + 6)
    return document


@pytest.mark.parametrize(
    ("words", "text", "section"),
    [
        ("总说明", "总说明在此。", "一、住房"),
        ("(二)修房", "(二)修房。", "一、住房"),
        ("修房", "修房。", "一、住房"),
        ("二、道路", "二、道路\n说明在此。\n(三)修路。", "二、道路"),
        ("说明在此。\n(三)", "说明在此。", "二、道路"),
        ("(三)修路", "(三)修路。", "二、道路"),
        ("(一)加强", "(一)加强领导。各县区落实。", None),
        ("各县区", "各县区落实。", None),
        ("(二)加强", "(二)加强督查。", None),
    ],
)
def test_task_reaches_to_the_next_task_or_heading(long, by, words, text, section):
    at = LONG.index("\n" + words) + 1 if "\n" + words in LONG else LONG.index(words)

    made = begin(long, by, words=words, number="2", at=at)

    assert (made.start, made.text, made.section and str(made.section)) == (at, text, section)


def test_task_ends_where_a_task_or_section_without_a_number_begins(plain, by):
    editing.add_section(document=plain, by=by, ordinal="二", title="管护", words="管好绿地")
    begin(plain, by, words="推进公园建设", number="2")
    begin(plain, by, words="管好绿地", number="3")

    first = begin(plain, by, words="各县区", number="1")

    tasks = [(task.number, str(task.section), task.text[:6]) for task in plain.tasks.order_by("order")]
    assert tasks == [
        ("1", "None", "各县区要高度"),
        ("2", "None", "推进公园建设"),
        ("3", "二、管护", "管好绿地。补"),
    ]
    assert (first.text, plain.tasks.get(number="2").text[-5:]) == ("各县区要高度重视。", "、财政局)")


def test_section_that_somebody_added_holds_what_follows_it(long, by):
    editing.add_section(document=long, by=by, ordinal="三", title="保障措施", words="三、保障措施")

    made = begin(long, by, words="(一)加强", number="2")

    assert made.section.title == "保障措施"


def test_tasks_stand_in_the_order_of_the_text(long, by):
    begin(long, by, words="(三)修路", number="3")
    begin(long, by, words="(二)修房", number="2")

    assert list(long.tasks.values_list("number", "order")) == [("1", 1), ("2", 2), ("3", 3)]


def test_typed_words_are_looked_for_outside_the_tasks(long, by):
    made = begin(long, by, words="房", number="2")

    assert LONG[: made.start].endswith("一、住")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"words": "建房"}, "“建房” stands in task 1: split that task."),
        ({"words": "房", "at": LONG.index("(一)建房") + 4}, "“房” stands in task 1: split that task."),
        ({"words": "没有的话"}, "“没有的话” does not stand in this text."),
        ({"words": "修房", "number": "1"}, "This document already has a task of this number."),
    ],
    ids=["in a task", "at a place in a task", "not there", "a number that is taken"],
)
def test_what_begins_no_task_is_said_and_nothing_is_made(long, by, where, said):
    with pytest.raises(Refusal) as refusal:
        begin(long, by, **{"number": "2"} | where)

    assert said in str(refusal.value)
    assert (long.tasks.count(), Assignment.objects.count(), Target.objects.count()) == (1, 0, 0)


def test_a_long_ledger_is_put_in_order_in_as_few_queries(region, by):
    """A task begun before all others moves each of them, and each figure."""

    def queries(count: int) -> int:
        rows = "".join(f"{n}.建公园{n}。新建{n}个。(责任单位:市园林局)\n" for n in range(1, count + 1))
        text = f"云海市2024年绿化要点{count}\n补植行道树5株。\n{rows}"
        document = import_document(data=text.encode(), name="绿化.txt", region=region)
        with CaptureQueriesContext(connection) as made:
            begin(document, by, words="补植行道树", number="99", title="补植")
        assert [task.order for task in document.tasks.order_by("start")] == list(range(1, count + 2))
        return len(made)

    assert queries(30) == queries(3)


# Under an amendment


def test_task_begins_in_a_published_ledger_only_by_an_amendment(by):
    document = published(by)
    words = {"words": "云政办发", "number": "4", "title": "公布"}
    with pytest.raises(Refusal, match="only by an amendment"):
        begin(document, by, **words)
    amendment = amending.begin(document=document, reason="更正", by=by)

    made = begin(document, by, **words)

    (change,) = amendment.changes.all()
    assert (change.kind, change.task, change.old, change.new["number"], change.decided_by) == (
        "task",
        made,
        {},
        "4",
        by,
    )


def test_amendment_records_what_was_read_and_the_goal_that_moved(region, by):
    text = PLAIN.replace("推进公园", "1.推进公园").replace("管好", "2.管好").replace("各县区要", "要")
    document = import_document(data=text.encode(), name="绿化.txt", region=region)
    editing.remove(row=document.tasks.get(number="2"), by=by)
    start = document.text.index("补植")
    goal = TargetFactory(document=document, task=None, value=5000, unit="株", start=start, end=start + 10)
    document.state, document.published_at = "published", document.created_at
    document.save()
    amendment = amending.begin(document=document, reason="更正", by=by)

    begin(document, by, words="2.管好绿地", number="2", title="管好绿地")

    changes = [(change.kind, change.label, change.new.get("task")) for change in amendment.changes.all()]
    assert sorted(changes, key=str) == sorted(
        [
            ("target", f"2 · {goal.indicator}", "2"),
            ("task", "2 管好绿地", None),
            ("unit", "2 · 市城管局", None),
            ("unit", "2 · 市财政局", None),
        ],
        key=str,
    )


def test_amendment_is_not_ended_while_what_was_read_is_in_doubt(plain, by):
    plain.state, plain.published_at = "published", plain.created_at
    plain.save()
    amendment = amending.begin(document=plain, reason="更正", by=by)
    task = begin(plain, by)

    with pytest.raises(Refusal, match="doubts are still open"):
        amending.finish(amendment=amendment, by=by)

    for row in [*task.assignments.all(), *task.targets.all()]:
        editing.accept(row=row, by=by)
    assert amending.finish(amendment=amendment, by=by).state == "done"


# On the checking page


@pytest.fixture
def office(plain, client):
    user = office_of(plain.region)
    client.force_login(user)
    return user


def page(client, document, **query):
    return client.get(reverse("check-document", args=[document.pk]), query)


def send(client, document, item, do="begin", **data):
    kind = "head" if item == document else "task"
    return client.post(reverse("change-draft", args=[document.pk, kind, item.pk]), {"do": do} | data)


def selected(document, words: str) -> dict:
    start = document.text.index(words)
    return {"start": start, "end": start + len(words)}


def test_draft_without_tasks_says_how_to_begin_one_and_is_not_published(client, office, plain):
    html = page(client, plain).content.decode()

    assert "No numbered tasks were found. Select in the text the words" in html
    assert "The ledger holds no task yet: the document cannot be published" in html
    assert "data-publish disabled" in html


def test_with_a_task_and_no_doubt_it_can_be_published(client, office, plain):
    begin(plain, office)
    Assignment.objects.update(doubt="")
    Target.objects.update(doubt="")

    html = page(client, plain).content.decode()

    assert "No numbered tasks were found" not in html and "data-publish>" in html


def test_selected_words_outside_the_tasks_propose_a_task(client, office, plain):
    asked = selected(plain, "推进公园建设。年内新建口袋公园12个")

    proposed = page(client, plain, add="split", **asked).context["page"].new_task

    assert (proposed.do, proposed.kind, proposed.form.initial) == (
        "begin",
        "head",
        {
            "words": "推进公园建设。年内新建口袋公园12个",
            "at": asked["start"],
            "number": "1",
            "title": "推进公园建设。年内新建口袋公园12个",
        },
    )


def test_selected_words_inside_a_task_propose_to_split_it(client, office, plain):
    first = begin(plain, office)

    shown = page(client, plain, add="split", **selected(plain, "管好绿地")).context["page"]

    ((_section, (card,)),) = shown.chapters
    assert (card.task.row, card.addition.do, shown.new_task) == (first, "split", None)
    assert card.addition.form.initial["number"] == "2"


@pytest.mark.parametrize(
    ("words", "kept", "title"),
    [
        ("(三)修路。", "(三)修路。", "修路"),
        ("◆修路", "◆修路", "修路"),
        (" 修路\n后面一段", "修路", "修路"),
        ("修" * 400, "修" * 300, "修" * 200),
    ],
    ids=["printed number", "bullet", "two lines", "too long"],
)
def test_proposed_title_is_the_words_without_number_and_stop(client, office, plain, words, kept, title):
    plain.text = f"前言\n{words}\n"
    plain.save()

    shown = page(client, plain, add="split", **selected(plain, words)).context["page"]

    initial = shown.new_task.form.initial
    assert (initial["words"], initial["title"]) == (kept, title)
    assert plain.text.startswith(kept, initial["at"])


NUMBERS = {
    "the first": ([], "乙", "1"),
    "behind the one before": (["1", "4"], "乙", "2"),
    "behind the highest": (["1", "2"], "乙", "3"),
    "behind nothing": (["2", "3"], "甲前", "4"),
    "the printed one": (["1", "2", "4"], "(三)乙", "3"),
    "printed and taken": (["1", "3"], "(三)乙", "2"),
    "of a part": (["1.1", "1.2"], "(七)乙", "1.3"),
    "no figure at its end": (["1(a)", "9"], "乙", "10"),
}


@pytest.mark.parametrize(("numbers", "words", "proposed"), NUMBERS.values(), ids=NUMBERS)
def test_proposed_number_is_the_next_free_one(client, office, plain, numbers, words, proposed):
    """The first task stands before the words, the others behind them."""
    plain.text = f"前言\n甲前\n甲\n{words}\n丙\n丁\n戊\n"
    plain.save()
    for number, place in zip(numbers, ("\n甲\n", "\n丙", "\n丁"), strict=False):
        start = plain.text.index(place) + 1
        TaskFactory(document=plain, number=number, order=start, start=start, end=start + 1)

    shown = page(client, plain, add="split", **selected(plain, words)).context["page"]

    assert shown.new_task.form.initial["number"] == proposed


def test_part_of_a_task_is_counted_with_its_parts(client, office, plain):
    start, end = plain.text.index("推进"), plain.text.index("(责任单位")
    parent = TaskFactory(document=plain, number="7", order=1, start=start, end=end)
    TaskFactory(document=plain, parent=parent, number="7.1", order=2, start=start + 2, end=end)

    shown = page(client, plain, add="split", **selected(plain, "年内")).context["page"]

    ((_section, cards),) = shown.chapters
    assert cards[1].addition.form.initial["number"] == "7.2"


def test_task_is_begun_with_typed_words_too(client, office, plain):
    form = page(client, plain, add="begin").context["page"].new_task.form
    assert form.initial["number"] == "1"

    answer = send(client, plain, plain, words="管好绿地", number="1", title="管好绿地", at="")

    made = plain.tasks.get()
    assert answer.url.endswith(f"#task-{made.pk}")
    assert (made.start, made.assignments.count()) == (plain.text.index("管好绿地"), 2)


def test_refused_task_stands_beside_what_was_typed(client, office, plain):
    begin(plain, office, words="管好绿地")

    answer = send(client, plain, plain, words="推进公园建设", number="1", title="建公园", at="")

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This document already has a task of this number." in html and 'value="建公园"' in html


def test_amendment_does_not_speak_of_publishing(client, office, plain):
    begin(plain, office)
    plain.state, plain.published_at = "published", plain.created_at
    plain.save()
    amending.begin(document=plain, reason="更正", by=office)

    html = page(client, plain).content.decode()

    assert "doubts to work off" in html and "before the document can be published" not in html
