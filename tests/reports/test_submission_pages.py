from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.known import figures_text, known_of, ready_text
from reports.models import Submission
from reports.submissions import ask_extension, return_submission, submit_report
from tasks.models import Instruction, Project
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    EntryFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)
from tests.reports.factories import SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "in_june")]

TEXTS = {"成效": "新建4500套。", "指标完成情况": "49.5%", "存在问题": ""}


@pytest.fixture
def in_june(clock):
    clock("2022-06-15 09:00")


@pytest.fixture
def submission():
    """A written draft of a department that answers for one task with a figure."""
    submission = SubmissionFactory(texts=TEXTS, department=DepartmentFactory(name="自治区住房和城乡建设厅"))
    task = TaskFactory(document=submission.cycle.document, number="11")
    AssignmentFactory(task=task, department=submission.department, role="lead")
    TargetFactory(task=task)
    return submission


@pytest.fixture
def liaison(submission):
    return liaison_of(submission.department)


@pytest.fixture
def office(submission):
    return office_of(submission.cycle.document.region)


@pytest.fixture
def handed_in(submission, liaison):
    submit_report(submission=submission, version=1, by=liaison)
    return submission


def url(submission, path=""):
    return f"/submissions/{submission.pk}/{path}"


def stored():
    return Submission.objects.get()


# Who sees and does what

PAGES = ["", "submit/", "review/", "extension/"]


@pytest.mark.parametrize("path", PAGES)
def test_stranger_finds_nothing(client, submission, path):
    client.force_login(liaison_of(DepartmentFactory(name="自治区教育厅")))

    assert client.get(url(submission, path)).status_code == 404
    assert client.post(url(submission, path), {"version": 1, "part-0": "x"}).status_code == 404
    assert client.post(url(submission, "autosave/"), {"version": 1, "part-0": "x"}).status_code == 404
    assert stored().texts == TEXTS


@pytest.mark.parametrize("path", [*PAGES, "autosave/"])
def test_signed_out_is_sent_to_sign_in(client, submission, path):
    response = client.post(url(submission, path), {"version": 1, "part-0": "x"})

    assert (response.status_code, response.url.split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("who", [office_of, leader_of, auditor_of], ids=["office", "leader", "auditor"])
@pytest.mark.parametrize("path", ["", "submit/", "autosave/", "extension/"])
def test_overseer_changes_nothing(client, submission, who, path):
    client.force_login(who(submission.cycle.document.region))

    response = client.post(
        url(submission, path),
        {"version": 1, "part-0": "x", "confirmed": "on", "until": "2022-07-01", "reason": "x"},
    )

    assert response.status_code == 403
    assert (stored().texts, stored().state, stored().extension_asked) == (TEXTS, "draft", None)


@pytest.mark.parametrize("who", [leader_of, auditor_of], ids=["leader", "auditor"])
def test_leader_and_auditor_review_nothing(client, handed_in, who):
    client.force_login(who(handed_in.cycle.document.region))

    assert client.post(url(handed_in, "review/"), {"version": 2, "accept": 1}).status_code == 403
    assert client.get(url(handed_in)).status_code == 200


def test_liaison_does_not_review_the_own_report(client, handed_in, liaison):
    client.force_login(liaison)

    assert client.post(url(handed_in, "review/"), {"version": 2, "accept": 1}).status_code == 403
    assert stored().state == "submitted"


def test_administrator_reads_and_changes_nothing(client, handed_in):
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(url(handed_in)).status_code == 200
    assert client.post(url(handed_in, "review/"), {"version": 2, "accept": 1}).status_code == 403


def test_draft_is_its_units_own_until_it_is_handed_in(client, submission, liaison, office):
    client.force_login(office)
    assert "新建4500套。" not in client.get(url(submission)).content.decode()

    submit_report(submission=submission, version=1, by=liaison)
    assert "新建4500套。" in client.get(url(submission)).content.decode()

    return_submission(submission=submission, version=2, comment="补充", by=office)
    Submission.objects.update(texts={**TEXTS, "成效": "正在改写"})
    page = client.get(url(submission)).content.decode()
    assert ("新建4500套。" in page, "正在改写" in page) == (True, False)


# Writing


def test_saving_without_a_script(client, submission, liaison):
    client.force_login(liaison)

    response = client.post(url(submission), {"version": 1, "part-0": "改写", "part-2": "资金"}, follow=True)

    assert response.redirect_chain == [(url(submission), 302)]
    assert [str(m) for m in response.context["messages"]] == ["Saved."]
    assert stored().texts == {"成效": "改写", "指标完成情况": "49.5%", "存在问题": "资金"}


def test_saving_on_an_old_version_shows_both_texts(client, submission, liaison):
    client.force_login(liaison)
    client.post(url(submission), {"version": 1, "part-0": "先到的话"})

    response = client.post(url(submission), {"version": 1, "part-0": "后到的话", "part-1": "49.5%"})

    page = response.content.decode()
    assert (response.status_code, "先到的话" in page, "后到的话" in page) == (409, True, True)
    assert [field.label for field, *_texts in response.context["both"]] == ["成效"]
    client.post(url(submission), {"version": 2, "part-0": "先到的话\n后到的话"})
    assert stored().texts["成效"] == "先到的话\n后到的话"


def test_saving_after_handing_in_shows_the_words_to_copy(client, handed_in, liaison):
    client.force_login(liaison)

    response = client.post(url(handed_in), {"version": 1, "part-0": "迟到的话"})

    assert (response.status_code, "迟到的话" in response.content.decode()) == (409, True)
    assert '<button class="btn btn-primary">' not in response.content.decode()
    assert stored().texts == TEXTS


@pytest.mark.parametrize(
    "data, said",
    [
        ({"version": 1, "part-0": "长" * 20_001}, "20000"),
        ({"version": 1, "part-0": "a\x00b"}, "Null characters"),
        ({"part-0": "x"}, "Nothing was saved"),
        ({"version": "eins", "part-0": "x"}, "Nothing was saved"),
    ],
    ids=["too long", "null character", "no version", "version is no number"],
)
def test_bad_words_are_refused_and_kept_on_the_page(client, submission, liaison, data, said):
    client.force_login(liaison)

    response = client.post(url(submission), data)

    page = response.content.decode()
    assert (response.status_code, said in page, data["part-0"][:1] in page) == (422, True, True)
    assert client.post(url(submission, "autosave/"), data).status_code == 400
    assert stored().texts == TEXTS


def test_autosave_answers_with_the_new_version(client, submission, liaison):
    client.force_login(liaison)

    answer = client.post(url(submission, "autosave/"), {"version": 1, "part-0": "改"}).json()

    assert answer["version"] == 2
    assert stored().texts["成效"] == "改"
    assert client.get(url(submission, "autosave/")).status_code == 405


def test_autosave_on_an_old_version_is_a_conflict(client, submission, liaison):
    client.force_login(liaison)
    client.post(url(submission, "autosave/"), {"version": 1, "part-0": "改"})

    response = client.post(url(submission, "autosave/"), {"version": 1, "part-0": "另"})

    assert (response.status_code, response.json()["version"]) == (409, 2)
    assert stored().texts["成效"] == "改"


def test_previous_comment_stands_on_top(client, handed_in, liaison, office):
    return_submission(submission=handed_in, version=2, comment="请补充同比数据", by=office)
    client.force_login(liaison)

    response = client.get(url(handed_in))

    assert response.context["returned"].comment == "请补充同比数据"
    assert response.templates[0].name == "reports/submission_write.html"


# Handing in


def test_handing_in_names_what_is_empty_first(client, submission, liaison):
    client.force_login(liaison)
    response = client.post(url(submission), {"version": 1, "part-0": "好", "hand_in": 1}, follow=True)
    assert response.redirect_chain == [(url(submission, "submit/"), 302)]
    assert response.context["empty"] == ["存在问题"]

    response = client.post(url(submission, "submit/"), {"version": 2, "confirmed": "on"}, follow=True)

    assert (stored().state, stored().texts["成效"]) == ("submitted", "好")
    assert "Handed in" in str(*response.context["messages"])


def test_handing_in_needs_the_confirmation(client, submission, liaison):
    client.force_login(liaison)

    response = client.post(url(submission, "submit/"), {"version": 1})

    assert "Confirm this" in response.content.decode()
    assert stored().state == "draft"


def test_empty_report_is_not_handed_in(client, submission, liaison):
    Submission.objects.update(texts={})
    client.force_login(liaison)

    response = client.post(url(submission, "submit/"), {"version": 1, "confirmed": "on"}, follow=True)

    assert "“成效” is empty" in str(*response.context["messages"])
    assert stored().state == "draft"


def test_handing_in_twice_says_so(client, handed_in, liaison):
    client.force_login(liaison)

    response = client.post(url(handed_in, "submit/"), {"version": 2, "confirmed": "on"}, follow=True)

    assert "handed in already" in str(*response.context["messages"])
    assert handed_in.events.count() == 1


# Reviewing


def test_office_accepts_and_goes_on_to_the_next(client, handed_in, office, liaison):
    other = SubmissionFactory(cycle=handed_in.cycle, texts=TEXTS)
    submit_report(submission=other, version=1, by=liaison)
    client.force_login(office)

    response = client.post(url(handed_in, "review/"), {"version": 2, "accept": 1, "comment": ""})
    last = client.post(url(other, "review/"), {"version": 2, "accept": 1, "comment": ""})

    assert (response.url, last.url) == (url(other, "review/"), f"/cycles/{handed_in.cycle_id}/")
    assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}


def test_office_returns_with_a_reason(client, handed_in, office):
    client.force_login(office)
    response = client.post(url(handed_in, "review/"), {"version": 2, "return": 1, "comment": ""})
    assert (response.status_code, "Say why" in response.content.decode()) == (422, True)

    data = {"version": 2, "return": 1, "comment": "补充数据", "again_by": "2022-06-27"}
    client.post(url(handed_in, "review/"), data)

    assert (stored().state, stored().comment, stored().extended_to) == (
        "returned",
        "补充数据",
        date(2022, 6, 27),
    )


@pytest.mark.parametrize("again_by", ["2022-06-14", "27. Juni"], ids=["over", "no day"])
def test_office_cannot_ask_for_it_by_a_bad_day(client, handed_in, office, again_by):
    client.force_login(office)

    response = client.post(
        url(handed_in, "review/"), {"version": 2, "return": 1, "comment": "补充", "again_by": again_by}
    )

    assert (response.status_code, "补充" in response.content.decode()) == (422, True)
    assert stored().state == "submitted"


def test_office_is_told_that_a_colleague_was_faster(client, handed_in, office):
    client.force_login(office)
    client.post(url(handed_in, "review/"), {"version": 2, "accept": 1})

    response = client.post(url(handed_in, "review/"), {"version": 2, "return": 1, "comment": "晚了"})

    assert "it is now “Accepted”" in response.content.decode()
    assert stored().state == "accepted"


def test_review_shows_what_changed(client, handed_in, office, liaison):
    return_submission(submission=handed_in, version=2, comment="补充", by=office)
    Submission.objects.update(texts={**TEXTS, "存在问题": "资金不足"})
    handed_in.refresh_from_db()
    submit_report(submission=handed_in, version=3, by=liaison)
    client.force_login(office)

    response = client.get(url(handed_in, "review/"))

    assert response.context["changes"] == [("存在问题", "", "资金不足")]


# More time


def test_more_time_is_asked_and_granted(client, submission, liaison, office):
    client.force_login(liaison)
    client.post(url(submission, "extension/"), {"until": "2022-07-01", "reason": "数据未出"})
    assert stored().extension_asked == date(2022, 7, 1)

    client.force_login(office)
    client.post(url(submission, "extension/"), {"until": "2022-06-30", "comment": "从速", "grant": 1})

    assert (stored().extended_to, stored().extension_asked) == (date(2022, 6, 30), None)


@pytest.mark.parametrize(
    "data, said",
    [
        ({"until": "2022-06-20", "reason": "x"}, "must be after"),
        ({"until": "2022-07-01", "reason": ""}, "required"),
        ({"until": "bald", "reason": "x"}, "valid date"),
    ],
    ids=["not later", "no reason", "no day"],
)
def test_bad_question_for_more_time_is_refused(client, submission, liaison, data, said):
    client.force_login(liaison)

    response = client.post(url(submission, "extension/"), data)

    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert stored().extension_asked is None


def test_refusing_more_time_needs_a_reason(client, submission, liaison, office):
    ask_extension(submission=submission, until=date(2022, 7, 1), reason="忙", by=liaison)
    client.force_login(office)

    response = client.post(url(submission, "extension/"), {"refuse": 1, "comment": ""})
    assert (response.status_code, stored().extension_asked) == (422, date(2022, 7, 1))

    client.post(url(submission, "extension/"), {"refuse": 1, "comment": "时间已够"})
    assert (stored().extension_asked, stored().extended_to) == (None, None)


# What is known already


def test_known_holds_tasks_figures_words_projects_and_instructions(submission, liaison):
    task = submission.cycle.document.tasks.get()
    other = AssignmentFactory(task=TaskFactory(document=task.document)).department
    entry = EntryFactory(target=task.targets.get(), department=submission.department, problem="资金紧")
    EntryFactory(task=task, department=submission.department, as_of=date(2021, 12, 31), narrative="去年的")
    EntryFactory(task=task, department=other, narrative="别人的")
    project = Project.objects.create(task=task, department=submission.department, name="金凤区项目")
    instruction = Instruction.objects.create(
        task=task, leader=liaison, text="加快", given_on=date(2022, 6, 1), answered_by=entry
    )

    known = known_of(submission, date(2022, 6, 15))

    (row,) = known.tasks
    assert (row.task, row.role, row.entries) == (task, "Lead unit", [entry])
    assert [(f.target.actual, f.verdict.light) for f in row.figures] == [(Decimal(4500), "green")]
    assert (known.projects, known.instructions) == ([project], [instruction])
    assert ready_text(known, "存在问题") == "11 加强住房供应保障: 资金紧"
    assert ready_text(known, "项目完成情况") == "1. 金凤区项目, planned"
    assert ready_text(known, "亮点") == ""


def test_figures_text_is_of_the_own_share_where_there_is_one(submission):
    target = submission.cycle.document.targets.get()
    assert figures_text(known_of(submission, date(2022, 6, 15))) == (
        "1. 筹集和新建保障性租赁住房: target 9,087套, not yet reported."
    )

    share = AllocationFactory(target=target, department=submission.department, value=1000)
    others = AllocationFactory(target=target, value=500)
    for one, value in [(share, 400), (others, 500)]:
        EntryFactory(target=target, allocation=one, department=one.department, value=value)

    assert figures_text(known_of(submission, date(2022, 6, 15))) == (
        "1. 筹集和新建保障性租赁住房: 400套 of 1,000套 (40%), as of 2022-06-15."
    )


@pytest.mark.parametrize("today, on", [("2022-06-15", "2022-06-15"), ("2026-11-21", "2022-06-30")])
def test_figures_are_those_of_the_period(client, submission, liaison, clock, today, on):
    clock(f"{today} 09:00")
    client.force_login(liaison)

    assert str(client.get(url(submission)).context["on"]) == on
    assert str(client.get(url(submission) + "?on=2022-05-01").context["on"]) == "2022-05-01"


def test_number_of_queries_does_not_grow_with_tasks(client, submission, liaison):
    client.force_login(liaison)
    client.get(url(submission))
    with CaptureQueriesContext(connection) as one:
        client.get(url(submission))
    for _n in range(3):
        target = TargetFactory(task=TaskFactory(document=submission.cycle.document))
        AssignmentFactory(task=target.task, department=submission.department)
        AllocationFactory(target=target, department=submission.department)
        entry = EntryFactory(target=target, department=submission.department)
        Project.objects.create(task=target.task, department=submission.department, name="项目")
        Instruction.objects.create(
            task=target.task, leader=liaison, text="加快", given_on=date(2022, 6, 1), answered_by=entry
        )

    with CaptureQueriesContext(connection) as many:
        client.get(url(submission))

    assert len(many) == len(one)
