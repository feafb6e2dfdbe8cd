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

    @property
    def has_place(self) -> bool:
        return self.start is not None and self.end is not None and self.start < self.end

    @property
    def anchor(self) -> str:
        return f"finding-{self.start}"


@dataclass(frozen=True)
class Findings:
    """The count proof and what needs a look come first; the notes tell how the document was read."""

    first: list[Finding]
    notes: list[Finding]

    @property
    def placed(self) -> list[Finding]:
        return [finding for finding in [*self.first, *self.notes] if finding.has_place]


def findings_of(document: Document) -> Findings:
    found = [_finding(row) for row in document.findings]
    first = [finding for finding in found if finding.proves_count]
    first += [finding for finding in found if finding.level != "info"]
    return Findings(first, [finding for finding in found if finding not in first])


def _finding(row: dict) -> Finding:
    code = row.get("code", "")
    sentence = _(MESSAGES[code]) % row.get("params", {}) if code in MESSAGES else row.get("message", "")
    return Finding(sentence, row.get("level", "info"), row.get("start"), row.get("end"), code in COUNT_PROOF)
