from tasks.models.amendment import Amendment, Change, Edition
from tasks.models.department import Department, DepartmentGroup
from tasks.models.document import Document, Section
from tasks.models.progress import Evidence, Instruction, ProgressEntry
from tasks.models.region import Region
from tasks.models.target import Allocation, Project, Target
from tasks.models.task import Assignment, Task

__all__ = [
    "Allocation",
    "Amendment",
    "Assignment",
    "Change",
    "Department",
    "DepartmentGroup",
    "Document",
    "Edition",
    "Evidence",
    "Instruction",
    "ProgressEntry",
    "Project",
    "Region",
    "Section",
    "Target",
    "Task",
]
