"""What waits for whom on the first page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from reports.desk import desk_of
from tasks.models import Instruction
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    DepartmentGroupFactory,
    DocumentFactory,
    EntryFactory,
    RegionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)
from tests.reports.factories import CycleFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2022, 6, 15)


def submission(state="draft", **fields):
    if state != "draft":
        moment = datetime(2022, 6, 14, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
        fields = {"submitted_at": moment, "submitted_by": UserFactory()} | fields
        if state in ("returned", "accepted"):
            fields |= {"decided_at": moment, "decided_by": UserFactory(), "comment": "请补充单位"}
    return SubmissionFactory(state=state, **fields)


def rows(reports):
    return [report.submission for report in reports]


def test_the_office_sees_what_waits_for_it():
    cycle = CycleFactory()
    draft = DocumentFactory(state="draft")
    waiting = submission("submitted", cycle=cycle)
    asked = submission(cycle=cycle, extension_asked=date(2022, 6, 27), extension_reason="数据核实")
    submission("accepted", cycle=cycle)

    desk = desk_of(office_of(cycle.document.region), TODAY)

    assert desk.drafts == [draft]
    assert rows(desk.to_review) == [waiting]
    assert rows(desk.asked_extensions) == [asked]
    assert [(row.cycle, row.handed_in, row.total) for row in desk.cycles] == [(cycle, 2, 3)]
    assert not desk.is_clear


def test_another_regions_work_is_not_on_the_desk():
    submission("submitted")
    DocumentFactory(state="draft")
    elsewhere = RegionFactory(code="140300", name="阳泉市", level="prefecture")

    desk = desk_of(office_of(elsewhere), TODAY)

    assert (desk.drafts, desk.to_review, desk.cycles) == ([], [], [])
    assert desk.is_clear


def test_what_waits_longest_is_reviewed_first():
    cycle = CycleFactory()
    late, early = (
        submission("submitted", cycle=cycle, submitted_at=datetime(2022, 6, day, tzinfo=ZoneInfo("UTC")))
        for day in (14, 10)
    )

    assert rows(desk_of(office_of(cycle.document.region), TODAY).to_review) == [early, late]


def test_a_liaison_sees_what_is_owed_returned_reports_first():
    unit, document = DepartmentFactory(), DocumentFactory()
    half = CycleFactory(document=document, due=date(2022, 6, 10), nominal=date(2022, 6, 10))
    special = CycleFactory(document=document, kind="special", due=date(2022, 6, 20))
    later = CycleFactory(document=document, kind="annual", opens=date(2022, 6, 16), due=date(2022, 11, 21))
    draft = submission(cycle=half, department=unit)
    returned = submission("returned", cycle=special, department=unit)
    submission(cycle=later, department=unit)
    submission(cycle=half)

    desk = desk_of(liaison_of(unit), TODAY)

    assert rows(desk.owed) == [returned, draft]
    assert [(report.returned, report.late) for report in desk.owed] == [(True, False), (False, True)]
    assert desk.to_review == desk.drafts == []


def test_what_was_handed_in_is_kept():
    unit = DepartmentFactory()
    done = submission("accepted", department=unit)

    desk = desk_of(liaison_of(unit), TODAY)

    assert (rows(desk.handed_in), desk.owed) == ([done], [])


def test_days_are_counted_to_the_last_day_of_a_document_whose_years_are_over():
    unit = DepartmentFactory()
    submission(department=unit)

    report = desk_of(liaison_of(unit), date(2026, 11, 21)).owed[0]

    assert report.on == date(2022, 12, 31)
    assert "194" in report.words


def test_instructions_are_those_on_the_units_tasks_and_on_the_whole_of_them():
    unit, leader = DepartmentFactory(), UserFactory()
    whole = TaskFactory()
    part = TaskFactory(document=whole.document, parent=whole)
    AssignmentFactory(task=part, department=None, group=DepartmentGroupFactory(members=[unit]))
    share = AllocationFactory(
        target=TargetFactory(task=TaskFactory(document=whole.document)), department=unit
    )
    given = {"leader": leader, "given_on": date(2022, 6, 1)}
    soon = Instruction.objects.create(task=part, text="一", answer_due=date(2022, 6, 14), **given)
    open_ended = Instruction.objects.create(task=whole, text="二", **given)
    shared = Instruction.objects.create(task=share.target.task, text="三", **given)
    Instruction.objects.create(task=TaskFactory(document=whole.document), text="不相关", **given)
    Instruction.objects.create(task=part, text="已答", answered_by=EntryFactory(task=part), **given)

    desk = desk_of(liaison_of(unit), TODAY)

    assert [asked.instruction for asked in desk.instructions] == [soon, open_ended, shared]
    assert [asked.late for asked in desk.instructions] == [True, False, False]
    assert desk.tasks == 2


def test_somebody_who_is_both_sees_both():
    waiting = submission("submitted")
    user = office_of(waiting.cycle.document.region)
    owed = submission(cycle=waiting.cycle)
    user.memberships.create(role="liaison", department=owed.department)

    desk = desk_of(user, TODAY)

    assert (rows(desk.to_review), rows(desk.owed)) == ([waiting], [owed])


def test_an_empty_desk_names_the_next_report():
    document = DocumentFactory()

    june = desk_of(office_of(document.region), date(2022, 6, 20)).next_due
    autumn = desk_of(office_of(document.region), date(2022, 6, 21)).next_due
    after = desk_of(office_of(document.region), date(2022, 11, 22)).next_due

    assert [(one[0], one[1].due) for one in (june, autumn)] == [
        (document, date(2022, 6, 20)),
        (document, date(2022, 11, 21)),
    ]
    assert after is None


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_queries_is_fixed(django_assert_num_queries, count):
    unit = DepartmentFactory()
    user = office_of(unit.region)
    user.memberships.create(role="liaison", department=unit)
    for _ in range(count):
        task = TaskFactory()
        AssignmentFactory(task=task, department=unit)
        Instruction.objects.create(task=task, leader=user, text="请说明", given_on=TODAY)
        cycle = CycleFactory(document=task.document)
        submission("returned", cycle=cycle, department=unit)
        submission("submitted", cycle=cycle)

    with django_assert_num_queries(13):
        desk = desk_of(user, TODAY)
        assert (len(desk.owed), len(desk.to_review), len(desk.instructions)) == (count, count, count)


# Pages


@pytest.mark.parametrize(
    ("make", "name"), [(leader_of, "dashboard"), (auditor_of, "documents")], ids=["leader", "auditor"]
)
def test_those_who_look_on_are_led_to_what_they_look_at(client, make, name):
    client.force_login(make(RegionFactory()))

    assert client.get(reverse("desk")).url == reverse(name)


def test_an_administrator_is_led_to_all_regions(client):
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(reverse("desk")).url == reverse("overview")


def test_the_pages_main_action_is_the_next_review(client):
    waiting = submission("submitted")
    client.force_login(office_of(waiting.cycle.document.region))

    page = client.get(reverse("desk")).content.decode()

    assert f'class="btn btn-primary" href="{reverse("review-submission", args=[waiting.pk])}"' in page


def test_the_office_without_reviews_may_import(client):
    client.force_login(office_of(RegionFactory()))

    page = client.get(reverse("desk")).content.decode()

    assert f'class="btn btn-primary" href="{reverse("import-document")}"' in page
    assert 'class="desk-clear"' in page


def test_a_liaison_reads_the_comment_on_a_returned_report(client):
    returned = submission("returned")
    client.force_login(liaison_of(returned.department))

    page = client.get(reverse("desk")).content.decode()

    assert "请补充单位" in page
    assert reverse("submission", args=[returned.pk]) in page


def test_a_user_without_any_role_is_told_so(client):
    client.force_login(UserFactory())

    page = client.get(reverse("desk")).content.decode()

    assert 'class="empty-title"' in page


def test_nobody_sees_a_desk_without_signing_in(client):
    assert client.get(reverse("desk")).url == "/sign-in/?next=/"


def test_a_long_list_of_reviews_is_cut_and_says_how_many_there_are(client):
    cycle = CycleFactory()
    waiting = [submission("submitted", cycle=cycle) for _ in range(9)]
    client.force_login(office_of(cycle.document.region))

    page = client.get(reverse("desk")).content.decode()

    shown = [one for one in waiting if f'<a href="{reverse("review-submission", args=[one.pk])}"' in page]
    assert shown == waiting[:8]
    assert reverse("cycle", args=[cycle.pk]) in page
