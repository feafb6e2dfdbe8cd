"""A short document of a city in two versions, and what its office does with them."""

from datetime import date

from tasks import amending
from tasks.importing import import_document, publish
from tasks.models import ProgressEntry
from tests.factories import RegionFactory, UserFactory

FIRST = """云海市人民政府办公室关于印发《云海市2024年城乡建设重点任务》的通知
云政办发〔2024〕7号
云海市2024年城乡建设重点任务
一、改善住房
1.建设保障房。年内新建保障性住房1200套。(责任单位：市住房城乡建设局、市财政局)
2.整治道路。改造城市道路30公里。(责任单位：市交通运输局)
3.增加绿地。新建口袋公园6个。(责任单位：市城市管理局)
"""
# 1200 becomes 1500, a unit of task 1 changes, a task comes between, and the last one goes.
SECOND = """云海市人民政府办公室关于调整《云海市2024年城乡建设重点任务》的通知
云政办发〔2024〕19号
云海市2024年城乡建设重点任务
一、改善住房
1.建设保障房。年内新建保障性住房1500套。(责任单位：市住房城乡建设局、市发展改革委)
2.改造老旧小区。改造老旧小区40个。(责任单位：市住房城乡建设局)
3.整治道路。改造城市道路30公里。(责任单位：市交通运输局)
"""
REASON = "云政办发〔2024〕19号调整"


def published(by, text=FIRST, code="650900"):
    region = RegionFactory(code=code, name="云海市", level="prefecture")
    document = import_document(data=text.encode(), name="第一版.txt", region=region, by=by)
    return publish(document=document, by=by)


def compare(document, by, text=SECOND, **fields):
    given = {"data": text.encode(), "name": "第二版.txt", "reason": REASON} | fields
    return amending.compare_version(document=document, by=by, **given)


def accept_all(amendment, by):
    """Puts all that the new version says in force."""
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=True, by=by)
    return amending.finish(amendment=amendment, by=by)


def log(task, value=None, **fields):
    target = task.targets.first()
    return ProgressEntry.objects.create(
        task=task,
        target=target if value else None,
        value=value,
        narrative="" if value else "已开工",
        department=task.assignments.first().department,
        reporter=UserFactory(),
        as_of=date(2024, 5, 1),
        **fields,
    )
