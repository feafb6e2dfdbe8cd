"""Which figures a department is asked for, how they stand; the page of all, and the page that traces one."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tasks.figures import expected_value, figures_of
from tasks.models import ProgressEntry, Target
from tasks.tracing import passage, shares_of
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    EntryFactory,
    TargetFactory,
    TaskFactory,
    liaison_of,
    office_of,
)

pytestmark = pytest.mark.django_db
HALF = date(2022, 6, 15)


@pytest.fixture
def housing():
    return DepartmentFactory(name="自治区住房城乡建设厅")


@pytest.fixture
def target(housing):
    target = TargetFactory()
    AssignmentFactory(task=target.task, department=housing, order=1)
    return target


@pytest.fixture
def liaison(housing):
    return liaison_of(housing)


@pytest.fixture
def signed_in(client, liaison, settings, clock):
    clock("2022-06-16 09:00")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(liaison)
    return client


def asked(department, on=HALF, **more) -> list[tuple]:
    return [(one.target, one.allocation, one.leads) for one in figures_of([department.pk], on, **more)]


# What is asked


def test_a_department_is_asked_for_the_targets_of_its_tasks_and_leads_as_the_first(housing, target):
    second = AssignmentFactory(task=target.task, order=2).department

    assert asked(housing) == [(target, None, True)]
    assert asked(second) == [(target, None, False)]
    assert asked(DepartmentFactory()) == []


def test_a_divided_amount_is_asked_by_its_shares_only(housing, target):
    share = AllocationFactory(target=target)

    assert asked(share.department) == [(target, share, True)]
    assert asked(housing) == []


def test_a_divided_level_is_asked_as_a_whole_too(housing):
    rate = TargetFactory(kind="level", unit="%", value=Decimal(97))
    AssignmentFactory(task=rate.task, department=housing, order=1)
    share = AllocationFactory(target=rate, department=housing)

    assert asked(housing) == [(rate, share, True), (rate, None, True)]


def test_every_member_of_a_group_is_asked(target):
    city = DepartmentFactory(name="银川市人民政府")
    AssignmentFactory(
        task=target.task, department=None, group=DepartmentGroupFactory(members=[city]), order=2
    )

    assert asked(city) == [(target, None, False)]


@pytest.mark.parametrize("why", ["draft", "closed document", "closed task", "not binding"])
def test_what_nobody_has_to_report(housing, target, why):
    document = target.document
    if why == "draft":
        document.state, document.published_at = "draft", None
    elif why == "closed document":
        document.state = "closed"
    elif why == "closed task":
        target.task.state, target.task.closed_on = "closed", HALF
        target.task.closed_by = office_of(document.region)
    else:
        target.binding = False
    for row in (document, target.task, target):
        row.save()

    assert asked(housing) == []


def test_the_last_value_is_the_departments_own_on_that_day(housing, target):
    EntryFactory(target=target, department=housing, value=Decimal(1000), as_of=date(2022, 3, 1))
    EntryFactory(target=target, department=housing, value=Decimal(4500), as_of=HALF)
    EntryFactory(target=target, value=Decimal(5000), as_of=date(2022, 3, 2))

    march, june = (figures_of([housing.pk], day)[0] for day in (date(2022, 3, 31), HALF))

    assert (march.last_value, june.last_value, june.by_others) == (Decimal(1000), Decimal(4500), True)


@pytest.mark.parametrize(
    ("what", "on", "expected"),
    [
        ({}, date(2022, 1, 1), "0"),
        ({}, HALF, "4119"),
        ({}, date(2022, 12, 31), "9087"),
        ({"trajectory": [["2022-06-15", "0.4"]]}, HALF, "3635"),
        ({"kind": "level", "unit": "%", "value": Decimal(97), "baseline": Decimal(90)}, HALF, "93.2"),
        ({"kind": "level", "unit": "%", "value": Decimal(97), "baseline": Decimal(98)}, HALF, "44.0"),
        ({"value": Decimal("9000")}, HALF, "4080"),
        ({"value": Decimal("1.25")}, HALF, "0.57"),
    ],
)
def test_what_is_expected_by_a_day_is_as_exact_as_the_goal(what, on, expected):
    assert str(expected_value(TargetFactory.build(task=None, document=None, **what), on)) == expected


def test_a_limit_expects_nothing():
    assert expected_value(TargetFactory.build(task=None, document=None, comparator="<="), HALF) is None


@pytest.mark.parametrize("rows", [1, 4])
def test_figures_are_found_in_a_fixed_number_of_queries(housing, target, rows, django_assert_num_queries):
    for _more in range(rows - 1):
        other = EntryFactory(target=TargetFactory(), department=housing).target
        AssignmentFactory(task=other.task, department=housing, order=1)

    with django_assert_num_queries(6):
        assert len(figures_of([housing.pk], HALF)) == rows


# The page of all figures


@pytest.fixture
def second(housing, target):
    task = TaskFactory(document=target.document)
    AssignmentFactory(task=task, department=housing, order=1)
    return TargetFactory(task=task, indicator="改造老旧小区", value=Decimal(374), unit="个")


def page_data(client, **typed) -> dict:
    """The fields of the page as it was opened, with values typed for keys."""
    context = client.get(reverse("my-figures")).context
    data = {"sending": str(context["sending"])}
    for ledger in context["page"].ledgers:
        data[ledger.day_form.add_prefix("as_of")] = "2022-06-15"
        data |= {row.form.add_prefix("seen"): row.form["seen"].value() for row in ledger.rows}
    return data | typed


def key(target, department) -> str:
    return f"t{target.pk}-{department.pk}-value"


def test_many_figures_are_saved_at_once(signed_in, housing, target, second):
    data = page_data(signed_in, **{key(target, housing): "4,500", key(second, housing): "120"})

    answer = signed_in.post(reverse("my-figures"), data)

    assert answer.status_code == 302
    rows = ProgressEntry.objects.order_by("pk").values_list("target", "value", "as_of", "department")
    assert list(rows) == [
        (target.pk, Decimal(4500), HALF, housing.pk),
        (second.pk, Decimal(120), HALF, housing.pk),
    ]


def test_right_figures_are_saved_and_wrong_ones_stay_in_their_cells(signed_in, housing, target, second):
    data = page_data(signed_in, **{key(target, housing): "4500", key(second, housing): "12o"})

    shown = signed_in.post(reverse("my-figures"), data)

    assert [entry.target for entry in ProgressEntry.objects.all()] == [target]
    first, wrong = (row.form for row in shown.context["page"].rows)
    assert (first["value"].value(), wrong["value"].value()) == (None, "12o")
    assert list(wrong.errors["value"]) == ["The unit of this figure is 个, not “o”."]
    assert "1 figure is saved." in shown.content.decode()


def test_the_page_sent_twice_saves_once(signed_in, housing, target):
    data = page_data(signed_in, **{key(target, housing): "4500"})

    answers = [signed_in.post(reverse("my-figures"), data).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert ProgressEntry.objects.count() == 1


def test_a_doubtful_figure_is_saved_once_its_box_is_ticked(signed_in, housing, target):
    data = page_data(signed_in, **{key(target, housing): "95万"})
    asked = signed_in.post(reverse("my-figures"), data).context["page"].rows[0].form
    assert not ProgressEntry.objects.exists()

    signed_in.post(reverse("my-figures"), data | {asked.add_prefix("confirmed"): asked.stamp})

    assert ProgressEntry.objects.get().value == Decimal(950000)


def test_a_wrong_day_saves_nothing_and_says_why(signed_in, housing, target):
    data = page_data(signed_in, **{key(target, housing): "4500"})
    day = f"d{target.document_id}-as_of"

    shown = signed_in.post(reverse("my-figures"), data | {day: "2022-07-01"}).content.decode()

    assert "cannot lie in the future" in shown
    assert "4500" in shown
    assert not ProgressEntry.objects.exists()


def test_figures_that_another_unit_leads_stand_apart(signed_in, housing, target):
    task = AssignmentFactory(order=1).task
    AssignmentFactory(task=task, department=housing, order=2)
    theirs = TargetFactory(task=task)

    ledgers = signed_in.get(reverse("my-figures")).context["page"].ledgers

    assert [row.figure.target for ledger in ledgers for row in ledger.own] == [target]
    assert [row.figure.target for ledger in ledgers for row in ledger.others] == [theirs]


def test_without_figures_the_page_says_what_would_be_there(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(liaison_of(DepartmentFactory()))

    assert "No figure is yours to report" in client.get(reverse("my-figures")).content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_the_page_of_figures_asks_the_same_for_one_and_for_four(
    signed_in, housing, target, rows, django_assert_num_queries
):
    for _more in range(rows - 1):
        task = TaskFactory(document=target.document)
        AssignmentFactory(task=task, department=housing, order=1)
        EntryFactory(target=TargetFactory(task=task), department=housing)

    with django_assert_num_queries(12):
        signed_in.get(reverse("my-figures"))


# The page of one figure


def test_a_figure_is_traced_to_its_sentence_and_to_who_reported_it(signed_in, housing, liaison, target):
    document = target.document
    target.start = document.text.index(target.text)
    target.end = target.start + len(target.text)
    target.save()
    wrong = EntryFactory(target=target, department=housing, reporter=liaison, value=Decimal(45000))
    EntryFactory(target=target, department=housing, reporter=liaison, value=Decimal(4500), corrects=wrong)

    answer = signed_in.get(reverse("target", args=[target.pk]), {"on": "2022-06-15"})
    shown = answer.content.decode()

    assert f'<span class="mark-target">{target.text}</span>' in shown
    assert f"{reverse('document-text', args=[document.pk])}#target-{target.pk}" in shown
    assert [entry.value for entry in answer.context["entries"]] == [Decimal(4500), Decimal(45000)]
    assert (answer.context["target"].actual, liaison.name in shown) == (Decimal(4500), True)


def test_words_sent_on_the_same_page_stand_by_each_of_its_figures(signed_in, housing, target):
    sending = "0190163d-8694-739b-aea5-966c26f8ad90"
    EntryFactory(target=target, department=housing, narrative="顺利", sending=sending)
    second = EntryFactory(
        target=TargetFactory(task=target.task), department=housing, narrative="", sending=sending
    )

    entries = signed_in.get(reverse("target", args=[second.target_id])).context["entries"]

    assert [entry.page.narrative for entry in entries] == ["顺利"]


def test_a_liaison_sees_no_entry_of_another_unit(signed_in, housing, target):
    theirs = EntryFactory(target=target, narrative="秘而不宣")
    EntryFactory(target=target, department=housing, narrative="我方已开工")

    shown = signed_in.get(reverse("target", args=[target.pk])).content.decode()

    assert "我方已开工" in shown
    assert "秘而不宣" not in shown
    assert theirs.reporter.name not in shown


def test_the_office_sees_all_entries(signed_in, housing, target):
    EntryFactory(target=target, narrative="秘而不宣")
    signed_in.force_login(office_of(target.document.region))

    assert "秘而不宣" in signed_in.get(reverse("target", args=[target.pk])).content.decode()


def test_the_sum_of_the_shares_is_compared_and_not_adjusted(target):
    office = office_of(target.document.region)
    first = AllocationFactory(target=target, value=Decimal(4000))
    AllocationFactory(target=target, value=Decimal(5000))
    EntryFactory(target=target, allocation=first, department=first.department, value=Decimal(1500))

    shares = shares_of(target, office, HALF)

    assert (shares.total, shares.difference) == (Decimal(9000), Decimal(-87))
    assert [row.figure.last_value for row in shares.rows] == [Decimal(1500), None]
    assert Target.objects.with_actual(HALF).get().actual == Decimal(1500)


def test_a_unit_sees_what_its_own_share_reached_only(target):
    mine = AllocationFactory(target=target, department__name="银川市人民政府")
    theirs = AllocationFactory(target=target, department__name="中卫市人民政府")
    for share in (mine, theirs):
        EntryFactory(target=target, allocation=share, department=share.department, value=Decimal(50))

    rows = shares_of(target, liaison_of(mine.department), HALF).rows

    seen = {row.figure.department: (row.visible, row.figure.last_value) for row in rows}
    assert seen == {mine.department: (True, Decimal(50)), theirs.department: (False, None)}


def test_a_long_paragraph_is_cut_around_the_words():
    document = DocumentFactory(text="前" * 300 + "新建9087套" + "后" * 300 + "\n另一段")
    target = TargetFactory(task__document=document, start=300, end=307, text="新建9087套")

    shown = passage(target)

    assert [piece.text for piece in shown] == ["…" + "前" * 160, "新建9087套", "后" * 160 + "…"]
    assert [mark.kind for mark in shown[1].marks] == ["target"]


def test_a_goal_of_the_whole_document_has_a_page(signed_in, target):
    goal = TargetFactory(task=None, document=target.document, indicator="常住人口城镇化率", unit="%")

    assert signed_in.get(reverse("target", args=[goal.pk])).status_code == 200


def test_a_strangers_figure_is_not_found(signed_in):
    assert signed_in.get(reverse("target", args=[TargetFactory().pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_tracing_asks_the_same_for_one_entry_and_for_five(
    signed_in, housing, target, rows, django_assert_num_queries
):
    for number in range(rows):
        EntryFactory(target=target, department=housing, value=Decimal(number))

    with django_assert_num_queries(14):
        signed_in.get(reverse("target", args=[target.pk]))
