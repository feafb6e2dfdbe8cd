"""Invented progress, reports and instructions, so that no page of the demonstration is empty.

Made from a seed, so that the same seed gives the same story; each row is marked `sample` and can be taken
away again without touching what people wrote.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from reports.cycles import ensure_cycles
from reports.models import Message, ReportingCycle, Submission, SubmissionEvent
from tasks.lights import expected_share, figure
from tasks.models import Allocation, Assignment, Document, Instruction, ProgressEntry, Project, Target, Task
from tasks.progress import settle_state
from urbanplan.accounts.models import Membership, User

SEED = 2022
CHINA = ZoneInfo("Asia/Shanghai")
# Share of the expected progress that is reached at the start and at the end of the document's years, and how
# often such a story is told: some are ahead all the time, some catch up, some fall back, some are silent.
STORIES = {
    "ahead": ((1.25, 1.1), 22),
    "steady": ((1.0, 1.02), 26),
    "late start": ((0.55, 1.0), 18),
    "falls back": ((1.05, 0.8), 12),
    "far behind": ((0.4, 0.6), 10),
    "silent": (None, 12),
}
PROBLEMS = [
    "部分项目用地手续办理进度偏慢，影响开工时间。",
    "县级配套资金到位不及时，个别标段施工进度滞后。",
    "受前期手续和季节性停工影响，完成量低于时序进度。",
    "基层专业人员不足，数据核实周期较长。",
    "个别项目招标流标，需重新组织招标。",
]
NEXT_STEPS = [
    "倒排工期、挂图作战，每月调度一次，确保年底前完成。",
    "会同财政部门落实配套资金，对滞后县区开展现场督办。",
    "加快办理用地、规划手续，力争下月底前全部开工。",
    "组织业务培训，建立台账，按月核对数据。",
    "总结先进地区做法，面上推广。",
]
MEASURES = [
    "印发年度工作方案，明确时间表和责任人",
    "召开专题推进会，分解任务到县区",
    "开展两轮实地督导，建立问题清单并逐项销号",
    "组织相关单位联合会商，完善配套政策",
    "建立月调度、季通报机制",
]
INSTRUCTIONS = [
    "请牵头单位分析滞后原因，提出赶工措施，一周内书面报告。",
    "此项任务群众关注度高，请逐项目核实进度，确保年底前完成。",
    "请加大督办力度，对进展缓慢的县区下发提醒函。",
]
RETURN_COMMENTS = [
    "指标完成情况缺少截止日期和分县区数据，请补充后重新报送。",
    "“存在问题”过于笼统，请结合滞后指标具体说明。",
]


@dataclass
class Storyteller:
    """Tells the story of one document up to a day."""

    document: Document
    until: date
    dice: random.Random
    reporter: User
    leader: User

    @transaction.atomic
    def tell(self) -> None:
        leads = self._leads()
        parents = set(self.document.tasks.exclude(parent=None).values_list("parent", flat=True))
        for task in self.document.tasks.exclude(pk__in=parents).order_by("order"):
            if task.pk in leads:
                self._task(task, leads[task.pk])
        self._goals(leads)
        for task in self.document.tasks.exclude(state=Task.State.CLOSED):
            settle_state(task)
        self._instructions()
        self._cycles()

    def _leads(self) -> dict[int, Assignment]:
        """The first unit of each task that is a department."""
        leads: dict[int, Assignment] = {}
        named = Assignment.objects.filter(task__document=self.document, department__isnull=False)
        for assignment in named.select_related("department").order_by("task", "order"):
            leads.setdefault(assignment.task_id, assignment)
        return leads

    # Progress

    def _days(self) -> list[date]:
        """The ends of the months in which units report: four a year, six for a document of one year."""
        months = (
            (3, 5, 6, 9, 11, 12) if self.document.first_year == self.document.last_year else (3, 6, 9, 12)
        )
        years = range(self.document.first_year, self.document.last_year + 1)
        days = [date(year, month, self.dice.randint(8, 14)) for year in years for month in months]
        return [day for day in days if day <= self.until]

    def _task(self, task: Task, lead: Assignment) -> None:
        targets = list(task.targets.filter(binding=True).order_by("order"))
        for target in targets:
            self._figure(target, lead)
        if not targets and self.dice.random() < 0.8:
            self._words(task, lead)
        if self.dice.random() < 0.25:
            self._project(task, lead)

    def _story(self) -> str:
        names = list(STORIES)
        return self.dice.choices(names, weights=[STORIES[name][1] for name in names])[0]

    def _figure(self, target: Target, lead: Assignment) -> None:
        shares = self._shares(target)
        story = STORIES[self._story()][0]
        if story is None:
            return
        last = Decimal(0)
        for day in self._days():
            value = self._value(target, story, day, last)
            last = value if target.kind == Target.Kind.AMOUNT else Decimal(0)
            if shares:
                self._share_entries(target, shares, day, value)
            else:
                self._entry(target.task, lead.department, day, target=target, value=value)

    def _value(self, target: Target, story: tuple[float, float], day: date, last: Decimal) -> Decimal:
        """What has been reached by the day: the line to the target, bent by the story, never shrinking."""
        share = expected_share(target.starts_on, target.due, day)
        bend = Decimal(str(story[0])) + (Decimal(str(story[1])) - Decimal(str(story[0]))) * share
        bend += Decimal(self.dice.randint(-4, 4)) / 100
        if target.comparator == Target.Comparator.AT_MOST:
            return self._rounded(target, target.value * (Decimal("1.12") - Decimal("0.2") * bend * share))
        if target.kind == Target.Kind.LEVEL:
            # A rate starts near its goal: nobody begins with a sewage treatment rate of zero.
            start = target.value * (Decimal("0.86") if target.unit != "百分点" else Decimal(0))
            return self._rounded(
                target, min(start + (target.value - start) * share * bend, self._most(target))
            )
        return max(last, self._rounded(target, target.value * share * bend))

    def _most(self, target: Target) -> Decimal:
        return Decimal(100) if target.unit == "%" else target.value * Decimal("1.05")

    def _rounded(self, target: Target, value: Decimal) -> Decimal:
        """With the decimals of the target, rates with one more; counts stay whole."""
        decimals = max(0, -target.value.normalize().as_tuple().exponent)
        if target.kind == Target.Kind.LEVEL and target.unit in ("%", "百分点"):
            decimals = max(decimals, 1)
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

    def _shares(self, target: Target) -> list[Allocation]:
        """One target of the document is shared out among the governments of a group of its task."""
        if Allocation.objects.filter(target__document=self.document).exists():
            return list(target.allocations.all())
        group = target.task.assignments.filter(group__confirmed=True).first()
        suits = target.kind == Target.Kind.AMOUNT and target.value >= 1000 and target.order % 2 == 0
        if not (group and suits):
            return []
        members = list(group.group.members.order_by("region")[:5])
        each = (target.value / len(members)).quantize(Decimal(1)) if members else Decimal(0)
        rest = target.value - each * (len(members) - 1)
        values = [rest, *[each] * (len(members) - 1)]
        return [
            Allocation.objects.create(
                target=target, department=member, value=value, due=target.due, sample=True
            )
            for member, value in zip(members, values, strict=True)
        ]

    def _share_entries(self, target: Target, shares: list[Allocation], day: date, total: Decimal) -> None:
        for share in shares:
            value = self._rounded(target, total * share.value / target.value)
            self._entry(target.task, share.department, day, target=target, allocation=share, value=value)

    def _entry(self, task: Task, department, day: date, *, target=None, value=None, allocation=None) -> None:
        behind = self._is_behind(target, allocation, day, value)
        ProgressEntry.objects.create(
            task=task,
            target=target,
            allocation=allocation,
            department=department,
            reporter=self.reporter,
            as_of=day,
            value=value,
            narrative=self._narrative(target, value, day),
            problem=self.dice.choice(PROBLEMS) if behind else "",
            next_step=self.dice.choice(NEXT_STEPS) if behind or self.dice.random() < 0.3 else "",
            state=self._state(target, value, day),
            sample=True,
        )

    def _is_behind(self, target, allocation, day: date, value) -> bool:
        if target is None or target.comparator == Target.Comparator.AT_MOST:
            return False
        goal = allocation.value if allocation else target.value
        return value < goal * expected_share(target.starts_on, target.due, day)

    def _narrative(self, target: Target, value: Decimal, day: date) -> str:
        done = f"截至{day.month}月{day.day}日，{target.indicator}"
        reached = "完成" if target.kind == Target.Kind.AMOUNT else "为"
        return f"{done}{reached}{figure(value)}{target.unit}。{self.dice.choice(MEASURES)}。"

    def _state(self, target: Target, value: Decimal, day: date) -> str:
        is_last = target.due - day < timedelta(days=45)
        others = target.task.targets.filter(binding=True).count() > 1
        if is_last and not others and value >= target.value and target.comparator == ">=":
            return Task.State.DONE
        return Task.State.UNDER_WAY

    def _words(self, task: Task, lead: Assignment) -> None:
        """A task without figures: a word each half-year, one in ten says that it is blocked."""
        blocked = self.dice.random() < 0.07
        days = self._days()
        for day in days[1::2]:
            is_last = day == days[-1] and task.document.last_day - day < timedelta(days=45)
            state = Task.State.DONE if is_last and self.dice.random() < 0.5 else Task.State.UNDER_WAY
            ProgressEntry.objects.create(
                task=task,
                department=lead.department,
                reporter=self.reporter,
                as_of=day,
                narrative=f"{self.dice.choice(MEASURES)}，按分工推进“{task.title}”各项工作。",
                problem=self.dice.choice(PROBLEMS) if blocked else "",
                next_step=self.dice.choice(NEXT_STEPS),
                state=Task.State.BLOCKED if blocked else state,
                sample=True,
            )

    def _goals(self, leads: dict[int, Assignment]) -> None:
        """An overall goal is reported by the unit that leads the first task, under that task."""
        first = self.document.tasks.filter(pk__in=leads).order_by("order").first()
        for goal in self.document.targets.filter(task__isnull=True, binding=True):
            story = STORIES[self._story()][0]
            for day in self._days() if first and story else []:
                ProgressEntry.objects.create(
                    task=first,
                    target=goal,
                    department=leads[first.pk].department,
                    reporter=self.reporter,
                    as_of=day,
                    value=self._value(goal, story, day, Decimal(0)),
                    sample=True,
                )

    def _project(self, task: Task, lead: Assignment) -> None:
        planned = Decimal(self.dice.randint(8, 240) * 100)
        done = Decimal(self.dice.randint(10, 100))
        Project.objects.create(
            task=task,
            department=lead.department,
            name=f"{task.title}示范项目",
            planned_investment=planned,
            completed_investment=(planned * done / 100).quantize(Decimal(1)),
            physical_progress=done,
            state=Project.State.DONE if done == 100 else Project.State.UNDER_WAY,
            sample=True,
        )

    # Instructions

    def _instructions(self) -> None:
        """On three tasks with problems; the first is answered by the unit's next entry."""
        troubled = ProgressEntry.objects.filter(task__document=self.document, sample=True).exclude(problem="")
        tasks = sorted(set(troubled.values_list("task", flat=True)))
        for number, task in enumerate(self.dice.sample(tasks, min(3, len(tasks)))):
            cause = troubled.filter(task=task).order_by("as_of").first()
            answer = ProgressEntry.objects.filter(task=task, as_of__gt=cause.as_of).order_by("as_of").first()
            Instruction.objects.create(
                task_id=task,
                leader=self.leader,
                text=self.dice.choice(INSTRUCTIONS),
                given_on=cause.as_of + timedelta(days=2),
                answer_due=cause.as_of + timedelta(days=9),
                answered_by=answer if number == 0 else None,
                sample=True,
            )

    # Reports

    def _cycles(self) -> None:
        ensure_cycles(self.document, through=self.until, on=self.until + timedelta(days=3650))
        for cycle in self.document.cycles.order_by("due"):
            for number, submission in enumerate(
                cycle.submissions.select_related("department").order_by("pk")
            ):
                self._report(cycle, submission, number)

    def _report(self, cycle: ReportingCycle, submission: Submission, number: int) -> None:
        """Most are accepted, some wait, one is returned, some are drafts, some were never begun."""
        if submission.state != Submission.State.DRAFT or submission.texts:
            return
        fates = ["accepted"] * 6 + ["submitted"] * 2 + ["draft", "silent"]
        fate = "returned" if number == 1 else self.dice.choice(fates)
        if fate == "silent":
            return
        texts = self._texts(cycle, submission)
        day = cycle.due - timedelta(days=self.dice.choice([6, 4, 3, 2, 1, 0, 0, -2]))
        handed_in = datetime.combine(day, time(self.dice.randint(9, 17), self.dice.randint(0, 59)), CHINA)
        submission.texts, submission.sample, submission.saved_at = texts, True, handed_in
        submission.saved_by = self.reporter
        if fate != "draft":
            self._hand_in(submission, fate, handed_in)
        submission.save()

    def _hand_in(self, submission: Submission, fate: str, handed_in: datetime) -> None:
        submission.state = fate
        submission.submitted_at, submission.submitted_by = handed_in, self.reporter
        self._event(submission, "submitted", self.reporter, handed_in)
        if fate == "submitted":
            return
        submission.decided_at = handed_in + timedelta(days=1)
        submission.decided_by = self.leader
        submission.comment = self.dice.choice(RETURN_COMMENTS) if fate == "returned" else ""
        self._event(submission, fate, self.leader, submission.decided_at, submission.comment)

    def _event(self, submission, action: str, by: User, at: datetime, comment: str = "") -> None:
        SubmissionEvent.objects.create(
            submission=submission, action=action, by=by, at=at, comment=comment, texts=submission.texts
        )

    def _texts(self, cycle: ReportingCycle, submission: Submission) -> dict[str, str]:
        """Words for each part of the report, from what the unit logged in the period."""
        said = ProgressEntry.objects.filter(
            task__document=self.document,
            department=submission.department_id,
            as_of__range=(cycle.starts_on, cycle.due),
        ).order_by("task__order", "-as_of")
        narratives = list(dict.fromkeys(said.exclude(narrative="").values_list("narrative", flat=True)))[:4]
        problems = list(dict.fromkeys(said.exclude(problem="").values_list("problem", flat=True)))[:2]
        measures = "；".join(self.dice.sample(MEASURES, 3)) + "。"
        ready = {
            "成效": "".join(narratives) or "各项任务按分工有序推进，阶段性目标基本完成。",
            "亮点": "探索形成一批可复制的经验做法，并在全域推广。",
            "工作措施": measures,
            "指标完成情况": "".join(narratives[:2]) or "本单位无单列量化指标。",
            "项目完成情况": "重点项目按计划实施，在建项目进度正常。",
            "存在问题": "".join(problems) or "无。",
            "下一步工作措施": self.dice.choice(NEXT_STEPS),
        }
        return {part: ready.get(part, measures) for part in cycle.sections}


def make_samples(today: date, seed: int = SEED) -> Iterator[Document]:
    """Tells the story of each published document that has none yet; yields the documents."""
    told = Q(tasks__entries__isnull=False)
    for document in Document.objects.published().exclude(told).order_by("pk"):
        dice = random.Random(f"{seed} {document.title}")
        reporter, leader = _invented(document, "填报员"), _invented(document, "审核员")
        Storyteller(document, min(today, document.last_day), dice, reporter, leader).tell()
        yield document


def _invented(document: Document, work: str) -> User:
    """A person who cannot sign in and whose name says that they are invented."""
    name = f"样例{work}（{document.region}）"
    user, made = User.objects.get_or_create(
        username=f"sample-{document.region_id}-{'reporter' if work == '填报员' else 'reviewer'}",
        defaults={"name": name, "is_active": False},
    )
    if made:
        user.set_unusable_password()
        user.save()
    return user


@transaction.atomic
def remove_samples() -> dict[str, int]:
    """Takes away what `make_samples` invented; what people wrote stays. Returns counts of rows."""
    counts = {"instructions": Instruction.objects.filter(sample=True).delete()[0]}
    # A person may have answered or corrected an invented entry: that one stays with what was built on it.
    built_on = ProgressEntry.objects.filter(sample=False, corrects__sample=True).values("corrects")
    loose = ProgressEntry.objects.exclude(pk__in=built_on).exclude(answers__isnull=False)
    told = list(Task.everything.filter(entries__sample=True).exclude(state=Task.State.CLOSED).distinct())
    counts["entries"] = loose.remove_samples()
    for task in told:
        settle_state(task)
    kept = ProgressEntry.objects.filter(allocation__isnull=False).values("allocation")
    counts["shares"] = Allocation.objects.filter(sample=True).exclude(pk__in=kept).delete()[0]
    used = ProgressEntry.objects.filter(project__isnull=False).values("project")
    counts["projects"] = Project.objects.filter(sample=True).exclude(pk__in=used).delete()[0]
    counts["reports"] = _blank_reports()
    return counts


def _blank_reports() -> int:
    """Sample reports become empty drafts again: the cycle still asks for them."""
    samples = Submission.objects.filter(sample=True)
    SubmissionEvent.objects.filter(submission__in=samples).delete()
    Message.objects.filter(reminder__submission__in=samples).delete()
    return samples.update(
        state=Submission.State.DRAFT,
        texts={},
        version=1,
        saved_at=None,
        saved_by=None,
        submitted_at=None,
        submitted_by=None,
        decided_at=None,
        decided_by=None,
        comment="",
        sample=False,
    )


DEMO_PASSWORD = "urbanplan-2022"


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    role: str
    region: str = ""
    department: str = ""


def demo_accounts() -> list[Account]:
    """The people of the demonstration: an office, a liaison and a leader for each region, a leader of all."""
    regions = [
        ("ningxia", "宁夏", "640000", "自治区住房城乡建设厅"),
        ("haidong", "海东", "630200", "市住房建设局"),
        ("luan", "六安", "341500", "市住建局"),
        ("hulunbuir", "呼伦贝尔", "150700", "市住房和城乡建设局"),
        ("yangquan", "阳泉", "140300", "市住建局"),
    ]
    accounts = []
    for key, short, code, housing in regions:
        accounts += [
            Account(f"{key}-office", f"{short}领导小组办公室", Membership.Role.OFFICE, region=code),
            Account(f"{key}-liaison", f"{short}住建联络员", Membership.Role.LIAISON, code, housing),
            Account(f"{key}-leader", f"{short}领导", Membership.Role.LEADER, region=code),
        ]
    accounts += [
        Account("leader", "五地区总览", Membership.Role.LEADER, code) for _key, _name, code, _unit in regions
    ]
    return [*accounts, Account("ningxia-auditor", "宁夏审计员", Membership.Role.AUDITOR, region="640000")]


def make_accounts(accounts: list[Account], password: str) -> list[User]:
    """Creates those that are not there; who is there keeps the password. One name may have several roles."""
    return [_account(account, password) for account in accounts]


@transaction.atomic
def _account(account: Account, password: str) -> User:
    user, made = User.objects.get_or_create(
        username=account.username,
        defaults={"name": account.name, "email": f"{account.username}@example.org"},
    )
    if made:
        user.set_password(password)
        user.save()
    Membership.objects.get_or_create(user=user, role=account.role, **_place(account))
    return user


def _place(account: Account) -> dict:
    from tasks.models import Department

    if account.role != Membership.Role.LIAISON:
        return {"region_id": account.region}
    return {"department": Department.objects.get(region=account.region, name=account.department)}
