"""The data that the browser tests walk through, made once in a session and put back before each test.

Each world builds on the one before it. A world is kept as a copy of the whole database: putting it back takes
milliseconds where making it takes seconds.
"""

import sqlite3
from datetime import date
from functools import cache
from io import StringIO

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from reports.models import Submission
from reports.samples import DEMO_PASSWORD, Account, demo_accounts, make_accounts, make_samples
from tasks import importing, ledgers
from tasks.models import Document, Region, Target, Task
from urbanplan.accounts.models import Membership

NINGXIA = "640000"
# Five days before the half-year reports are due, and the day before the annual ones are.
JUNE, NOVEMBER = date(2022, 6, 15), date(2022, 11, 20)
OFFICE, LIAISON, LEADER = "ningxia-office", "ningxia-liaison", "ningxia-leader"
# Another unit of task 11, and one that has nothing to do with it.
FINANCE, WEATHER = "ningxia-finance", "ningxia-weather"
STRANGERS = [
    Account(FINANCE, "财政厅联络员", Membership.Role.LIAISON, NINGXIA, "自治区财政厅"),
    Account(WEATHER, "气象局联络员", Membership.Role.LIAISON, NINGXIA, "自治区气象局"),
]

DRAFT_TITLE = "宁夏回族自治区2026年城市公园建设重点任务"
# The second task's figures are limits, which the reader doubts.
DRAFT = f"""{DRAFT_TITLE}
宁城办发〔2026〕3号
一、完善绿地
(一)扩大绿地。2026年新建口袋公园12个。(责任单位:自治区住房城乡建设厅、财政厅)
(二)管好绿地。公园周边严格限制新建150米以上超高层建筑,不得新建250米以上超高层建筑。(责任单位:自治区林业和草原局,各市、县(区)人民政府)
"""


def empty_office() -> None:
    """The regions, and an office that has imported nothing yet."""
    call_command("load_regions", stdout=StringIO())
    make_accounts([account for account in demo_accounts() if account.username == OFFICE], DEMO_PASSWORD)


def five_ledgers() -> None:
    """What `make run` loads without samples."""
    for slug in ("ningxia-2022", *(slug for slug in ledgers.slugs() if slug != "ningxia-2022")):
        ledgers.load(slug)
    make_accounts([*demo_accounts(), *STRANGERS], DEMO_PASSWORD)


def with_samples() -> None:
    """The story of Ningxia up to the end of its year, and a draft beside it."""
    told = next(make_samples(date(2026, 11, 21)))
    assert told == ningxia()
    region = Region.objects.get(pk=NINGXIA)
    importing.import_document(data=DRAFT.encode(), name="公园.txt", region=region)


WORLDS = [empty_office, five_ledgers, with_samples]


def put_back(world) -> None:
    """Makes the database hold exactly this world."""
    kept(WORLDS.index(world)).backup(_raw())
    ContentType.objects.clear_cache()


@cache
def kept(number: int) -> sqlite3.Connection:
    """A copy of the database as the world left it."""
    if number:
        kept(number - 1).backup(_raw())
    WORLDS[number]()
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    _raw().backup(copy)
    return copy


def _raw() -> sqlite3.Connection:
    connection.ensure_connection()
    return connection.connection


def ningxia() -> Document:
    return Document.objects.get(region=NINGXIA, state=Document.State.PUBLISHED)


def task_11() -> Task:
    return ningxia().tasks.get(number="11")


def report() -> Submission:
    """The half-year report of the housing department."""
    reports = Submission.objects.filter(cycle__document=ningxia(), cycle__kind="half-year")
    return reports.get(department__name="自治区住房城乡建设厅")


def homes() -> Target:
    """The target of 9,087 rental homes."""
    return task_11().targets.get(indicator="筹集和新建保障性租赁住房")
