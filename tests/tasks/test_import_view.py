import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tasks.importing import publish
from tasks.models import Department, Document, Task
from tests.factories import DepartmentFactory, RegionFactory, leader_of, liaison_of, office_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = """盐湖区2024年城市更新重点任务
一、改造老旧小区
(一)实施老旧小区改造。2024年改造老旧小区12个。(责任单位:区住房和城乡建设局、财政局)
(二)完善配套设施。新增停车位300个。(责任单位:区城市管理局)
"""


@pytest.fixture
def region():
    return RegionFactory(code="140802", name="盐湖区", level="county")


@pytest.fixture
def office(region, client):
    user = office_of(region)
    client.force_login(user)
    return user


def send(client, **data):
    return client.post(reverse("import-document"), {"region": "盐湖区"} | data)


def upload(data: bytes, name="通知.txt"):
    return SimpleUploadedFile(name, data)


def refusals(response) -> list[str]:
    assert response.status_code == 422
    return [error for errors in response.context["form"].errors.values() for error in errors]


@pytest.mark.parametrize(
    "content",
    [{"text": TEXT}, {"file": upload(TEXT.encode())}, {"file": upload(TEXT.encode("gb18030"))}],
    ids=["pasted", "a file", "a file in GB18030"],
)
def test_document_becomes_a_draft_to_check(client, office, content):
    for file in content.values():
        if hasattr(file, "seek"):
            file.seek(0)
    response = send(client, **content)

    document = Document.objects.get()
    assert response.url == reverse("check-document", args=[document.pk])
    assert (document.title, document.state, document.created_by) == (
        "盐湖区2024年城市更新重点任务",
        "draft",
        office,
    )
    assert list(Task.objects.values_list("number", "title")) == [
        ("1", "实施老旧小区改造"),
        ("2", "完善配套设施"),
    ]


def test_document_without_numbered_tasks_becomes_a_draft_too(client, office):
    response = send(client, text="盐湖区2024年绿化工作安排\n今年要管好绿地。\n")

    document = Document.objects.get()
    assert response.url == reverse("check-document", args=[document.pk])
    assert (document.title, document.state, document.tasks.count()) == (
        "盐湖区2024年绿化工作安排",
        "draft",
        0,
    )
    assert "select" in client.get(response.url).content.decode().lower()


def test_pasted_text_is_kept_as_the_original_with_plain_line_ends(client, office):
    send(client, text=TEXT.replace("\n", "\r\n"))

    assert Document.objects.get().original.read().decode() == TEXT


def test_form_offers_the_offices_own_region(client, office, region):
    response = client.get(reverse("import-document"))

    assert response.context["form"]["region"].value() == region
    assert "Classified content must not be entered." in response.content.decode()


@pytest.mark.parametrize("words", ["盐湖区", "140802", "140802 盐湖区", " 盐湖 "])
def test_region_is_found_by_code_or_name(client, office, words):
    send(client, text=TEXT, region=words)

    assert Document.objects.get().region_id == "140802"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("六安市", "You import documents only for a region whose office you belong to."),
        ("341500", "You import documents only for a region whose office you belong to."),
        ("999999", "There is no region of this name or code."),
        ("没有", "There is no region of this name or code."),
    ],
)
def test_region_that_is_not_the_offices_is_refused(client, office, words, said):
    RegionFactory(code="341500", name="六安市")

    assert refusals(send(client, text=TEXT, region=words)) == [said]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "Choose a file or paste the text of the document."),
        ({"text": " \n"}, "Choose a file or paste the text of the document."),
        ({"text": TEXT, "file": upload(b"x")}, "Choose a file or paste the text, not both."),
        ({"file": upload(b"\x7fELF\x00\x01" * 50, "a.txt")}, "a.txt is not a text document."),
        ({"file": upload(b"MZ\x90\x00", "a.exe")}, "a.exe is not a text document."),
        ({"file": upload(b"PK\x03\x04broken", "a.docx")}, "The file is damaged and cannot be read."),
        ({"file": upload(b"  \n", "a.txt")}, "The file holds no text."),
    ],
    ids=["nothing", "blanks", "both", "no text", "a program", "damaged", "empty"],
)
def test_what_cannot_be_read_is_said_and_leaves_nothing(client, office, content, said):
    (refusal,) = refusals(send(client, **content))

    assert said in refusal
    assert (Document.objects.count(), Department.objects.count()) == (0, 0)


def test_empty_file_is_refused(client, office):
    assert len(refusals(send(client, file=upload(b"")))) == 1


def test_file_over_the_limit_is_refused(client, office, settings):
    settings.MAX_UPLOAD_BYTES = 100

    (refusal,) = refusals(send(client, file=upload(b"x" * 101)))

    assert refusal.startswith("The file is larger than 100")


def test_what_was_typed_is_kept(client, office):
    response = send(client, text="一段文字", file=upload(b"x"), region="盐湖")

    html = response.content.decode()
    assert "一段文字</textarea>" in html
    assert 'value="盐湖"' in html


def test_same_file_again_leads_to_the_first(client, office):
    send(client, text=TEXT)
    document = Document.objects.get()

    response = send(client, text=TEXT)

    assert refusals(response) == [f"This file was imported before: “{document.title}”."]
    assert reverse("check-document", args=[document.pk]) in response.content.decode()


def test_same_title_again_leads_to_the_first(client, office):
    send(client, text=TEXT)

    response = send(client, text=TEXT + "\n附注。")

    assert "already has a document" in refusals(response)[0]
    assert Document.objects.get().get_absolute_url() in response.content.decode()


def test_another_version_of_a_published_document_leads_to_its_amendment(client, office):
    send(client, text=TEXT)
    document = publish(document=Document.objects.get())

    other, same = send(client, text=TEXT + "\n附注。"), send(client, text=TEXT)

    amend = reverse("amend", args=[document.pk])
    assert amend in other.content.decode()
    assert amend not in same.content.decode()


@pytest.mark.parametrize("role", [leader_of, lambda region: liaison_of(DepartmentFactory(region=region))])
def test_only_an_office_imports(client, region, role):
    client.force_login(role(region))

    assert client.get(reverse("import-document")).status_code == 403
    assert send(client, text=TEXT).status_code == 403
    assert not Document.objects.exists()
