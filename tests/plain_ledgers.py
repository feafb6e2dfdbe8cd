"""Ledgers as plain rows, as a reader finds them and as one is live."""

HEAD = {
    "title": "云海市2024年重点任务",
    "number": "云办〔2024〕1号",
    "issuer": "云海市人民政府办公室",
    "issued_on": "2024-03-01",
    "first_year": 2024,
    "last_year": 2024,
}


def figure(indicator="新建住房", value="100", unit="套", **fields):
    row = {
        "indicator": indicator,
        "comparator": ">=",
        "value": value,
        "value_to": None,
        "unit": unit,
        "due": "2024-12-31",
        "text": f"{indicator}{value}{unit}",
        "must": True,
    }
    return row | fields


def unit(name="市住建局", role="responsible", key=""):
    return {"name": name, "role": role, "key": key or name}


def task(number, title, units=(), targets=(), text="", section="住房", parent=""):
    text = text or f"{title}。"
    return {
        "number": number,
        "title": title,
        "section": section,
        "parent": parent,
        "text": text,
        "units": list(units),
        "targets": list(targets),
    }


def found(*tasks, goals=(), **head):
    titles = dict.fromkeys(task["section"] for task in tasks)
    sections = [{"name": title, "title": title, "ordinal": str(n)} for n, title in enumerate(titles, start=1)]
    return {"document": HEAD | head, "goals": list(goals), "tasks": list(tasks), "sections": sections}


def live(ledger):
    """The ledger made from what was found: each row has an id, tasks from 1, then the others counted on."""
    rows = [dict(task) for task in ledger["tasks"]]
    ids = iter(range(1, 10_000))
    for row in rows:
        row["id"] = next(ids)
    for row in rows:
        row["units"] = [one | {"id": next(ids)} for one in row["units"]]
        row["targets"] = [one | {"id": next(ids)} for one in row["targets"]]
    goals = [one | {"id": next(ids)} for one in ledger["goals"]]
    sections = [one | {"id": next(ids)} for one in ledger["sections"]]
    return ledger | {"tasks": rows, "goals": goals, "sections": sections}
