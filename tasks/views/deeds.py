"""What may be done to a row of the checking page. Each deed names the place of the page to return to."""

from tasks import editing
from tasks.models import Document


def _accept(row, document, **signed) -> str:
    editing.accept(row=row, **signed)
    return "doubts"


def _remove(row, document, **signed) -> str:
    editing.remove(row=row, **signed)
    return "ledger"


def _save_head(row, document, **data) -> str:
    editing.change_head(document=row, **data)
    return "head"


def _save_section(row, document, **data) -> str:
    editing.change_section(section=row, **data)
    return f"section-{row.pk}"


def _remove_section(row, document, **signed) -> str:
    editing.remove_section(section=row, **signed)
    return "ledger"


def _save_task(row, document, **data) -> str:
    editing.change_task(task=row, **data)
    return f"task-{row.pk}"


def _merge(row, document, **signed) -> str:
    return f"task-{editing.merge_task(task=row, **signed).pk}"


def _save_unit(row, document, **data) -> str:
    editing.change_unit(assignment=row, **data)
    return f"unit-{row.pk}"


def _save_target(row, document, **data) -> str:
    editing.change_target(target=row, **data)
    return f"target-{row.pk}"


def _save_group(row, document, **data) -> str:
    editing.confirm_group(document=document, group=row, **data)
    return "groups"


def _accept_group(row, document, **signed) -> str:
    editing.confirm_group(document=document, group=row, members=row.members.all(), **signed)
    return "doubts"


# What is added overwrites nothing, whatever was seen.


def _add_target(row, document, seen, **data) -> str:
    task = None if isinstance(row, Document) else row
    return f"target-{editing.add_target(document=document, task=task, **data).pk}"


def _add_unit(row, document, seen, **data) -> str:
    return f"unit-{editing.add_unit(task=row, **data).pk}"


def _add_section(row, document, seen, **data) -> str:
    return f"section-{editing.add_section(document=document, **data).pk}"


def _begin(row, document, seen, **data) -> str:
    return f"task-{editing.begin_task(document=document, **data).pk}"


def _split(row, document, seen, **data) -> str:
    return f"task-{editing.split_task(task=row, **data).pk}"


# By kind of row and deed.
DEEDS = {
    ("head", "save"): _save_head,
    ("head", "add-target"): _add_target,
    ("head", "add-section"): _add_section,
    ("head", "begin"): _begin,
    ("section", "save"): _save_section,
    ("section", "remove"): _remove_section,
    ("task", "save"): _save_task,
    ("task", "accept"): _accept,
    ("task", "remove"): _remove,
    ("task", "merge"): _merge,
    ("task", "split"): _split,
    ("task", "add-unit"): _add_unit,
    ("task", "add-target"): _add_target,
    ("unit", "save"): _save_unit,
    ("unit", "accept"): _accept,
    ("unit", "remove"): _remove,
    ("target", "save"): _save_target,
    ("target", "accept"): _accept,
    ("target", "remove"): _remove,
    ("group", "accept"): _accept_group,
    ("group", "save"): _save_group,
}
