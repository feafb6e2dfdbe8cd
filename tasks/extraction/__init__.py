"""The document reader: a policy text in, the ledger that a careful clerk would have typed out."""

from .contract import Extraction, Finding, Head, Report, Section, Target, Task, Unit
from .messages import MESSAGES
from .reader import extract
from .readers import UnreadableFile, read_file

__all__ = [
    "MESSAGES",
    "Extraction",
    "Finding",
    "Head",
    "Report",
    "Section",
    "Target",
    "Task",
    "Unit",
    "UnreadableFile",
    "extract",
    "read_file",
]
