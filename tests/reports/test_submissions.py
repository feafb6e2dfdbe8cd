from datetime import date

import pytest

from reports import submissions
from reports.models import Reminder, Submission
from reports.submissions import (
    Conflict,
    accept_submission,
    ask_extension,
    changes_since_last_time,
    empty_parts,
    grant_extension,
    is_late,
    refuse_extension,
    return_submission,
    save_draft,
    submit_report,
)
from tests.factories import UserFactory
from tests.reports.factories import SubmissionFactory
from urbanplan.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "in_june")]

TEXTS = {"成效": "新建4500套。", "指标完成情况": "49.5%", "存在问题": ""}


@pytest.fixture
def in_june(clock):
    clock("2022-06-10 09:00")


@pytest.fixture
def liaison():
    return UserFactory(name="李联络")


@pytest.fixture
def office():
    return UserFactory(name="王主任")


def written(**values):
    return SubmissionFactory(texts=TEXTS, **values)


@pytest.fixture
def handed_in(liaison):
    submission = written()
    submit_report(submission=submission, version=1, by=liaison)
    return submission


def history(submission):
    return list(submission.events.values_list("action", "by__name", "comment"))


# Writing


def test_save_draft_keeps_words_and_who_wrote_them(liaison):
    submission = SubmissionFactory()

    save_draft(submission=submission, texts={"成效": "好\r\n很好"}, version=1, by=liaison)

    stored = Submission.objects.get()
    assert (stored.texts, stored.version, stored.saved_by) == (
        {"成效": "好\n很好", "指标完成情况": "", "存在问题": ""}, 2, liaison,
    )  # fmt: skip


def test_save_draft_keeps_parts_that_are_not_given_and_ignores_unknown_ones(liaison):
    submission = written()

    save_draft(submission=submission, texts={"存在问题": "资金不足", "别的": "x"}, version=1, by=liaison)

    assert submission.texts == {**TEXTS, "存在问题": "资金不足"}


def test_save_draft_on_an_old_version_keeps_both_texts(liaison, office):
    submission, mine = written(), {"成效": "我的"}
    save_draft(submission=submission, texts={"成效": "他的"}, version=1, by=office)

    with pytest.raises(Conflict) as conflict:
        save_draft(submission=submission, texts=mine, version=1, by=liaison)

    stored = conflict.value.stored
    assert (stored.texts["成效"], stored.saved_by, stored.version) == ("他的", office, 2)
    assert mine == {"成效": "我的"}


def test_save_draft_of_the_same_words_is_no_conflict(liaison, office):
    submission = written()
    save_draft(submission=submission, texts={"成效": "一样"}, version=1, by=office)

    save_draft(submission=submission, texts={"成效": "一样"}, version=1, by=liaison)

    assert (submission.version, submission.saved_by) == (2, office)


def test_save_draft_after_handing_in_is_a_conflict(liaison, handed_in):
    with pytest.raises(Conflict):
        save_draft(submission=handed_in, texts={"成效": "更多"}, version=handed_in.version, by=liaison)

    assert Submission.objects.get().texts == TEXTS


# Handing in, returning, accepting


def test_submit_report_hands_in_and_records_the_words(liaison):
    submission = written()

    submit_report(submission=submission, version=1, by=liaison)

    assert (submission.state, submission.submitted_by, submission.version) == ("submitted", liaison, 2)
    assert submission.events.get().texts == TEXTS
    assert empty_parts(submission) == ["存在问题"]


@pytest.mark.parametrize(
    "texts", [{}, {"成效": " \n", "指标完成情况": "50%"}], ids=["empty", "first part blank"]
)
def test_submit_report_refuses_without_its_first_part(liaison, texts):
    submission = SubmissionFactory(texts=texts)

    with pytest.raises(Refusal, match="“成效” is empty"):
        submit_report(submission=submission, version=1, by=liaison)

    assert (Submission.objects.get().state, submission.events.count()) == ("draft", 0)


def test_submit_report_refuses_words_that_the_liaison_has_not_seen(liaison, office):
    submission = written()
    save_draft(submission=submission, texts={"成效": "改了"}, version=1, by=office)

    with pytest.raises(Refusal, match="changed in the meantime"):
        submit_report(submission=submission, version=1, by=liaison)


def test_returned_report_is_handed_in_again(liaison, office, handed_in):
    return_submission(submission=handed_in, version=2, comment="补充数据", by=office)
    assert (handed_in.state, handed_in.comment, handed_in.is_editable) == ("returned", "补充数据", True)

    save_draft(submission=handed_in, texts={"指标完成情况": "50%"}, version=3, by=liaison)
    submit_report(submission=handed_in, version=4, by=liaison)

    assert (handed_in.state, handed_in.comment, handed_in.decided_by) == ("submitted", "", None)
    assert history(handed_in) == [
        ("submitted", "李联络", ""),
        ("returned", "王主任", "补充数据"),
        ("submitted", "李联络", ""),
    ]
    assert changes_since_last_time(handed_in) == [("指标完成情况", "49.5%", "50%")]


def test_accept_submission_closes_it(office, handed_in):
    accept_submission(submission=handed_in, version=2, by=office)

    assert (handed_in.state, handed_in.decided_by, handed_in.is_editable) == ("accepted", office, False)
    assert changes_since_last_time(handed_in) == []


def test_return_submission_needs_a_reason(office, handed_in):
    with pytest.raises(Refusal, match="Say why the report is returned"):
        return_submission(submission=handed_in, version=2, comment=" ", by=office)

    assert Submission.objects.get().state == "submitted"


def test_return_submission_may_move_the_due_day(office, handed_in):
    return_submission(submission=handed_in, version=2, comment="补充", by=office, again_by=date(2022, 6, 27))

    assert (handed_in.state, handed_in.due) == ("returned", date(2022, 6, 27))
    assert [action for action, *_ in history(handed_in)] == ["submitted", "returned", "extension_granted"]


STEPS = {
    "submit": lambda s, by: submit_report(submission=s, version=s.version, by=by),
    "accept": lambda s, by: accept_submission(submission=s, version=s.version, by=by),
    "return": lambda s, by: return_submission(submission=s, version=s.version, comment="x", by=by),
    "ask": lambda s, by: ask_extension(submission=s, until=date(2022, 7, 1), reason="x", by=by),
    "grant": lambda s, by: grant_extension(submission=s, until=date(2022, 7, 1), by=by),
    "refuse": lambda s, by: refuse_extension(submission=s, reason="x", by=by),
}


@pytest.mark.parametrize(
    "state, step",
    [
        ("draft", "accept"), ("draft", "return"), ("draft", "grant"), ("draft", "refuse"),
        ("submitted", "submit"), ("submitted", "ask"), ("submitted", "grant"),
        ("returned", "accept"), ("returned", "return"),
        ("accepted", "submit"), ("accepted", "accept"), ("accepted", "return"), ("accepted", "ask"),
    ],
)  # fmt: skip
def test_step_in_the_wrong_state_is_refused(office, handed_in, state, step):
    Submission.objects.update(state=state, decided_at=handed_in.submitted_at, decided_by=office, comment="x")
    handed_in.refresh_from_db()
    before = history(handed_in)

    with pytest.raises(Refusal):
        STEPS[step](handed_in, office)

    assert (Submission.objects.get().state, history(handed_in)) == (state, before)


@pytest.mark.parametrize("first, second", [("accept", "return"), ("return", "accept"), ("accept", "accept")])
def test_of_two_decisions_at_once_one_wins(office, handed_in, first, second):
    same = Submission.objects.get(pk=handed_in.pk)
    STEPS[first](handed_in, office)

    with pytest.raises(Refusal, match="changed in the meantime"):
        STEPS[second](same, office)

    assert [action for action, *_ in history(handed_in)] == ["submitted", f"{first}ed"]


def test_failure_half_way_leaves_nothing_behind(office, handed_in, monkeypatch):
    def broken(event):
        raise RuntimeError

    monkeypatch.setattr(submissions, "plan_notice", broken)

    with pytest.raises(RuntimeError):
        return_submission(submission=handed_in, version=2, comment="x", by=office)

    assert (Submission.objects.get().state, handed_in.events.count()) == ("submitted", 1)


# More time


def test_extension_is_asked_and_granted(liaison, office):
    submission = written()
    ask_extension(submission=submission, until=date(2022, 7, 1), reason="数据未出", by=liaison)
    assert (submission.extension_asked, submission.extension_reason) == (date(2022, 7, 1), "数据未出")

    grant_extension(submission=submission, until=date(2022, 6, 28), comment="从速", by=office)

    assert (submission.due, submission.extension_asked) == (date(2022, 6, 28), None)
    assert history(submission) == [
        ("extension_asked", "李联络", "until July 1, 2022: 数据未出"),
        ("extension_granted", "王主任", "until June 28, 2022: 从速"),
    ]
    assert submission.version == 1  # what the liaison is writing meanwhile can still be saved


def test_extension_is_refused_and_the_unit_told(liaison, office):
    submission = written()
    ask_extension(submission=submission, until=date(2022, 7, 1), reason="忙", by=liaison)

    refuse_extension(submission=submission, reason="时间已够", by=office)

    assert (submission.due, submission.extension_asked) == (date(2022, 6, 20), None)
    told = Reminder.objects.filter(event__action="extension_refused")
    assert list(told.values_list("channel", "state")) == [("inbox", "planned"), ("mail", "planned")]


@pytest.mark.parametrize(
    "until, reason, said",
    [
        (date(2022, 7, 1), " ", "Say why more time is needed"),
        (date(2022, 6, 20), "x", "must be after June 20, 2022"),
        (date(2022, 6, 1), "x", "must be after June 20, 2022"),
    ],
    ids=["no reason", "same day", "earlier day"],
)
def test_extension_that_makes_no_sense_is_refused(liaison, until, reason, said):
    submission = written()

    with pytest.raises(Refusal, match=said):
        ask_extension(submission=submission, until=until, reason=reason, by=liaison)

    assert history(submission) == []


def test_extension_to_a_day_that_is_over_is_refused(liaison, clock):
    clock("2022-07-10 09:00")

    with pytest.raises(Refusal, match="already over"):
        ask_extension(submission=written(), until=date(2022, 7, 1), reason="x", by=liaison)


def test_extension_is_asked_once_at_a_time(liaison):
    submission = written()
    STEPS["ask"](submission, liaison)

    with pytest.raises(Refusal, match="has been asked for"):
        STEPS["ask"](submission, liaison)


@pytest.mark.parametrize(
    "moment, extended_to, late",
    [
        ("2022-06-20 23:59", None, False),
        ("2022-06-21 00:00", None, True),
        ("2022-06-25 12:00", date(2022, 6, 25), False),
        ("2022-06-26 00:00", date(2022, 6, 25), True),
    ],
    ids=["last minute", "a minute later", "within more time", "after more time"],
)
def test_report_is_late_after_its_due_day(clock, liaison, moment, extended_to, late):
    submission = written(extended_to=extended_to)
    clock(moment)

    submit_report(submission=submission, version=1, by=liaison)

    assert is_late(submission, date(2022, 12, 31)) is late


@pytest.mark.parametrize("on, late", [("2022-06-20", False), ("2022-06-21", True)])
def test_report_that_is_owed_is_late_after_its_due_day(on, late):
    assert is_late(written(), date.fromisoformat(on)) is late
    assert Submission.objects.overdue(date.fromisoformat(on)).exists() is late
