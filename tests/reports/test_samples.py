from datetime import date
from decimal import Decimal

import pytest

from reports.dashboard import board
from reports.models import Submission
from reports.samples import Account, make_accounts, make_samples, remove_samples
from reports.submissions import save_draft
from tasks.models import Allocation, Instruction, ProgressEntry, Project, Task
from tasks.progress import reported_state
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DocumentFactory,
    EntryFactory,
    TargetFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture
def document():
    document = DocumentFactory(title="宁夏2022年重点任务")
    for number in range(1, 13):
        task = TaskFactory(document=document, number=str(number), order=number)
        department = DepartmentFactory(region=document.region, name=f"自治区第{number % 4}厅")
        AssignmentFactory(task=task, department=department, order=1)
        if number % 3:
            TargetFactory(task=task, order=number, value=Decimal(100 * number))
    return document


def story():
    rows = ProgressEntry.objects.order_by("task__number", "as_of", "value")
    return list(rows.values_list("task__number", "as_of", "value", "narrative"))


def test_same_seed_tells_the_same_story(document):
    list(make_samples(TODAY))
    first = story()
    remove_samples()
    list(make_samples(TODAY))

    assert story() == first != []


def test_other_seed_tells_another_story(document):
    list(make_samples(TODAY))
    first = story()
    remove_samples()
    list(make_samples(TODAY, seed=7))

    assert story() != first


def test_every_invented_row_is_marked(document):
    list(make_samples(TODAY))

    for model in (ProgressEntry, Project, Instruction, Allocation):
        assert not model.objects.filter(sample=False).exists()
    written = Submission.objects.exclude(texts={})
    assert written.count() > 0
    assert not written.filter(sample=False).exists()


def test_a_document_with_entries_is_left_alone(document):
    EntryFactory(task=document.tasks.first())

    assert list(make_samples(TODAY)) == []


def test_june_and_november_tell_different_stories(document):
    list(make_samples(TODAY))

    june, november = (board(document, day) for day in (date(2022, 6, 15), date(2022, 11, 20)))

    assert june.figures != november.figures
    assert [one.task.number for one in june.behind] != [one.task.number for one in november.behind]


def test_story_is_uneven(document):
    list(make_samples(TODAY))

    lights = set(board(document, date(2022, 11, 20)).figures)
    states = set(Submission.objects.values_list("state", flat=True))
    assert len(lights) >= 2
    assert "returned" in states and len(states) >= 3


def test_removal_keeps_what_people_wrote(document):
    list(make_samples(TODAY))
    invented = ProgressEntry.objects.filter(target__isnull=False).first()
    mine = EntryFactory(task=document.tasks.first(), narrative="我写的")
    correction = EntryFactory(
        task=invented.task, department=invented.department, corrects=invented, narrative="更正"
    )

    remove_samples()

    assert set(ProgressEntry.objects.all()) == {mine, correction, invented}
    assert not Instruction.objects.exists()
    assert set(Submission.objects.values_list("state", flat=True)) == {"draft"}


def test_report_on_which_a_person_wrote_stays(document):
    list(make_samples(TODAY))
    returned = Submission.objects.filter(state="returned").first()
    texts = returned.texts | {"成效": "我写的"}
    save_draft(submission=returned, texts=texts, version=returned.version, by=returned.submitted_by)

    remove_samples()

    returned.refresh_from_db()
    assert (returned.state, returned.texts, returned.sample) == ("returned", texts, False)
    assert returned.events.exists()


def test_states_of_tasks_are_those_that_were_told(document):
    list(make_samples(TODAY))

    states = {task.pk: task.state for task in Task.objects.all()}
    assert states == {task.pk: reported_state(task) for task in Task.objects.all()}
    assert {"blocked", "under_way"} <= set(states.values())

    remove_samples()
    assert set(Task.objects.values_list("state", flat=True)) == {"not_started"}


def test_accounts_are_made_once_and_keep_their_password(document):
    account = Account("ningxia-office", "宁夏办公室", "office", region="640000")
    (user,) = make_accounts([account], "first-password")

    make_accounts([account], "second-password")

    user.refresh_from_db()
    assert user.check_password("first-password")
    assert user.regions_as("office") == ["640000"]
