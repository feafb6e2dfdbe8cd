"""The page on which a liaison logs progress: no typed word is lost, nothing is logged twice or unasked."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tasks.closing import close_task
from tasks.models import ProgressEntry, Task
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    EntryFactory,
    TargetFactory,
    liaison_of,
    office_of,
)

pytestmark = pytest.mark.django_db
HALF = date(2022, 6, 15)


@pytest.fixture
def target():
    return TargetFactory()


@pytest.fixture
def task(target):
    return target.task


@pytest.fixture
def housing(task):
    return AssignmentFactory(task=task, department__name="自治区住房城乡建设厅", order=1).department


@pytest.fixture
def liaison(housing):
    return liaison_of(housing)


@pytest.fixture(autouse=True)
def english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def address(client, liaison, task, clock):
    clock("2022-06-16 09:00")
    client.force_login(liaison)
    return reverse("log-progress", args=[task.pk])


def typed(client, address, target, housing, **what) -> dict:
    """The fields of the page as it was opened, with what is typed into it."""
    form = client.get(address).context["form"]
    rows = {}
    for row in form.figure_forms:
        rows[row.add_prefix("seen")] = row["seen"].value()
    fixed = {"sending": str(form["sending"].value()), "department": housing.pk, "as_of": "2022-06-15"}
    if "VALUE" in what:
        what[f"t{target.pk}-{housing.pk}-value"] = what.pop("VALUE")
    return fixed | rows | what


def test_logging_shows_the_task_its_figures_and_goes_back(client, address, task, target, housing):
    shown = client.get(address).content.decode()
    assert task.text in shown
    assert "9,087" in shown

    answer = client.post(
        address, typed(client, address, target, housing, VALUE="４，５００", narrative="已开工")
    )

    assert (answer.status_code, answer.url) == (302, task.get_absolute_url())
    assert [(e.value, e.narrative, e.as_of) for e in ProgressEntry.objects.all()] == [
        (Decimal(4500), "已开工", HALF)
    ]


def test_a_double_click_logs_once(client, address, target, housing):
    data = typed(client, address, target, housing, VALUE="4500", narrative="已开工", state="under_way")

    answers = [client.post(address, data).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert ProgressEntry.objects.count() == 1


def test_a_page_of_words_sent_twice_is_one_entry(client, address, target, housing):
    data = typed(client, address, target, housing, narrative="已开工")
    client.post(address, data)
    client.post(address, data)

    assert ProgressEntry.objects.count() == 1


def test_going_back_and_typing_something_else_is_asked_about(client, address, target, housing):
    data = typed(client, address, target, housing, narrative="已开工")
    client.post(address, data)

    again = client.post(address, data | {"narrative": "已完工"})
    assert "was sent before" in again.content.decode()
    client.post(address, data | {"narrative": "已完工", "sending": again.context["form"]["sending"].value()})

    assert [entry.narrative for entry in ProgressEntry.objects.order_by("pk")] == ["已开工", "已完工"]


def test_what_was_typed_survives_a_mistake(client, address, target, housing):
    words = {"narrative": "已开工", "problem": "资金", "as_of": "2022-06-01"}
    data = typed(client, address, target, housing, VALUE="4500a", **words)

    shown = client.post(address, data).content.decode()

    for kept in ("4500a", "not “a”", *words.values()):
        assert kept in shown
    assert not ProgressEntry.objects.exists()


def test_a_doubtful_value_is_asked_about_and_the_answer_holds_for_it_alone(client, address, target, housing):
    data = typed(client, address, target, housing, VALUE="95万")
    box = f"t{target.pk}-{housing.pk}-confirmed"

    asked = client.post(address, data)
    stamp = asked.context["form"].figure_forms[0].stamp
    assert "950,000 is more than ten times" in asked.content.decode()
    key = f"t{target.pk}-{housing.pk}-value"
    assert client.post(address, data | {box: stamp, key: "96万"}).status_code == 200
    assert client.post(address, data | {box: stamp}).status_code == 302

    assert [entry.value for entry in ProgressEntry.objects.all()] == [Decimal(950000)]


def test_a_colleague_who_logged_in_the_meantime_is_named(client, address, target, housing):
    data = typed(client, address, target, housing, VALUE="4500")
    colleague = liaison_of(housing)
    EntryFactory(target=target, department=housing, reporter=colleague, value=Decimal(4400))

    shown = client.post(address, data).content.decode()

    assert f"{colleague.name} logged 4,400 for 2022-06-15 while you were writing." in shown
    assert "4500" in shown


def test_values_typed_for_a_figure_that_was_divided_are_not_lost(client, address, target, housing):
    data = typed(client, address, target, housing, VALUE="4500")
    AllocationFactory(target=target, department=housing)

    shown = client.post(address, data).content.decode()

    assert "You typed 4500" in shown
    assert not ProgressEntry.objects.exists()


def test_a_task_closed_in_the_meantime_keeps_the_words_on_the_page(client, address, task, target, housing):
    data = typed(client, address, target, housing, narrative="已开工")
    close_task(task=task, by=office_of(task.document.region), on=HALF)

    shown = client.post(address, data).content.decode()

    assert "This task is closed" in shown
    assert "已开工" in shown


def test_the_day_asked_for_is_the_day_of_the_page(client, address):
    form = client.get(address, {"on": "2022-03-31"}).context["form"]

    assert form["as_of"].value() == date(2022, 3, 31)


def test_late_figures_are_for_the_last_day(client, liaison, task, clock):
    clock("2026-11-21 09:00")
    client.force_login(liaison)

    form = client.get(reverse("log-progress", args=[task.pk])).context["form"]

    assert form["as_of"].value() == date(2022, 12, 31)


def test_a_liaison_of_two_departments_chooses_for_which(client, address, task, liaison):
    other = AssignmentFactory(task=task, department__name="自治区财政厅").department
    liaison.memberships.create(role="liaison", department=other)
    client.force_login(type(liaison).objects.get(pk=liaison.pk))

    chosen = client.get(address, {"department": other.pk})

    assert chosen.context["department"] == other
    assert {form.figure.department for form in chosen.context["form"].figure_forms} == {other}


@pytest.mark.parametrize("asked", ["999999", "x"])
def test_a_department_that_is_not_mine_is_not_found(client, address, asked):
    assert client.get(address, {"department": asked}).status_code == 404
    assert client.post(address, {"department": asked, "narrative": "…"}).status_code == 404


def test_strangers_find_no_page_and_the_office_may_not_log(client, address, task):
    client.force_login(liaison_of(DepartmentFactory()))
    assert client.get(address).status_code == 404

    client.force_login(office_of(task.document.region))
    assert client.get(address).status_code == 403


def test_correcting_shows_the_old_entry_and_logs_a_new_one(client, address, target, housing):
    wrong = EntryFactory(target=target, department=housing, narrative="已开工")
    address = reverse("correct-entry", args=[wrong.pk])
    form = client.get(address).context["form"]
    value = form.figure_forms[0]
    assert (value["value"].value(), form["narrative"].value()) == ("4500", "已开工")

    data = {"sending": form["sending"].value(), "as_of": "2022-06-15", "narrative": "已开工"}
    assert (
        "Nothing is different"
        in client.post(address, data | {value.add_prefix("value"): "4500"}).content.decode()
    )
    answer = client.post(address, data | {value.add_prefix("value"): "4400"})

    assert answer.status_code == 302
    assert ProgressEntry.objects.standing().get().value == Decimal(4400)
    assert client.get(address).status_code == 302


def test_a_foreign_entry_cannot_be_opened_for_correction(client, address, task, target):
    theirs = EntryFactory(target=target)
    address = reverse("correct-entry", args=[theirs.pk])
    assert client.get(address).status_code == 404

    client.force_login(office_of(task.document.region))
    assert client.get(address).status_code == 403


def test_closing_and_opening_by_the_page(client, address, task):
    client.force_login(office_of(task.document.region))
    address = reverse("close-task", args=[task.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"do": "close", "on": ""}).status_code == 200

    client.post(address, {"do": "close", "on": "2022-06-15"})
    client.post(address, {"do": "close", "on": "2022-06-15"})
    assert Task.objects.get(pk=task.pk).state == "closed"
    client.post(address, {"do": "reopen"})
    assert Task.objects.get(pk=task.pk).state == "not_started"


def test_a_liaison_does_not_close(client, address, task):
    assert client.get(reverse("close-task", args=[task.pk])).status_code == 403


@pytest.mark.parametrize("figures", [1, 5])
def test_the_page_asks_the_database_the_same_for_one_figure_and_for_five(
    client, address, task, housing, figures, django_assert_num_queries
):
    for _more in range(figures - 1):
        EntryFactory(target=TargetFactory(task=task), department=housing)
    client.get(address)

    with django_assert_num_queries(23):
        client.get(address)
