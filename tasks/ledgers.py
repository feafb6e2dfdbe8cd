"""The ledgers that come with the product: read by the program, reviewed by careful people.

`fixtures/<slug>/source.txt` is the document as published, `reading.json` what people read in it line by line,
without the program. `make_fixture` lets the program read the source and writes `review.json` (its region, and
each change that the people's reading makes to the program's), `text.txt` and `ledger.json`, the result.
"""

import hashlib
import json
from copy import deepcopy
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from tasks.importing import publish, read_ledger, store
from tasks.models import Document, Region
from tasks.reviewing import corrections

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
# What identifies a row in a correction, by its kind.
KEYS = {"unit": ("name",), "target": ("indicator", "value", "unit")}


class BadCorrection(Exception):
    """A correction names something that the reader did not find."""


def slugs() -> list[str]:
    return sorted(path.parent.name for path in FIXTURES.glob("*/review.json"))


def review_of(slug: str) -> dict:
    return json.loads((FIXTURES / slug / "review.json").read_text("utf-8"))


def made(slug: str) -> dict[str, str]:
    """The files of a fixture by name, made afresh from its source and its reading."""
    folder = FIXTURES / slug
    ledger, text = read_ledger((folder / "source.txt").read_bytes(), "source.txt")
    reading = json.loads((folder / "reading.json").read_text("utf-8"))
    review = review_of(slug) | {"corrections": corrections(ledger, reading)}
    return {
        "review.json": as_json(review),
        "ledger.json": as_json(correct(ledger, review["corrections"], text)),
        "text.txt": text,
    }


def write(slug: str) -> dict[str, str]:
    files = made(slug)
    for name, content in files.items():
        (FIXTURES / slug / name).write_text(content, "utf-8")
    return files


def as_json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def load(slug: str) -> Document | None:
    """The published document of a fixture; None where the region already has it."""
    folder = FIXTURES / slug
    region = Region.objects.get(pk=review_of(slug)["region"])
    ledger = json.loads((folder / "ledger.json").read_text("utf-8"))
    source = (folder / "source.txt").read_bytes()
    # An amendment may have given it another title and another file.
    sha256 = hashlib.sha256(source).hexdigest()
    same = Q(title=ledger["document"]["title"]) | Q(sha256=sha256) | Q(editions__sha256=sha256)
    if Document.objects.filter(same, region=region).exists():
        return None
    document = store(
        ledger=ledger,
        text=(folder / "text.txt").read_text("utf-8"),
        data=source,
        name=f"{slug}.txt",
        region=region,
    )
    return publish(document=document, groups_are_proposals=True)


def correct(ledger: dict, corrections: list[dict], text: str) -> dict:
    """A copy of the ledger with each correction applied, and no doubt left: a person has looked at all.

    A correction is one of
    - {"set": {...}} on the head of the document,
    - {"task": "7", "set": {...}} on a task,
    - {"task": "7", "unit"|"target": {key fields}, "set": {...}} or {..., "remove": true} on a row of it,
    - {"task": "7", "add": "unit"|"target", "row": {...}}; `task` is null for the document's goals.
    Each says `why`.
    """
    ledger = deepcopy(ledger)
    for correction in corrections:
        _apply(ledger, correction, text)
    for row in [*ledger["tasks"], *ledger["goals"]]:
        _settle(row)
        for part in [*row.get("units", []), *row.get("targets", [])]:
            _settle(part)
    return ledger


def _settle(row: dict) -> None:
    row.update(doubt=None, doubt_code=None, doubt_params={})


def _apply(ledger: dict, correction: dict, text: str) -> None:
    if "task" not in correction:
        ledger["document"].update(correction["set"])
        return
    place = _place(ledger, correction["task"])
    if "add" in correction:
        rows = place[f"{correction['add']}s"]
        rows.insert(correction.get("at", len(rows)), _located(correction["row"], place, text))
        return
    kind = next((kind for kind in KEYS if kind in correction), None)
    row = _find(place[f"{kind}s"], correction[kind]) if kind else place
    if correction.get("remove"):
        place[f"{kind}s"].remove(row)
    else:
        row.update(correction["set"])


def _place(ledger: dict, number: str | None) -> dict:
    if number is None:
        return {"targets": ledger["goals"], "start": 0, "end": None}
    for task in ledger["tasks"]:
        if task["number"] == number:
            return task
    raise BadCorrection(f"there is no task {number}")


def _find(rows: list[dict], wanted: dict) -> dict:
    for row in rows:
        if all(row[key] == value for key, value in wanted.items()):
            return row
    raise BadCorrection(f"there is no {wanted}")


def _located(row: dict, place: dict, text: str) -> dict:
    """The added row with the place of its words in the clean text."""
    words = row.get("clean") or row.get("text") or row["name"]
    start = text.find(words, place["start"], place["end"])
    if start < 0:
        raise BadCorrection(f"“{words}” does not stand in the text of its task")
    row = {key: value for key, value in row.items() if key != "clean"}
    return row | {"start": start, "end": start + len(words)}
