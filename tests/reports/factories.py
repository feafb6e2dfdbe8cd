"""Rows for the tests of reports: a half-year cycle of the Ningxia document, due on Monday 20 June 2022."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from reports import models
from tests.factories import DepartmentFactory, DocumentFactory


class CycleFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportingCycle

    document = factory.SubFactory(DocumentFactory)
    kind = "half-year"
    year = 2022
    starts_on = date(2022, 1, 1)
    ends_on = date(2022, 6, 30)
    nominal = date(2022, 6, 20)
    due = date(2022, 6, 20)
    opens = date(2022, 5, 21)
    sections = factory.LazyFunction(lambda: ["成效", "指标完成情况", "存在问题"])


class SubmissionFactory(DjangoModelFactory):
    class Meta:
        model = models.Submission

    cycle = factory.SubFactory(CycleFactory)
    department = factory.SubFactory(DepartmentFactory)
