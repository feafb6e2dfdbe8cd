"""The five ledgers: read by the program, corrected by a person, compared with a reading by careful people."""

import json
import re

import pytest
from django.core.management import call_command

from tasks import ledgers
from tasks.extraction.scoring import score
from tasks.ledgers import FIXTURES, BadCorrection, correct
from tasks.models import Assignment, Document, Region, Target

# Numbered tasks, subtasks, and the figures that bind somebody; the numbers are counted by hand.
COUNTS = {
    "ningxia-2022": (26, 0, 33),
    "haidong-2021": (22, 0, 9),
    "luan-145": (26, 0, 24),
    "hulunbuir-2022": (22, 24, 28),
    "yangquan-2022": (19, 0, 23),
}


def ledger_of(slug):
    return json.loads((FIXTURES / slug / "ledger.json").read_text("utf-8"))


def all_targets(ledger):
    return [*ledger["goals"], *(target for task in ledger["tasks"] for target in task["targets"])]


def test_there_are_five():
    assert ledgers.slugs() == sorted(COUNTS)


@pytest.mark.parametrize("slug", COUNTS)
def test_files_are_what_reader_and_reading_make(slug):
    files = ledgers.made(slug)

    assert files == {name: (FIXTURES / slug / name).read_text("utf-8") for name in files}


@pytest.mark.parametrize("slug", COUNTS)
def test_ledger_says_what_a_careful_person_read(slug):
    reading = json.loads((FIXTURES / slug / "reading.json").read_text("utf-8"))

    results = score(reading, ledger_of(slug))

    assert {kind: result.wrong + result.missed for kind, result in results.items()} == {
        kind: [] for kind in results
    }


@pytest.mark.parametrize(("slug", "counts"), COUNTS.items())
def test_counts(slug, counts):
    ledger = ledger_of(slug)

    numbered = [task for task in ledger["tasks"] if task["parent"] is None]
    binding = [target for target in all_targets(ledger) if target["must"]]
    assert (len(numbered), len(ledger["tasks"]) - len(numbered), len(binding)) == counts


@pytest.mark.parametrize("slug", COUNTS)
def test_each_item_leads_to_its_words_in_text_and_source(slug):
    ledger, text = ledger_of(slug), (FIXTURES / slug / "text.txt").read_text("utf-8")
    source = (FIXTURES / slug / "source.txt").read_text("utf-8")

    for target in all_targets(ledger):
        assert source[target["source_start"] : target["source_end"]] == target["text"]
    for task in ledger["tasks"]:
        assert task["text"] == text[task["start"] : task["end"]].strip() != ""
        for unit in task["units"]:
            assert text[unit["start"] : unit["end"]]


@pytest.mark.parametrize("slug", COUNTS)
def test_no_contact_data_in_the_tree(slug):
    hotline = "0564-12345"
    found = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|0\d{2,3}-\d{7,8}|[\w.]+@[\w.]+\.\w+")

    for file in (FIXTURES / slug).iterdir():
        assert found.findall(file.read_text("utf-8").replace(hotline, "")) == []


@pytest.mark.django_db
def test_all_five_load_and_load_once(capsys):
    call_command("load_regions")
    call_command("load_ledgers")
    rows = (Document, Assignment, Target)
    before = [model.objects.count() for model in rows]
    call_command("load_ledgers")

    assert [model.objects.count() for model in rows] == before
    assert set(Document.objects.values_list("state", flat=True)) == {"published"}
    assert Target.objects.filter(binding=True).count() == 117
    assert Region.objects.filter(documents__isnull=False).count() == 5


@pytest.mark.django_db
def test_loading_regions_again_changes_nothing(capsys):
    call_command("load_regions")
    before = list(Region.objects.values_list("code", "name", "level", "parent").order_by("code"))
    call_command("load_regions")

    assert list(Region.objects.values_list("code", "name", "level", "parent").order_by("code")) == before


LEDGER = {
    "document": {"title": "一", "number": None},
    "goals": [],
    "tasks": [
        {
            "number": "1",
            "title": "住房",
            "start": 0,
            "end": 20,
            "doubt": "?",
            "units": [{"name": "市住建局", "role": "lead", "doubt": "?"}],
            "targets": [{"indicator": "新建", "value": "5", "unit": "套", "doubt": None}],
        }
    ],
}
TEXT = "住房。新建5套。改造棚户区7户。(责任单位:市住建局)"


def corrected(correction):
    return correct(LEDGER, [correction | {"why": "test"}], TEXT)


def test_correction_sets_the_head():
    assert corrected({"set": {"number": "云发1号"}})["document"] == {"title": "一", "number": "云发1号"}


def test_correction_sets_a_figure():
    found = {"indicator": "新建", "value": "5", "unit": "套"}

    changed = corrected({"task": "1", "target": found, "set": {"value": "6"}})

    assert changed["tasks"][0]["targets"][0]["value"] == "6"


def test_correction_removes_a_unit():
    removed = corrected({"task": "1", "unit": {"name": "市住建局"}, "remove": True})

    assert removed["tasks"][0]["units"] == []


def test_correction_adds_a_figure_at_its_words():
    row = {"indicator": "改造棚户区", "value": "7", "unit": "户", "text": "改造棚户区7户"}

    added = corrected({"task": "1", "add": "target", "row": row})["tasks"][0]["targets"][1]

    assert TEXT[added["start"] : added["end"]] == "改造棚户区7户"


def test_review_settles_every_doubt_and_leaves_the_original_alone():
    settled = correct(LEDGER, [], TEXT)["tasks"][0]

    assert (settled["doubt"], settled["units"][0]["doubt"], LEDGER["tasks"][0]["doubt"]) == (None, None, "?")


@pytest.mark.parametrize(
    "correction",
    [
        {"task": "9", "set": {"title": "无"}},
        {"task": "1", "unit": {"name": "市公安局"}, "remove": True},
        {"task": "1", "add": "target", "row": {"text": "没有这句话"}},
    ],
    ids=["no such task", "no such unit", "words that are not there"],
)
def test_correction_of_what_is_not_there_is_an_error(correction):
    with pytest.raises(BadCorrection):
        corrected(correction)
