"""Dividing a total: saved as typed, compared with the total, never adjusted, never silently overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from tasks.allocations import ChangedMeanwhile, Share, save_allocations, snapshot
from tasks.models import Allocation
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    EntryFactory,
    RegionFactory,
    TargetFactory,
    liaison_of,
    office_of,
)
from urbanplan.refusal import Refusal

pytestmark = pytest.mark.django_db
END = date(2022, 12, 31)


@pytest.fixture(autouse=True)
def english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def target():
    return TargetFactory()


@pytest.fixture
def office(target):
    return office_of(target.document.region)


@pytest.fixture
def cities():
    names = [("640100", "银川市"), ("640500", "中卫市")]
    regions = [RegionFactory(code=code, name=name, level="prefecture") for code, name in names]
    return [DepartmentFactory(region=region, name=f"{region.name}人民政府") for region in regions]


def stored(target) -> list[tuple]:
    return list(target.allocations.order_by("pk").values_list("department__name", "value", "due"))


def refusal(**what) -> str:
    with pytest.raises(Refusal) as refused:
        save_allocations(**what)
    return str(refused.value)


def test_shares_are_stored_as_given_whatever_their_sum(target, office, cities):
    shares = [Share(cities[0], Decimal("4000.5"), END), Share(cities[1], Decimal(0), date(2022, 10, 31))]

    save_allocations(target=target, by=office, shares=shares)

    assert stored(target) == [
        ("银川市人民政府", Decimal("4000.5"), END),
        ("中卫市人民政府", Decimal(0), date(2022, 10, 31)),
    ]


def test_saving_again_changes_adds_and_removes_and_leaves_the_rest_alone(target, office, cities):
    third = DepartmentFactory()
    kept = AllocationFactory(target=target, department=cities[0], value=Decimal(10))
    AllocationFactory(target=target, department=cities[1], value=Decimal(20))

    shares = [Share(cities[0], Decimal(10), END), Share(third, Decimal(30), END)]
    save_allocations(target=target, by=office, shares=shares)

    assert [row[:2] for row in stored(target)] == [("银川市人民政府", Decimal(10)), (third.name, Decimal(30))]
    assert kept.history.count() == 1


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        (lambda c: [Share(c[0], Decimal(1), END), Share(c[0], Decimal(2), END)], "stands here twice"),
        (lambda c: [Share(c[0], Decimal(-1), END)], "cannot be negative"),
        (lambda c: [Share(c[0], Decimal(1), date(2021, 12, 31))], "due before the figure begins"),
        (
            lambda c: [Share(DepartmentFactory(region=RegionFactory(code="150000")), Decimal(1), END)],
            "is not a unit of this region",
        ),
    ],
)
def test_shares_that_cannot_be_are_refused_and_nothing_is_stored(target, office, cities, shares, sentence):
    AllocationFactory(target=target, department=cities[1], value=Decimal(20))

    assert sentence in refusal(target=target, by=office, shares=shares(cities))
    assert [row[1] for row in stored(target)] == [Decimal(20)]


def test_a_share_on_which_was_reported_stays(target, office, cities):
    share = AllocationFactory(target=target, department=cities[0])
    EntryFactory(target=target, allocation=share, department=cities[0])

    assert "has already reported" in refusal(target=target, by=office, shares=[])
    assert Allocation.objects.get() == share


def test_shares_changed_by_somebody_else_are_not_overwritten(target, office, cities):
    seen = snapshot(target)
    AllocationFactory(target=target, department=cities[0], value=Decimal(7))

    with pytest.raises(ChangedMeanwhile):
        save_allocations(target=target, by=office, shares=[Share(cities[1], Decimal(1), END)], seen=seen)
    assert [row[1] for row in stored(target)] == [Decimal(7)]


def test_only_the_office_of_the_region_divides(target, cities):
    stranger = office_of(RegionFactory(code="150000", name="内蒙古自治区"))
    unit = AssignmentFactory(task=target.task).department

    for by in (stranger, liaison_of(unit)):
        assert "Only the office" in refusal(target=target, by=by, shares=[])


def test_a_goal_of_the_whole_document_is_not_divided(target, office):
    goal = TargetFactory(task=None, document=target.document)

    assert "A goal of the whole document" in refusal(target=goal, by=office, shares=[])


# The page


@pytest.fixture
def address(client, target, office):
    client.force_login(office)
    return reverse("allocate", args=[target.pk])


def rows(target, *typed, **more) -> dict:
    data = {"form-TOTAL_FORMS": len(typed), "form-INITIAL_FORMS": 0, "seen": snapshot(target)}
    for number, (department, value) in enumerate(typed):
        data[f"form-{number}-department"] = department and department.pk
        data[f"form-{number}-value"] = value
        data[f"form-{number}-due"] = "2022-12-31"
    return data | more


def test_the_page_saves_what_is_typed_and_shows_the_difference(client, address, target, cities):
    answer = client.post(address, rows(target, (cities[0], "4,000"), (cities[1], "0.5万套"), ("", "")))

    assert answer.status_code == 302
    shown = client.get(answer.url).content.decode()
    assert [row[1] for row in stored(target)] == [Decimal(4000), Decimal(5000)]
    assert "87 套 less than the total" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("city", "abc"), "“abc” is not a figure"),
        (("city", ""), "Enter the share; 0 if there is none."),
        ((None, "12"), "Choose the unit of this share."),
        (("city", "-3"), "A share cannot be negative."),
    ],
)
def test_mistakes_are_marked_and_what_was_typed_stays(client, address, target, cities, typed, sentence):
    unit, value = typed

    shown = client.post(address, rows(target, (cities[0] if unit else "", value))).content.decode()

    assert sentence in shown
    assert f'value="{value}"' in shown or not value
    assert not Allocation.objects.exists()


def test_one_click_adds_the_members_of_a_group_and_keeps_what_was_typed(client, address, target, cities):
    group = DepartmentGroupFactory(members=cities)
    AssignmentFactory(task=target.task, department=None, group=group, order=2)

    shown = client.post(address, rows(target, (cities[0], "4000"), ("", ""), add=group.pk))

    formset = shown.context["formset"]
    there = [(form["department"].value(), form["value"].value()) for form in formset.forms]
    assert there == [(str(cities[0].pk), "4000"), (str(cities[1].pk), "")]
    assert "Enter the share" not in shown.content.decode()
    assert not Allocation.objects.exists()


def test_a_row_is_taken_out(client, address, target, cities):
    AllocationFactory(target=target, department=cities[0])

    client.post(address, rows(target, (cities[0], "100"), **{"form-0-DELETE": "on"}))

    assert stored(target) == []


def test_the_page_shows_what_somebody_else_saved_and_lets_one_save_again(client, address, target, cities):
    data = rows(target, (cities[0], "4000"))
    AllocationFactory(target=target, department=cities[1], value=Decimal(7))

    shown = client.post(address, data)
    assert "Somebody else changed the shares" in shown.content.decode()
    assert "中卫市人民政府 · 7 套" in shown.content.decode()

    client.post(address, data | {"seen": shown.context["seen"]})
    assert [row[:2] for row in stored(target)] == [("银川市人民政府", Decimal(4000))]


def test_a_figure_reported_as_a_whole_is_warned_about(client, address, target):
    EntryFactory(target=target)

    assert "has been reported as a whole" in client.get(address).content.decode()


def test_units_of_the_task_come_first_in_the_choice(client, address, target, cities):
    own = AssignmentFactory(task=target.task, department__name="自治区住房城乡建设厅").department

    choices = client.get(address).context["formset"].forms[0].fields["department"].choices

    assert [(label, [name for _pk, name in units]) for label, units in choices[1:]] == [
        ("Units of this task", [own.name]),
        ("银川市", ["银川市人民政府"]),
        ("中卫市", ["中卫市人民政府"]),
    ]


def test_a_liaison_may_not_open_the_page(client, address, target):
    unit = AssignmentFactory(task=target.task).department
    client.force_login(liaison_of(unit))

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_asks_the_same_for_one_share_and_for_six(
    client, address, target, number, django_assert_num_queries
):
    for _share in range(number):
        AllocationFactory(target=target)
    client.get(address)

    with django_assert_num_queries(12):
        client.get(address)
