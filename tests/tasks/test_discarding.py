import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from tasks.discarding import discard
from tasks.importing import import_document
from tasks.models import Assignment, Department, DepartmentGroup, Document, Section, Target, Task
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    DocumentFactory,
    RegionFactory,
    TaskFactory,
    leader_of,
    office_of,
)
from urbanplan.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = """云海市2024年城市更新重点任务
一、改造老旧小区
(一)实施老旧小区改造。2024年改造老旧小区12个。(责任单位:市住房和城乡建设局、财政局,各县区人民政府)
(二)完善配套设施。新增停车位300个。(责任单位:市城市管理局)
"""


@pytest.fixture
def region():
    city = RegionFactory(code="650900", name="云海市", level="prefecture")
    RegionFactory(code="650901", name="东山区", level="county", parent=city)
    return city


@pytest.fixture
def office(region, client):
    user = office_of(region)
    client.force_login(user)
    return user


@pytest.fixture
def draft(region, office):
    return import_document(data=TEXT.encode(), name="错误.txt", region=region, by=office)


def test_nothing_stays_but_who_discarded_it(draft, office, django_capture_on_commit_callbacks):
    title, file = draft.title, draft.original.name
    members = DepartmentGroup.history.model.members.model.objects
    assert default_storage.exists(file) and members.exists()

    with django_capture_on_commit_callbacks(execute=True):
        discard(document=draft, by=office)

    models = [Document, Section, Task, Assignment, Target, DepartmentGroup, Department]
    assert [model.objects.count() for model in models] == [0] * len(models)
    trails = [Section, Task, Assignment, Target, DepartmentGroup]
    assert [model.history.count() for model in trails] == [0] * len(trails)
    assert not members.exists()
    left = Document.history.get()
    assert (left.history_type, left.history_user, left.title, left.history_change_reason) == (
        "-",
        office,
        title,
        "Draft discarded",
    )
    assert not default_storage.exists(file)


def test_bodies_that_others_name_or_made_stay(draft, office, region):
    shared = Department.objects.get(name="市财政局")
    AssignmentFactory(task=TaskFactory(document__region=region), department=shared)
    own = DepartmentFactory(region=region, name="市档案局")

    discard(document=draft, by=office)

    assert set(Department.objects.all()) == {shared, own}


def test_published_document_is_not_discarded(office):
    document = DocumentFactory()

    with pytest.raises(Refusal, match="is published"):
        discard(document=document, by=office)

    assert Document.objects.filter(pk=document.pk).exists()


def test_same_file_can_be_imported_again(draft, office, region):
    discard(document=draft, by=office)

    assert import_document(data=TEXT.encode(), name="错误.txt", region=region).tasks.count() == 2


def address(document) -> str:
    return reverse("discard-draft", args=[document.pk])


def test_office_is_asked_once_more(client, draft):
    assert address(draft) in client.get(reverse("check-document", args=[draft.pk])).content.decode()

    html = client.get(address(draft)).content.decode()

    assert "错误.txt" in html and "deleted for good" in html
    assert Document.objects.filter(pk=draft.pk).exists()


def test_office_discards_its_draft(client, draft):
    response = client.post(address(draft), follow=True)

    assert response.redirect_chain[-1][0] == reverse("documents")
    assert f"The draft “{draft.title}” was discarded." in response.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "who", [leader_of, lambda region: office_of(RegionFactory(code="340000", name="安徽省"))]
)
def test_others_find_no_such_page(client, draft, region, who):
    client.force_login(who(region))

    assert client.post(address(draft)).status_code == 404
    assert Document.objects.filter(pk=draft.pk).exists()


def test_published_document_has_no_such_page(client, draft):
    Document.objects.filter(pk=draft.pk).update(state="published", published_at="2024-01-01T00:00Z")

    assert client.post(address(draft)).status_code == 404
    assert Document.objects.filter(pk=draft.pk).exists()
