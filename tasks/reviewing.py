"""What a careful person's reading of a document changes in what the program read: a list of corrections.

The corrections are in the form that `tasks.ledgers.correct` applies. Figures are matched as the score of the
reader matches them; a figure that the reading calls borderline binds nobody.
"""

from tasks.extraction.scoring import HEAD, alike, figure_key, plain

OF_TARGET = ("indicator", "due", "must")


def corrections(ledger: dict, reading: dict) -> list[dict]:
    """Each difference as a correction that says why; the numbering of the tasks must agree."""
    numbers = [[task["number"] for task in one["tasks"]] for one in (ledger, reading)]
    if numbers[0] != numbers[1]:
        raise ValueError("the reading numbers its tasks differently; compare them by hand first")
    found = _head(ledger["document"], reading["document"])
    found += _targets(None, ledger["goals"], reading["goals"])
    for task, wanted in zip(ledger["tasks"], reading["tasks"], strict=True):
        found += _title(task, wanted)
        found += _units(task["number"], task["units"], wanted["units"])
        found += _targets(task["number"], task["targets"], wanted["targets"])
    return found


def _head(head: dict, wanted: dict) -> list[dict]:
    changed = {key: wanted[key] for key in HEAD if plain(head[key]) != plain(wanted[key])}
    return [{"why": "read otherwise", "set": changed}] if changed else []


def _title(task: dict, wanted: dict) -> list[dict]:
    if plain(task["title"]) == plain(wanted["title"]):
        return []
    return [{"why": "read otherwise", "task": task["number"], "set": {"title": wanted["title"]}}]


def _units(number: str, units: list[dict], wanted: list[dict]) -> list[dict]:
    names = {plain(unit["name"]): unit for unit in units}
    wishes = {plain(unit["name"]): unit for unit in wanted}
    found = [
        {"why": "no unit of this task", "task": number, "unit": {"name": names[name]["name"]}, "remove": True}
        for name in names.keys() - wishes.keys()
    ]
    found += [
        {"why": "overlooked", "task": number, "add": "unit", "row": wishes[name]}
        for name in wishes.keys() - names.keys()
    ]
    for name in names.keys() & wishes.keys():
        role = wishes[name]["role"]
        if names[name]["role"] != role:
            key = {"name": names[name]["name"]}
            found.append({"why": "read otherwise", "task": number, "unit": key, "set": {"role": role}})
    return found


def _targets(number: str | None, targets: list[dict], wanted: list[dict]) -> list[dict]:
    left, found = list(targets), []
    for wish in sorted(wanted, key=lambda wish: not wish.get("must", True)):
        hit = _nearest(wish, left)
        if hit:
            left.remove(hit)
            found += _changes(number, hit, wish)
        elif wish.get("must", True):
            found.append({"why": "overlooked", "task": number, "add": "target", "row": wish})
    for extra in left:
        if extra["must"]:
            found.append({"why": "no target", "task": number, "target": _key(extra), "remove": True})
    return found


def _nearest(wish: dict, left: list[dict]) -> dict | None:
    same = [target for target in left if figure_key(target) == figure_key(wish)]
    return max(same, key=lambda target: alike(target["indicator"], wish["indicator"]), default=None)


def _changes(number: str | None, target: dict, wish: dict) -> list[dict]:
    changed = {key: wish[key] for key in OF_TARGET if plain(target[key]) != plain(wish[key])}
    if not changed:
        return []
    return [{"why": "read otherwise", "task": number, "target": _key(target), "set": changed}]


def _key(target: dict) -> dict:
    return {key: target[key] for key in ("indicator", "value", "unit")}
