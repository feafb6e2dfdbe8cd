"""Which files are kept as evidence, and who may fetch them."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from tasks.evidence import KINDS, check, clean_name
from tasks.models import Evidence, ProgressEntry
from tasks.progress import log_progress
from tests.factories import AssignmentFactory, DepartmentFactory, liaison_of, office_of
from urbanplan.refusal import Refusal

PDF = b"%PDF-1.7\n1 0 obj ..."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "…")
    return data.getvalue()


GOOD = {
    "佐证.pdf": PDF,
    "公文.ofd": zipped("OFD.xml"),
    "报告.docx": zipped("[Content_Types].xml", "word/document.xml"),
    "台账.xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "汇报.pptx": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "旧.doc": OLE,
    "旧.xls": OLE,
    "旧.ppt": OLE,
    "旧.wps": OLE,
    "旧.et": OLE,
    "旧.dps": OLE,
    "照片.jpg": b"\xff\xd8\xff\xe0....",
    "照片.JPEG": b"\xff\xd8\xff\xe1....",
    "图.png": b"\x89PNG\r\n\x1a\n....",
    "图.gif": b"GIF89a....",
    "图.bmp": b"BM....",
    "图.tif": b"II*\0....",
    "图.tiff": b"MM\0*....",
    "图.webp": b"RIFF....WEBP....",
    "手机.heic": b"\0\0\0\x18ftypheic....",
    "手机.heif": b"\0\0\0\x18ftypmif1....",
    "说明.txt": "说明文字".encode("gb18030"),
    "数据.csv": "项目,完成\n".encode() * 300,
    "附件.zip": zipped("附件/佐证.pdf"),
}


def test_every_kind_has_an_example():
    assert {name.rsplit(".", 1)[1].lower() for name in GOOD} == set(KINDS)


@pytest.mark.parametrize(("name", "data"), GOOD.items(), ids=GOOD)
def test_a_file_that_is_what_its_name_says_is_taken(name, data):
    checked = check(ContentFile(data, name=name))

    assert (checked.name, checked.sha256) == (name, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("空.pdf", b"", "“空.pdf” is empty."),
        ("a.exe", b"MZ....", "cannot be taken"),
        ("a", PDF, "cannot be taken"),
        ("a.html", b"<html>", "cannot be taken"),
        ("a.svg", b"<svg>", "cannot be taken"),
        ("a.docm", zipped("word/document.xml"), "cannot be taken"),
        ("a.pdf", b"MZ....", "is not what its name says"),
        ("a.pdf.exe", PDF, "cannot be taken"),
        ("a.txt", b"MZ\0\0", "is not what its name says"),
        ("a.docx", zipped("xl/workbook.xml"), "is not what its name says"),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin"), "or holds programs or macros"),
        ("a.docx", b"PK\x03\x04 no zip", "is not what its name says"),
        ("a.zip", zipped("x/run.EXE"), "or holds programs or macros"),
        ("a.zip", zipped(), "is not what its name says"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "is not what its name says"),
    ],
)
def test_other_files_are_refused(name, data, sentence):
    with pytest.raises(Refusal) as refused:
        check(ContentFile(data, name=name))

    assert sentence in str(refused.value)


@pytest.mark.parametrize(("size", "taken"), [(100, True), (101, False)])
def test_the_largest_file(settings, size, taken):
    settings.MAX_UPLOAD_BYTES = 100
    file = ContentFile(PDF.ljust(size), name="a.pdf")

    if taken:
        assert check(file).file.size == size
    else:
        with pytest.raises(Refusal, match=r"“a.pdf” is larger than 100\sbytes\."):
            check(file)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2022年上半年佐证材料（盖章）.pdf", "2022年上半年佐证材料（盖章）.pdf"),
        (r"C:\文件\佐证.pdf", "佐证.pdf"),
        ("../../etc/佐证.pdf", "佐证.pdf"),
        ("fdp\u202eexe.pdf", "fdpexe.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_are_kept_without_what_could_deceive(name, shown):
    assert clean_name(name) == shown


@pytest.fixture
def unit(db):
    return AssignmentFactory(department__name="自治区住房城乡建设厅", order=1)


@pytest.fixture
def liaison(unit):
    return liaison_of(unit.department)


@pytest.fixture
def kept(unit, liaison):
    entry = log_progress(
        task=unit.task,
        department=unit.department,
        by=liaison,
        as_of=date(2022, 6, 15),
        narrative="已开工",
        files=[ContentFile(PDF, name="上半年佐证.pdf")],
    )
    return entry.evidence.get()


def test_a_file_is_kept_under_a_plain_name_with_its_digest(kept):
    assert (kept.name, kept.size) == ("上半年佐证.pdf", len(PDF))
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert kept.file.name.isascii()
    assert kept.file.read() == PDF


def test_a_file_comes_back_whole_under_its_chinese_name_and_is_never_run(client, liaison, kept):
    client.force_login(liaison)

    answer = client.get(reverse("evidence", args=[kept.pk]))

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E4%B8%8A%E5%8D%8A%E5%B9%B4%E4%BD%90%E8%AF%81.pdf"
    )
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == (
        "nosniff",
        "application/octet-stream",
    )


def test_other_units_of_the_task_do_not_get_the_file_and_the_office_does(client, unit, kept):
    other = AssignmentFactory(task=unit.task, order=2).department
    address = reverse("evidence", args=[kept.pk])
    statuses = []
    for user in (liaison_of(other), liaison_of(DepartmentFactory()), office_of(unit.task.document.region)):
        client.force_login(user)
        statuses.append(client.get(address).status_code)

    assert statuses == [404, 404, 200]


def test_without_signing_in_there_is_no_file(client, kept):
    assert client.get(reverse("evidence", args=[kept.pk])).url.startswith("/sign-in/")


def test_a_file_lost_from_the_store_is_not_found(client, liaison, kept):
    kept.file.storage.delete(kept.file.name)
    client.force_login(liaison)

    assert client.get(reverse("evidence", args=[kept.pk])).status_code == 404


def test_files_come_with_the_page_and_a_wrong_one_stops_all(client, unit, liaison, settings, clock):
    clock("2022-06-16 09:00")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(liaison)
    page = reverse("log-progress", args=[unit.task.pk])
    data = {"sending": "0190163d-8694-739b-aea5-966c26f8ad90", "as_of": "2022-06-15", "narrative": "已开工"}
    good, bad = SimpleUploadedFile("好.pdf", PDF), SimpleUploadedFile("坏.exe", b"MZ")

    refused = client.post(page, data | {"files": [good, bad]}).content.decode()
    assert "“坏.exe” cannot be taken" in refused
    assert "Choose the files again" in refused
    assert not ProgressEntry.objects.exists()

    good.seek(0)
    client.post(page, data | {"files": [good, SimpleUploadedFile("二.pdf", PDF)]})
    assert sorted(Evidence.objects.values_list("name", flat=True)) == ["二.pdf", "好.pdf"]


def test_the_page_warns_of_classified_content(client, unit, liaison, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(liaison)

    shown = client.get(reverse("log-progress", args=[unit.task.pk])).content.decode()

    assert "No classified content: never upload any." in shown
