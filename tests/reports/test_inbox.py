import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.models import Message
from tasks.instructions import give_instruction
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    UserFactory,
    leader_of,
    liaison_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def told(user, subject, **values):
    return Message.objects.create(user=user, subject=subject, **values)


def test_unread_messages_come_first_then_the_newest(client, reader):
    told(reader, "读过", read_at=timezone.now())
    told(reader, "旧的")
    told(reader, "新的")
    told(UserFactory(), "别人的")

    page = client.get("/inbox/").context["page"]

    assert [one.subject for one in page] == ["新的", "旧的", "读过"]


def test_opening_marks_as_read_and_leads_to_the_report(client, reader, clock):
    message = told(reader, "报送", link="/submissions/7/")
    clock("2022-06-15 09:00")
    response = client.get(f"/inbox/{message.pk}/")
    first = Message.objects.get().read_at
    clock("2022-06-16 09:00")

    again = client.get(f"/inbox/{message.pk}/")

    assert (response.url, again.url) == ("/submissions/7/", "/submissions/7/")
    assert (
        Message.objects.get().read_at == first == timezone.datetime.fromisoformat("2022-06-15T01:00:00+00:00")
    )


def test_message_without_a_link_leads_back_to_the_inbox(client, reader):
    assert client.get(f"/inbox/{told(reader, '通知').pk}/").url == "/inbox/"


def test_message_of_somebody_else_is_not_found(client, reader):
    message = told(UserFactory(), "别人的")

    assert client.get(f"/inbox/{message.pk}/").status_code == 404
    assert Message.objects.unread().count() == 1


def test_all_are_marked_as_read_by_a_button(client, reader):
    told(reader, "一")
    told(reader, "二")
    told(UserFactory(), "别人的")
    client.get("/inbox/")
    assert reader.inbox.unread().count() == 2

    client.post("/inbox/")

    assert (reader.inbox.unread().count(), Message.objects.unread().count()) == (0, 1)


def test_empty_inbox_says_what_would_be_there(client, reader):
    assert "No messages" in client.get("/inbox/").content.decode()


def test_inbox_is_the_own_one(client):
    assert client.get("/inbox/").url == "/sign-in/?next=/inbox/"


def test_number_of_queries_does_not_grow_with_messages(client, reader):
    told(reader, "一")
    client.get("/inbox/")
    with CaptureQueriesContext(connection) as one:
        client.get("/inbox/")
    for _n in range(60):
        told(reader, "更多")

    with CaptureQueriesContext(connection) as many:
        response = client.get("/inbox/")

    assert (len(many), len(response.context["page"])) == (len(one), 50)


def test_instruction_reaches_the_liaisons_of_the_tasks_units_only():
    assignment = AssignmentFactory()
    region = assignment.task.document.region
    liaison, stranger = liaison_of(assignment.department), liaison_of(DepartmentFactory(region=region))

    give_instruction(task=assignment.task, by=leader_of(region), text="请说明滞后原因。")

    message = liaison.inbox.get()
    assert (message.body, message.link) == ("请说明滞后原因。", assignment.task.get_absolute_url())
    assert not stranger.inbox.exists()
