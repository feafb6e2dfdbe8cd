import json
import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from tasks.extraction import extract, read_file
from tasks.extraction.scoring import Score, score
from tasks.ledgers import FIXTURES

READINGS = Path(settings.BASE_DIR) / "tests" / "readings"
REPORT = Path(settings.BASE_DIR) / "docs" / "accuracy.md"
KINDS = ("tasks", "titles", "units", "roles", "targets", "due", "reports", "head")


def samples_folder() -> Path:
    """Where documents lie that are not part of the product; read only if it is there."""
    return Path(os.environ.get("SAMPLES_DIR", settings.BASE_DIR.parent / "shared" / "samples"))


def sources() -> dict[str, Path]:
    """The document of each reading whose text is at hand, by name."""
    own = {path.parent.name: path for path in FIXTURES.glob("*/source.txt")}
    others = {path.stem: path for path in samples_folder().glob("*.*")} if samples_folder().is_dir() else {}
    return own | others


def scores() -> dict[str, dict[str, Score]]:
    found = sources()
    return {
        name: score(json.loads(path.read_text("utf-8")), _read(found[name]))
        for name, path in readings().items()
        if name in found
    }


def readings() -> dict[str, Path]:
    """What careful people read in documents: our own five, and others whose texts are not in the tree."""
    own = {path.parent.name: path for path in sorted(FIXTURES.glob("*/reading.json"))}
    return own | {path.stem: path for path in sorted(READINGS.glob("*.json"))}


def _read(path: Path) -> dict:
    return extract(read_file(path.read_bytes(), path.name)).to_json()


def table(results: dict[str, dict[str, Score]]) -> list[str]:
    lines = [f"| document | {' | '.join(KINDS)} | sure |", "|---" * (len(KINDS) + 2) + "|"]
    for name, by_kind in results.items():
        cells = " | ".join(f"{by_kind[kind].f1:.3f}" for kind in KINDS)
        lines.append(f"| {name} | {cells} | {by_kind['sure'].precision:.3f} |")
    return lines


def wrong_items(results: dict[str, dict[str, Score]]) -> list[str]:
    lines = []
    for name, by_kind in results.items():
        for kind in KINDS:
            lines += [f"- {name}, {kind}, made up: {item}" for item in by_kind[kind].wrong]
            lines += [f"- {name}, {kind}, missed: {item}" for item in by_kind[kind].missed]
    return lines or ["None."]


class Command(BaseCommand):
    help = "Scores the reader against careful readings of the same documents (F1) and lists each wrong item."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="also write docs/accuracy.md")

    def handle(self, *, write, **options):
        results = scores()
        lines = [*table(results), "", "Wrong items:", "", *wrong_items(results)]
        self.stdout.write("\n".join(lines))
        if write:
            head = REPORT.read_text("utf-8").split("<!-- made -->")[0] if REPORT.exists() else ""
            day = timezone.localdate().isoformat()
            REPORT.write_text(
                "\n".join(
                    [
                        head + "<!-- made -->",
                        f"Measured on {day}: F1 by kind; sure: the share of undoubted items that is right.",
                        "",
                        *lines,
                        "",
                    ]
                ),
                "utf-8",
            )
