"""What the reader says about a whole document, in the words of the page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tasks.extraction.messages import MESSAGES
from tasks.models import Document

COUNT_PROOF = ("tasks_counted", "tasks_counted_parts")


@dataclass(frozen=True)
class Finding:
    sentence: str
    level: str = "info"
    start: int | None = None
    end: int | None = None
    proves_count: bool = False


def findings_of(document: Document) -> list[Finding]:
    """The count proof first, then what needs a look, then the rest."""
    found = [_finding(row) for row in document.findings]
    return sorted(found, key=lambda finding: (not finding.proves_count, finding.level == "info"))


def _finding(row: dict) -> Finding:
    code = row.get("code", "")
    sentence = _(MESSAGES[code]) % row.get("params", {}) if code in MESSAGES else row.get("message", "")
    return Finding(sentence, row.get("level", "info"), row.get("start"), row.get("end"), code in COUNT_PROOF)
