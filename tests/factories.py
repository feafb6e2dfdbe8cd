"""Rows for tests. Defaults make a published document of 宁夏 2022 with one task."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tasks import models
from urbanplan.accounts.models import Membership, User


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = models.Region
        django_get_or_create = ["code"]

    code = "640000"
    name = "宁夏回族自治区"
    level = "province"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence("user{}".format)
    name = factory.Sequence("用户{}".format)
    email = factory.LazyAttribute(lambda u: f"{u.username}@example.org")
    password = factory.django.Password("pass")


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department
        django_get_or_create = ["region", "name"]

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence("自治区第{}厅".format)


class DepartmentGroupFactory(DjangoModelFactory):
    class Meta:
        model = models.DepartmentGroup
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    wording = "各市、县(区)人民政府"
    confirmed = True

    @factory.post_generation
    def members(group, create, departments, **kwargs):
        if create and departments:
            group.members.set(departments)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    region = factory.SubFactory(RegionFactory)
    title = factory.Sequence("宁夏回族自治区2022年重点任务（{}）".format)
    number = "宁城办发〔2022〕28号"
    issuer = "自治区推进新型城镇化工作领导小组办公室"
    first_year = 2022
    last_year = 2022
    original = factory.django.FileField(filename="source.txt", data=b"text")
    original_name = "source.txt"
    sha256 = "0" * 64
    text = "一、住房\n(十一)加强住房供应保障。筹集和新建保障性租赁住房9087套。(责任单位:自治区住房城乡建设厅)"
    state = "published"
    published_at = factory.LazyAttribute(lambda d: None if d.state == "draft" else timezone.now())


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = models.Section

    document = factory.SubFactory(DocumentFactory)
    ordinal = "一"
    title = "住房"
    order = 1


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = models.Task

    document = factory.SubFactory(DocumentFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    order = factory.Sequence(lambda n: n + 1)
    title = "加强住房供应保障"
    text = "加强住房供应保障。筹集和新建保障性租赁住房9087套。"


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Assignment

    task = factory.SubFactory(TaskFactory)
    department = factory.SubFactory(DepartmentFactory)
    wording = factory.LazyAttribute(lambda a: (a.department or a.group).__str__())
    order = factory.Sequence(lambda n: n + 1)


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = models.Target

    task = factory.SubFactory(TaskFactory)
    document = factory.LazyAttribute(lambda t: t.task.document)
    order = factory.Sequence(lambda n: n + 1)
    indicator = "筹集和新建保障性租赁住房"
    value = Decimal(9087)
    unit = "套"
    starts_on = date(2022, 1, 1)
    due = date(2022, 12, 31)
    text = "筹集和新建保障性租赁住房9087套"


class AllocationFactory(DjangoModelFactory):
    class Meta:
        model = models.Allocation

    target = factory.SubFactory(TargetFactory)
    department = factory.SubFactory(DepartmentFactory)
    value = Decimal(100)
    due = date(2022, 12, 31)


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgressEntry

    task = factory.LazyAttribute(lambda e: e.target.task if e.target else TaskFactory())
    target = None
    department = factory.SubFactory(DepartmentFactory)
    reporter = factory.SubFactory(UserFactory)
    as_of = date(2022, 6, 15)
    value = factory.LazyAttribute(lambda e: Decimal(4500) if e.target else None)
    narrative = "已开工建设。"


def _member(role: str, **place) -> User:
    user = UserFactory()
    Membership.objects.create(user=user, role=role, **place)
    return user


def office_of(region) -> User:
    return _member("office", region=region)


def leader_of(region) -> User:
    return _member("leader", region=region)


def auditor_of(region) -> User:
    return _member("auditor", region=region)


def liaison_of(department) -> User:
    return _member("liaison", department=department)
