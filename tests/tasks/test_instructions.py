"""A leader writes on a task, those who listen are told once, and an entry of a unit answers."""

from datetime import date

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from tasks.closing import close_task
from tasks.instructions import give_instruction
from tasks.models import Instruction, ProgressEntry
from tasks.progress import log_progress
from tasks.signals import instruction_given
from tests.factories import (
    AssignmentFactory,
    RegionFactory,
    TaskFactory,
    leader_of,
    liaison_of,
    office_of,
)
from urbanplan.refusal import Refusal

pytestmark = pytest.mark.django_db
TODAY = date(2022, 6, 15)
WORDS = "请住建厅月底前说明进度。"


@pytest.fixture(autouse=True)
def english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def unit():
    return AssignmentFactory(department__name="自治区住房城乡建设厅", order=1)


@pytest.fixture
def task(unit):
    return unit.task


@pytest.fixture
def leader(task):
    return leader_of(task.document.region)


@pytest.fixture
def told():
    heard = []

    def listener(instruction, **_more):
        heard.append(instruction)

    instruction_given.connect(listener)
    yield heard
    instruction_given.disconnect(listener)


def refusal(call, **what) -> str:
    with pytest.raises(Refusal) as refused:
        call(**what)
    return str(refused.value)


def test_an_instruction_is_stored_and_told(task, leader, told):
    given = give_instruction(
        task=task, by=leader, text=f" {WORDS}\r\n", answer_due=date(2022, 6, 30), today=TODAY
    )

    assert Instruction.objects.get() == given
    assert (given.text, given.leader, given.given_on) == (WORDS, leader, TODAY)
    assert (given.answer_due, given.answered_by, told) == (date(2022, 6, 30), None, [given])


def test_a_double_click_gives_one_instruction_and_tells_once(task, leader, told):
    for _click in range(2):
        give_instruction(task=task, by=leader, text=WORDS, today=TODAY)

    assert (Instruction.objects.count(), len(told)) == (1, 1)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"text": " \n"}, "Write the instruction."),
        ({"text": WORDS, "answer_due": date(2022, 6, 14)}, "The answer cannot be due before today."),
    ],
)
def test_instructions_that_cannot_be(task, leader, told, what, sentence):
    assert refusal(give_instruction, task=task, by=leader, today=TODAY, **what) == sentence
    assert told == []


def test_only_a_leader_of_the_region_instructs(task, unit):
    others = [
        office_of(task.document.region),
        liaison_of(unit.department),
        leader_of(RegionFactory(code="150000", name="内蒙古自治区")),
    ]

    for by in others:
        assert "Only a leader" in refusal(give_instruction, task=task, by=by, text=WORDS)


def test_a_closed_task_takes_no_instruction(task, leader):
    close_task(task=task, by=office_of(task.document.region), on=TODAY)

    assert "closed" in refusal(give_instruction, task=task, by=leader, text=WORDS)


@pytest.fixture
def given(task, leader):
    return give_instruction(task=task, by=leader, text=WORDS, today=TODAY)


@pytest.fixture
def answer(unit):
    def log(**what):
        by = liaison_of(unit.department)
        place = {"task": unit.task, "department": unit.department, "by": by, "as_of": TODAY}
        return log_progress(**place | what)

    return log


def test_an_entry_answers(given, answer):
    entry = answer(narrative="已开工4500套", answers=[given])

    given.refresh_from_db()
    assert given.answered_by == entry


def test_an_answer_needs_words(given, answer):
    assert refusal(answer, state="done", answers=[given]) == "Answer the instruction in words."


def test_an_instruction_is_answered_once(given, answer):
    first = answer(narrative="已开工", answers=[given])

    assert "answered already" in refusal(answer, narrative="又及", answers=[given])
    given.refresh_from_db()
    assert given.answered_by == first
    assert ProgressEntry.objects.count() == 1


def test_an_instruction_on_another_task_is_not_answered_here(answer, leader, task):
    other = TaskFactory(document=task.document)
    elsewhere = give_instruction(task=other, by=leader, text=WORDS)

    assert "belongs to another task" in refusal(answer, narrative="…", answers=[elsewhere])


def test_an_instruction_on_a_whole_task_is_answered_by_one_of_its_parts(given, answer, task):
    part = TaskFactory(document=task.document, parent=task, number="1.1")
    unit = AssignmentFactory(task=part).department

    entry = answer(task=part, department=unit, by=liaison_of(unit), narrative="…", answers=[given])

    given.refresh_from_db()
    assert given.answered_by == entry


def test_the_leader_writes_and_the_liaison_answers_on_their_pages(client, unit, task, leader, clock, told):
    clock("2022-06-16 09:00")
    client.force_login(leader)
    page = reverse("instruct", args=[task.pk])
    assert task.text in client.get(page).content.decode()
    sent = client.post(page, {"text": WORDS, "answer_due": "2022-06-30"})
    assert (sent.status_code, sent.url, len(told)) == (302, task.get_absolute_url(), 1)

    client.force_login(liaison_of(unit.department))
    page = reverse("log-progress", args=[task.pk])
    form = client.get(page).context["form"]
    assert WORDS in str(form["answers"])
    words = {"sending": form["sending"].value(), "as_of": "2022-06-15", "narrative": "已开工"}
    client.post(page, words | {"answers": [told[0].pk]})

    assert Instruction.objects.get(~Q(answered_by=None)).answered_by.narrative == "已开工"


def test_a_due_day_in_the_past_keeps_the_words(client, task, leader, clock):
    clock("2022-06-16 09:00")
    client.force_login(leader)

    shown = client.post(reverse("instruct", args=[task.pk]), {"text": WORDS, "answer_due": "2022-06-01"})

    assert "cannot be due before today" in shown.content.decode()
    assert WORDS in shown.content.decode()


def test_others_find_no_page_for_instructions(client, unit, task):
    client.force_login(liaison_of(unit.department))

    assert client.get(reverse("instruct", args=[task.pk])).status_code == 403
