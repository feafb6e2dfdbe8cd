import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tasks import importing
from tasks.importing import import_document, publish
from tasks.models import Assignment, Department, DepartmentGroup, Document, Section, Target, Task
from tasks.signals import document_published
from tests.factories import DepartmentFactory, DocumentFactory, RegionFactory, UserFactory
from urbanplan.refusal import Refusal

pytestmark = pytest.mark.django_db

TEXT = """云海市人民政府办公室关于印发《云海市2024年城乡建设重点任务》的通知
云政办发〔2024〕7号
云海市2024年城乡建设重点任务
一、改善住房
(一)建设保障房。年内新建保障性住房1200套，污水集中处理率达到95%以上。(责任单位：市住房城乡建设局、财政局，各县区人民政府)
(二)整治道路。改造城市道路30公里。(责任单位：市交通运输局)
请于2024年6月20日前报送半年总结。
"""


@pytest.fixture
def region():
    city = RegionFactory(code="650900", name="云海市", level="prefecture")
    for code, name in [("650901", "东山区"), ("650921", "西河县")]:
        RegionFactory(code=code, name=name, level="county", parent=city)
    return city


def bring_in(region, text=TEXT, name="任务.txt"):
    return import_document(data=text.encode(), name=name, region=region)


def test_import_makes_a_draft_with_all_its_parts(region):
    document = bring_in(region)

    assert (document.state, document.title, document.number) == (
        "draft",
        "云海市2024年城乡建设重点任务",
        "云政办发〔2024〕7号",
    )
    assert (document.first_year, document.last_year) == (2024, 2024)
    assert list(document.sections.values_list("ordinal", "title")) == [("一", "改善住房")]
    assert list(document.tasks.values_list("number", "title")) == [("1", "建设保障房"), ("2", "整治道路")]
    assert list(document.targets.values_list("indicator", "value", "unit", "kind")) == [
        ("新建保障性住房", Decimal(1200), "套", "amount"),
        ("污水集中处理率", Decimal(95), "%", "level"),
        ("改造城市道路", Decimal(30), "公里", "amount"),
    ]


def test_an_index_or_a_ratio_has_no_unit(region):
    document = bring_in(region, TEXT.replace("改造城市道路30公里", "城乡居民收入比缩小到1.9以内"))

    target = document.targets.get(indicator="城乡居民收入比")

    assert (target.value, target.unit, target.kind) == (Decimal("1.9"), "", "level")


def test_units_become_departments_with_their_prefix(region):
    bring_in(region)

    assert list(Assignment.objects.filter(task__number="1").values_list("wording", "order")) == [
        ("市住房城乡建设局", 1),
        ("市财政局", 2),
        ("各县区人民政府", 3),
    ]


def test_collective_resolves_to_the_regions_governments(region):
    bring_in(region)

    group = DepartmentGroup.objects.get(wording="各县区人民政府")
    assert [(one.region_id, one.name) for one in group.members.order_by("region")] == [
        ("650901", "东山区人民政府"),
        ("650921", "西河县人民政府"),
    ]
    assert group.confirmed


def test_unit_is_matched_to_a_known_department(region):
    known = DepartmentFactory(region=region, name="市住房和城乡建设局", aliases=["市住建局"])

    bring_in(region)

    assert Assignment.objects.get(wording="市住房城乡建设局").department == known
    assert Department.objects.filter(region=region).count() == 3


def test_figure_is_tied_to_its_sentence(region):
    document = bring_in(region)

    target = document.targets.get(indicator="新建保障性住房")
    assert document.text[target.start : target.end] == "年内新建保障性住房1200套"
    assert TEXT[target.source_start : target.source_end] == "年内新建保障性住房1200套"
    task = target.task
    assert document.text[task.start : task.end].startswith("(一)建设保障房")


def test_report_days_come_from_the_document(region):
    document = bring_in(region, TEXT.replace("6月20日前报送半年", "7月5日前报送半年"))

    assert (document.half_year_month, document.half_year_day) == (7, 5)
    assert (document.annual_month, document.annual_day) == (11, 21)
    assert document.reports_named


def test_original_file_is_kept_byte_for_byte(region):
    data = TEXT.encode("gb18030")

    document = import_document(data=data, name="任务.txt", region=region)

    assert document.original.read() == data
    assert document.tasks.count() == 2


REFUSED = {
    "empty": (b"", "空.txt"),
    "only blanks": (b"  \n \n", "空.txt"),
    "renamed program": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 40, "任务.txt"),
    "unknown type": (b"PK\x03\x04aaaa", "任务.exe"),
}


@pytest.mark.parametrize(("data", "name"), REFUSED.values(), ids=REFUSED)
def test_bad_file_is_refused_with_a_sentence_and_nothing_is_stored(region, data, name):
    with pytest.raises(Refusal) as refusal:
        import_document(data=data, name=name, region=region)

    assert len(str(refusal.value)) > 5
    assert (Document.objects.count(), Department.objects.count()) == (0, 0)


def test_same_file_twice_is_refused(region):
    bring_in(region)

    with pytest.raises(Refusal):
        bring_in(region)


def test_same_title_twice_is_refused(region):
    bring_in(region)

    with pytest.raises(Refusal):
        bring_in(region, TEXT.replace("1200套", "1300套"))
    assert Document.objects.count() == 1


def test_failure_half_way_stores_nothing(region, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(importing, "make_targets", fail)
    files = set(Path(settings.MEDIA_ROOT).rglob("*"))

    with pytest.raises(RuntimeError):
        bring_in(region)
    assert {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()} <= files
    assert [model.objects.count() for model in (Document, Section, Task, Target, Department)] == [0] * 5


def test_what_the_database_refuses_is_said(region, monkeypatch):
    monkeypatch.setattr(importing, "target_kind", lambda *_words: None)

    with pytest.raises(Refusal):
        bring_in(region)
    assert not Document.objects.exists()


def test_parts_that_each_begin_with_one_keep_their_sections(region):
    text = """云海市2024年重点任务
一、改善住房
(一)建房。新建住房1200套。(责任单位:市住建局)
一、整治道路
(一)修路。改造道路30公里。(责任单位:市交通局)
"""
    document = bring_in(region, text)

    assert list(document.tasks.values_list("number", "section__ordinal", "section__title")) == [
        ("1.1", "一", "改善住房"),
        ("2.1", "2.一", "整治道路"),
    ]


def test_range_with_the_larger_end_first_is_turned_and_doubted(region):
    document = bring_in(region, TEXT.replace("改造城市道路30公里", "改造城市道路40-30公里"))

    (road,) = document.targets.filter(value_to__isnull=False)
    assert (road.value, road.value_to, bool(road.doubt)) == (30, 40, True)


def test_unit_of_endless_name_fits(region):
    bring_in(region, TEXT.replace("市交通运输局", "市" + "交通运输" * 60 + "局"))

    unit = Assignment.objects.get(task__number="2")
    assert (len(unit.wording), len(unit.department.name), len(unit.department.short_name)) == (100, 100, 60)


PLAIN = """云海市2024年绿化工作安排
云政办发〔2024〕9号
一、总体要求
年内建成公园3座。
二、保障措施
各县区要加强领导。
"""


def test_document_without_numbered_tasks_becomes_a_draft_with_all_else(region):
    document = bring_in(region, PLAIN)

    assert (document.state, document.title, document.number) == (
        "draft",
        "云海市2024年绿化工作安排",
        "云政办发〔2024〕9号",
    )
    assert (document.tasks.count(), document.text) == (0, PLAIN)
    assert [str(section) for section in document.sections.all()] == ["一、总体要求"]
    assert [(goal.task, goal.indicator) for goal in document.targets.all()] == [(None, "建成公园")]
    assert "no_tasks" not in [finding["code"] for finding in document.findings]


@pytest.mark.usefixtures("english")
def test_document_without_any_task_is_not_published(region):
    document = bring_in(region, PLAIN)
    document.targets.update(doubt="")

    with pytest.raises(Refusal) as refusal:
        publish(document=document)

    assert "no task yet" in str(refusal.value)
    document.refresh_from_db()
    assert document.is_draft


def test_publish_sets_who_and_when_and_says_so(region):
    document, clerk, heard = bring_in(region), UserFactory(), []
    document.tasks.update(doubt="")
    document.targets.update(doubt="")
    Assignment.objects.update(doubt="")

    def listen(sender, document, **kwargs):
        heard.append(document)

    document_published.connect(listen)
    published = publish(document=document, by=clerk)
    document_published.disconnect(listen)

    assert (published.state, published.published_by, heard) == ("published", clerk, [published])
    assert published.published_at is not None


@pytest.mark.parametrize("model", [Task, Target, Assignment])
def test_open_doubt_keeps_a_document_from_being_published(region, model):
    document = bring_in(region)
    first = model.objects.order_by("pk").first()
    model.objects.filter(pk=first.pk).update(doubt="OCR: L98 read as 19800")

    with pytest.raises(Refusal):
        publish(document=document)
    document.refresh_from_db()
    assert document.is_draft


def test_proposed_members_keep_a_document_from_being_published(region):
    document = bring_in(region, TEXT.replace("各县区人民政府", "有关县区人民政府"))
    for rows in (Task, Target, Assignment):
        rows.objects.update(doubt="")
    assert list(DepartmentGroup.objects.values_list("wording", "confirmed")) == [("有关县区人民政府", False)]

    with pytest.raises(Refusal):
        publish(document=document)
    assert publish(document=document, groups_are_proposals=True).state == "published"


def test_publishing_twice_is_refused():
    with pytest.raises(Refusal):
        publish(document=DocumentFactory(state="published"))


def test_import_command_makes_a_draft(region, tmp_path, capsys):
    file = tmp_path / "任务.txt"
    file.write_text(TEXT, "utf-8")

    call_command("import_document", str(file), region="650900")

    assert Document.objects.get().region == region
    assert "云海市2024年城乡建设重点任务" in capsys.readouterr().out


@pytest.mark.usefixtures("english")
def test_import_command_says_that_no_task_was_found(region, tmp_path, capsys):
    file = tmp_path / "绿化.txt"
    file.write_text(PLAIN, "utf-8")

    call_command("import_document", str(file), region="650900")

    assert Document.objects.get().is_draft
    said = capsys.readouterr().out
    assert "0 tasks, 1 targets." in said and "No numbered tasks were found" in said


@pytest.mark.parametrize("code", ["999999", "abc"])
def test_import_command_refuses_an_unknown_region(region, tmp_path, code):
    file = tmp_path / "任务.txt"
    file.write_text(TEXT, "utf-8")

    with pytest.raises(CommandError) as error:
        call_command("import_document", str(file), region=code)
    assert code in str(error.value)
    assert not Document.objects.exists()


def test_import_command_refuses_a_missing_file(region, tmp_path):
    with pytest.raises(CommandError):
        call_command("import_document", str(tmp_path / "没有.txt"), region="650900")


def test_extract_command_prints_the_contract_and_nothing_else(tmp_path, capsys):
    file = tmp_path / "任务.txt"
    file.write_text(TEXT, "utf-8")

    call_command("extract", str(file))

    found = json.loads(capsys.readouterr().out)
    assert [task["number"] for task in found["tasks"]] == ["1", "2"]
    assert found["reports"][0]["due"] == "2024-06-20"


def test_extract_command_refuses_what_is_no_text(tmp_path):
    file = tmp_path / "任务.txt"
    file.write_bytes(b"\x00\x01\x02" * 999)

    with pytest.raises(CommandError):
        call_command("extract", str(file))


def test_county_name_that_occurs_twice_names_no_county():
    province = RegionFactory(code="990000", name="云海省", level="province")
    for code in ("990100", "990200"):
        city = RegionFactory(code=code, name=f"云{code}市", level="prefecture", parent=province)
        RegionFactory(code=code[:4] + "02", name="鼓楼区", level="county", parent=city)

    import_document(
        data=TEXT.replace("市交通运输局", "鼓楼区人民政府").replace("云海市", "云海省").encode(),
        name="任务.txt",
        region=province,
    )

    assert Assignment.objects.get(wording="鼓楼区人民政府").department.region == province
