"""The pages of amendments: who sees and changes what, and that nothing typed or chosen is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks import amending, editing
from tasks.models import Amendment, Change, Department, ProgressEntry, Target, Task
from tests.amendments import FIRST, REASON, SECOND, accept_all, compare, log, published
from tests.factories import (
    DepartmentFactory,
    RegionFactory,
    UserFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

HOUSING, FINANCE, GREEN = "市住房城乡建设局", "市财政局", "市城市管理局"


@pytest.fixture
def document():
    return published(UserFactory())


@pytest.fixture
def office(document, client):
    user = office_of(document.region)
    client.force_login(user)
    return user


@pytest.fixture
def comparison(document, office):
    return compare(document, office)


def liaison(document, unit):
    return liaison_of(Department.objects.get(region=document.region, name=unit))


def address(name, row):
    return reverse(name, args=[row.pk])


def upload(data, name="第二版.txt"):
    return SimpleUploadedFile(name, data)


def begin(client, document, **data):
    return client.post(address("amend", document), data)


def by_hand(document, office):
    """An amendment by hand under which the last task was taken out."""
    amendment = amending.begin(document=document, reason="更正笔误", by=office)
    editing.remove(row=document.tasks.get(number="3"), by=office)
    return amendment


def decide(client, amendment, do="save", **rows):
    return client.post(address("decide-changes", amendment), {"do": do} | rows)


def chosen(amendment, **which):
    """The form's fields that accept all rows but those to reject, given by label."""
    rejected = which.get("but", ())
    return {
        f"row-{change.pk}": "reject" if change.label in rejected else "accept"
        for change in amendment.changes.all()
    }


def decisions(amendment):
    return set(amendment.changes.values_list("decision", flat=True))


def said(client, response) -> list[str]:
    """The messages on the page to which the answer leads."""
    return [str(message) for message in client.get(response.url).context["messages"]]


def html(response) -> str:
    return response.content.decode()


# Who may


STRANGERS = {
    "another region's office": lambda document: office_of(RegionFactory(code="341500", name="六安市")),
    "liaison": lambda document: liaison(document, HOUSING),
    "leader": lambda document: leader_of(document.region),
    "auditor": lambda document: auditor_of(document.region),
    "superuser": lambda document: UserFactory(is_superuser=True),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_only_the_office_of_the_region_amends(client, document, who):
    client.force_login(STRANGERS[who](document))

    for data in ({"do": "hand", "reason": "更正"}, {"do": "compare", "reason": "调整", "text": SECOND}):
        assert begin(client, document, **data).status_code in (403, 404)
    assert client.get(address("amend", document)).status_code in (403, 404)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("who", STRANGERS)
def test_only_the_office_of_the_region_decides_and_ends(client, document, who):
    amendment = compare(document, UserFactory())
    client.force_login(STRANGERS[who](document))

    answers = [decide(client, amendment, do=do, **chosen(amendment)) for do in ("save", "finish")]
    answers += [client.post(address("end-amendment", amendment), {"do": do}) for do in ("discard", "finish")]

    assert {answer.status_code for answer in answers} <= {403, 404}
    amendment.refresh_from_db()
    assert (amendment.state, decisions(amendment)) == ("open", {"open"})


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_is_offered_to_amend(client, document, office, who):
    assert address("amend", document) in html(client.get(document.get_absolute_url()))

    client.force_login(STRANGERS[who](document))

    answer = client.get(document.get_absolute_url())
    assert address("amend", document) not in html(answer)


@pytest.mark.parametrize("who", ["liaison", "leader", "auditor"])
def test_a_proposal_is_seen_by_the_office_alone_and_what_is_in_force_by_all(client, document, office, who):
    amendment = compare(document, office)
    user = STRANGERS[who](document)
    client.force_login(user)
    tab = address("document-amendments", document)

    assert client.get(amendment.get_absolute_url()).status_code == 404
    assert REASON not in html(client.get(tab))

    accept_all(amendment, office)

    page = html(client.get(amendment.get_absolute_url()))
    assert REASON in html(client.get(tab))
    assert "1200" in page and "1500" in page and office.name in page
    assert "Put in force" not in page and 'type="radio"' not in page


def test_a_page_leads_nobody_to_a_task_that_they_may_not_see(client, document, office):
    amendment = accept_all(compare(document, office), office)
    tasks = {task.title: address("task", task) for task in Task.everything.filter(document=document)}
    client.force_login(liaison(document, "市交通运输局"))

    page = html(client.get(amendment.get_absolute_url()))

    assert [title for title, to in tasks.items() if f'href="{to}"' in page] == ["整治道路"]
    for user in (office, liaison(document, GREEN)):
        client.force_login(user)
        assert f'href="{tasks["增加绿地"]}"' in html(client.get(amendment.get_absolute_url()))


@pytest.mark.parametrize("begin_one", [compare, by_hand], ids=["by version", "by hand"])
def test_an_administrator_sees_what_is_open_and_changes_nothing(client, document, office, begin_one):
    amendment = begin_one(document, office)
    client.force_login(UserFactory(is_superuser=True))

    page = html(client.get(amendment.get_absolute_url()))

    assert amendment.reason in page
    assert "<form" not in page[page.index("<main") : page.index("</main")]
    assert "<button" not in page[page.index("<main") : page.index("</main")]


def test_what_is_discarded_is_seen_by_the_office_alone(client, document, office):
    amendment = compare(document, office)
    amending.discard(amendment=amendment, by=office)

    assert client.get(amendment.get_absolute_url()).status_code == 200

    client.force_login(liaison(document, HOUSING))
    assert client.get(amendment.get_absolute_url()).status_code == 404


def test_who_is_not_signed_in_comes_back_to_the_page(client, document):
    amendment = compare(document, UserFactory())

    for name, row in (("amend", document), ("document-amendments", document), ("amendment", amendment)):
        assert client.get(address(name, row)).url == f"/sign-in/?next={address(name, row)}"


def test_a_draft_is_checked_not_amended(client, document, office):
    type(document).objects.filter(pk=document.pk).update(state="draft", published_at=None)

    assert client.get(address("amend", document)).url == address("check-document", document)


# Beginning


def test_by_hand_it_leads_to_the_checking_page_and_says_so(client, document, office):
    answer = begin(client, document, do="hand", reason="更正笔误")

    amendment = Amendment.objects.get()
    assert (amendment.reason, amendment.made_by, amendment.brings_version) == ("更正笔误", office, False)
    assert answer.url == amendment.get_absolute_url()
    assert address("check-document", document) in html(client.get(answer.url))


@pytest.mark.parametrize(
    "content",
    [lambda: {"text": SECOND}, lambda: {"file": upload(SECOND.encode())}],
    ids=["pasted", "a file"],
)
def test_a_new_version_leads_to_its_differences(client, document, office, content):
    answer = begin(client, document, do="compare", reason=REASON, **content())

    page = html(client.get(answer.url))
    assert answer.url == Amendment.objects.get().get_absolute_url()
    assert page.count('value="accept"') == page.count('value="reject"') == 8
    assert "8 differences are undecided" in page


WRONG = {
    "nothing": (lambda: {}, "Choose a file or paste the text of the document."),
    "no reason": (lambda: {"reason": "", "text": SECOND}, "This field is required."),
    "both": (
        lambda: {"text": SECOND, "file": upload(SECOND.encode())},
        "Choose a file or paste the text, not both.",
    ),
    "a picture": (
        lambda: {"file": upload(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))},
        "is not a text document",
    ),
    "an empty file": (lambda: {"file": upload(b"")}, "The submitted file is empty."),
    "blanks": (lambda: {"file": upload(b" \n")}, "The file holds no text."),
    "no tasks": (lambda: {"text": "今天天气很好。"}, "No numbered tasks were found in this document."),
    "the very file": (lambda: {"file": upload(FIRST.encode())}, "This is the very file"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_version_that_cannot_be_compared_is_refused_and_what_was_typed_stays(
    client, document, office, case
):
    content, sentence = WRONG[case]

    answer = begin(client, document, **{"do": "compare", "reason": "理由在此"} | content())

    page = html(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert ("理由在此" in page) == (case != "no reason")
    if "text" in content():
        assert content()["text"].splitlines()[-1] in page
    assert not Amendment.objects.exists()


def test_by_hand_needs_a_reason_of_no_more_than_its_length(client, document, office):
    long = "长" * 301

    missing, too_long = (begin(client, document, do="hand", reason=reason) for reason in ("", long))

    assert (missing.status_code, too_long.status_code) == (422, 422)
    assert long in html(too_long)
    assert not Amendment.objects.exists()


def test_whoever_opens_the_page_while_an_amendment_is_open_is_led_to_it(client, document, office, comparison):
    answer = client.get(address("amend", document))

    assert answer.url == comparison.get_absolute_url()
    assert "end it before another begins" in said(client, answer)[0]


@pytest.mark.parametrize(
    "data", [{"do": "hand"}, {"do": "compare", "text": SECOND + "\n附注。"}], ids=["by hand", "by version"]
)
def test_a_second_amendment_is_refused_and_what_was_typed_stays(client, document, office, comparison, data):
    answer = begin(client, document, reason="另一个理由", **data)

    page = html(answer)
    assert answer.status_code == 422
    assert "Another amendment of this document is open; end it first." in page
    assert "另一个理由" in page and comparison.get_absolute_url() in page
    assert Amendment.objects.count() == 1


@pytest.mark.parametrize("data", [{"do": "hand"}, {"do": "compare", "text": SECOND}], ids=["hand", "compare"])
def test_a_double_click_begins_one_amendment_and_leads_to_it(client, document, office, data):
    first, second = (begin(client, document, reason=REASON, **data) for _click in range(2))

    assert first.url == second.url == Amendment.objects.get().get_absolute_url()


# Deciding


def test_what_was_chosen_is_stored_with_who_and_when(client, office, comparison):
    rows = chosen(comparison, but=["2 改造老旧小区"])

    answer = decide(client, comparison, **rows)

    rejected = comparison.changes.get(decision="rejected")
    assert (rejected.label, rejected.decided_by) == ("2 改造老旧小区", office)
    assert comparison.changes.filter(decision="accepted", decided_by=office).count() == 7
    assert said(client, answer) == ["The decisions are saved; nothing is in force yet."]


def test_what_somebody_decided_stays_theirs_until_it_is_said_otherwise(client, office, comparison):
    other = UserFactory()
    first = comparison.changes.first()
    amending.decide(amendment=comparison, changes=[first], accept=True, by=other)

    decide(client, comparison, **{f"row-{first.pk}": "accept"})
    first.refresh_from_db()
    assert first.decided_by == other
    decide(client, comparison, **{f"row-{first.pk}": "reject"})

    first.refresh_from_db()
    assert (first.decided_by, first.decision) == (office, "rejected")


@pytest.mark.parametrize(("do", "rest"), [("accept-rest", "accepted"), ("reject-rest", "rejected")])
def test_the_rest_is_decided_at_once_and_what_was_chosen_holds(client, office, comparison, do, rest):
    first, second = comparison.changes.all()[:2]

    decide(client, comparison, do=do, **{f"row-{first.pk}": "accept", f"row-{second.pk}": "reject"})

    kept = {change.pk: change.decision for change in comparison.changes.all()}
    assert (kept.pop(first.pk), kept.pop(second.pk)) == ("accepted", "rejected")
    assert set(kept.values()) == {rest}


@pytest.mark.parametrize(
    "name", ["row-", "row-x", "row-999999999", "row-99999999999999999999999", "row-²"], ids=repr
)
def test_a_row_that_is_none_is_passed_over(client, office, comparison, name):
    answer = decide(client, comparison, **{name: "accept"})

    assert answer.status_code == 302
    assert decisions(comparison) == {"open"}


def test_a_row_of_another_amendment_is_passed_over(client, document, office, comparison):
    amending.discard(amendment=comparison, by=office)
    other = compare(document, office)

    decide(client, other, **chosen(comparison))

    assert decisions(comparison) == decisions(other) == {"open"}


def test_with_one_row_undecided_nothing_is_put_in_force_and_the_others_are_kept(client, office, comparison):
    rows = chosen(comparison)
    rows.popitem()

    answer = decide(client, comparison, do="finish", **rows)

    comparison.refresh_from_db()
    assert comparison.is_open
    assert comparison.changes.filter(decision="accepted").count() == 7
    assert said(client, answer) == ["1 changes are undecided; decide on them first."]


def test_put_in_force_twice_it_is_done_once(client, document, office, comparison):
    answers = [decide(client, comparison, do="finish", **chosen(comparison)) for _click in range(2)]

    assert {answer.url for answer in answers} == {comparison.get_absolute_url()}
    assert document.editions.count() == 1
    assert list(document.tasks.values_list("number", flat=True)) == ["1", "2", "3"]
    comparison.refresh_from_db()
    assert comparison.ended_by == office
    assert said(client, answers[1]) == ["The amendment is in force; the units concerned have been told."]


def test_what_the_program_reads_otherwise_meanwhile_is_asked_again_and_the_rest_stays_decided(
    client, document, office, comparison
):
    read_before = comparison.changes.get(label="1 · 新建保障性住房")
    other = UserFactory()
    amending.decide(amendment=comparison, changes=comparison.changes.all(), accept=False, by=other)
    Change.objects.filter(pk=read_before.pk).update(new=read_before.new | {"value": "15"})

    answer = decide(client, comparison, do="finish")

    (open_row,) = comparison.changes.filter(decision="open")
    assert (open_row.label, open_row.new["value"]) == ("1 · 新建保障性住房", "1500")
    assert comparison.changes.filter(decision="rejected", decided_by=other).count() == 7
    assert said(client, answer) == ["The program reads the document otherwise by now. Decide on what is new."]
    assert document.targets.get(unit="套").value == 1200
    decide(client, comparison, do="finish", **{f"row-{open_row.pk}": "accept"})
    assert document.targets.get(unit="套").value == 1500


def test_discarded_twice_it_says_what_happened(client, office, comparison):
    answers = [client.post(address("end-amendment", comparison), {"do": "discard"}) for _click in range(2)]

    comparison.refresh_from_db()
    assert comparison.state == "discarded"
    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_correction_by_hand_that_is_in_force_cannot_be_rejected(client, document, office):
    amendment = by_hand(document, office)

    answer = decide(client, amendment, **dict.fromkeys(chosen(amendment), "reject"))

    assert decisions(amendment) == {"accepted"}
    assert "in force" in said(client, answer)[0]


def test_the_end_of_an_amendment_by_hand(client, document, office):
    amendment = by_hand(document, office)
    page = html(client.get(amendment.get_absolute_url()))

    client.post(address("end-amendment", amendment), {"do": "finish"})

    amendment.refresh_from_db()
    assert "End the amendment" in page and 'type="radio"' not in page
    assert amendment.state == "done"


@pytest.mark.parametrize("name", ["decide-changes", "end-amendment"])
def test_after_an_ended_session_the_way_leads_back_to_the_choices(client, document, comparison, name):
    """The browser keeps what was chosen for the page of the amendment, and offers it there."""
    client.logout()
    answer = client.post(address(name, comparison), {"do": "save"} | chosen(comparison))
    assert answer.url == f"/sign-in/?next={address(name, comparison)}"

    client.force_login(office_of(document.region))
    back = client.get(address(name, comparison))

    page = client.get(back.url)
    assert back.url == comparison.get_absolute_url()
    assert 'id="changes" data-keep' in html(page)
    assert list(page.context["messages"]) == []
    comparison.refresh_from_db()
    assert (comparison.is_open, decisions(comparison)) == (True, {"open"})


# What is told afterwards


def test_the_earlier_file_is_for_those_who_see_the_document(client, document, office):
    accept_all(compare(document, office), office)
    edition = document.editions.get()
    tab = address("document-amendments", document)

    for user in (office, liaison(document, HOUSING), leader_of(document.region), auditor_of(document.region)):
        client.force_login(user)
        answer = client.get(address("edition", edition))
        assert b"".join(answer.streaming_content) == FIRST.encode()
        assert answer["Content-Disposition"].startswith("attachment")
        assert address("edition", edition) in html(client.get(tab))
    for user in (liaison_of(DepartmentFactory()), STRANGERS["another region's office"](document)):
        client.force_login(user)
        assert client.get(address("edition", edition)).status_code == 404
    client.logout()
    assert client.get(address("edition", edition)).status_code == 302


def test_the_tab_stands_on_every_page_of_a_published_document(client, document, office):
    accept_all(compare(document, office), office)

    for name in ("document", "document-text", "document-units", "document-cycles", "document-amendments"):
        page = html(client.get(address(name, document)))
        assert f'href="{address("document-amendments", document)}"' in page
        assert client.get(address(name, document)).context["document"].amendment_count == 1


def test_the_tab_lists_the_latest_amendment_first_with_what_it_changed(client, document, office):
    amending.discard(amendment=compare(document, office, reason="先"), by=office)
    accept_all(compare(document, office, reason="后"), office)

    rows = client.get(address("document-amendments", document)).context["amendments"]

    assert [(one.reason, one.state, one.taken, one.proposed) for one in rows] == [
        ("后", "done", 8, 8),
        ("先", "discarded", 0, 8),
    ]


@pytest.mark.parametrize("ended", [False, True], ids=["open", "in force"])
def test_every_kind_of_change_has_its_words(client, document, office, ended):
    new = SECOND
    for old, fresh in (
        ("一、改善住房", "二、改善居住"),
        ("市住房城乡建设局、市发展改革委", "市发展改革委、市住房城乡建设局"),
        ("改造城市道路30公里", "改造各类城市道路30公里以上"),
    ):
        new = new.replace(old, fresh)
    new += "请于2024年7月5日、12月10日前报送进展。\n"
    amendment = compare(document, office, new)
    if ended:
        accept_all(amendment, office)

    answer = client.get(amendment.get_absolute_url())

    labels = {field.label for group in answer.context["groups"] for row in group.rows for field in row.fields}
    assert {"ordinal", "title", "number", "leads", "role", "value", "units", "targets"} <= labels
    kinds = {change.kind for change in answer.context["changes"]}
    assert kinds == {"head", "section", "task", "unit", "target"}


def test_of_long_words_only_what_is_around_a_change_is_shown(client, document, office):
    long = "统筹资金渠道，" * 40
    text = FIRST.replace("1.建设保障房。", f"1.建设保障房。{long}")
    accept_all(compare(document, office, text), office)
    document.refresh_from_db()
    amendment = compare(document, office, text.replace("年内新建", "年内完成新建"))

    page = html(client.get(amendment.get_absolute_url()))

    assert page.count("统筹资金渠道") < 20
    assert "年内完成新建保障性住房1200套" in page


def test_the_tab_of_a_ledger_that_was_never_amended_says_what_would_be_there(client, document, office):
    assert "This ledger has not been amended" in html(client.get(address("document-amendments", document)))


def test_the_task_page_tells_what_was_what_is_and_who(client, document, office):
    amendment = accept_all(compare(document, office), office)
    task = document.tasks.get(number="1")
    client.force_login(liaison(document, HOUSING))

    answer = client.get(task.get_absolute_url())

    told = [(row.change.kind, row.change.action) for row in answer.context["changes"]]
    assert sorted(told) == [
        ("target", "changed"),
        ("task", "changed"),
        ("unit", "added"),
        ("unit", "dropped"),
    ]
    page = html(answer)
    assert "1200" in page and "1500" in page and office.name in page
    assert f"{amendment.get_absolute_url()}#change-" in page


def test_what_was_rejected_is_no_change_of_the_task(client, document, office):
    amendment = compare(document, office)
    amending.decide(amendment=amendment, changes=amendment.changes.all(), accept=False, by=office)
    amending.finish(amendment=amendment, by=office)

    assert client.get(document.tasks.get(number="1").get_absolute_url()).context["changes"] == []


def test_a_correction_by_hand_shows_on_the_task_at_once_without_a_link_to_what_is_not_ended(
    client, document, office
):
    amendment = by_hand(document, office)
    task = Task.everything.get(title="增加绿地")
    client.force_login(leader_of(document.region))

    page = html(client.get(task.get_absolute_url()))

    assert "更正笔误" in page
    assert amendment.get_absolute_url() not in page


# What an amendment dropped


@pytest.fixture
def dropped(document, office):
    """The last task, of which 2 parks were reported before it was dropped."""
    task = document.tasks.get(number="3")
    log(task, value=Decimal(2))
    accept_all(compare(document, office), office)
    return Task.everything.get(pk=task.pk)


def test_a_dropped_task_says_so_keeps_its_words_and_entries_and_offers_nothing(client, document, dropped):
    figure = Target.everything.get(task=dropped)
    for user in (liaison(document, GREEN), leader_of(document.region), office_of(document.region)):
        client.force_login(user)
        answer = client.get(dropped.get_absolute_url())
        page = html(answer)

        assert "An amendment took this task out of the ledger on" in page
        for name in ("log-progress", "instruct", "close-task"):
            assert address(name, dropped) not in page
        assert [row.entry.value for row in answer.context["timeline"]] == [2]
        assert answer.context["figures"] == [(figure, None)]
        words = "".join(piece.text for line in answer.context["lines"] for piece in line)
        assert words == "3.增加绿地。新建口袋公园6个。(责任单位：市城市管理局)"


def test_a_dropped_task_does_not_lead_to_another_tasks_place_in_the_text(client, document, office, dropped):
    page = html(client.get(dropped.get_absolute_url()))

    assert address("document-text", document) + "#" not in page


def test_a_dropped_figure_says_so_keeps_its_words_and_entries_and_offers_nothing(client, document, dropped):
    figure = Target.everything.get(task=dropped)
    for user in (liaison(document, GREEN), office_of(document.region)):
        client.force_login(user)
        answer = client.get(address("target", figure))
        page = html(answer)

        assert "An amendment took this figure out of the ledger on" in page
        assert address("allocate", figure) not in page and address("log-progress", dropped) not in page
        assert [entry.value for entry in answer.context["entries"]] == [2]
        assert "".join(piece.text for piece in answer.context["passage"]) == "新建口袋公园6个"
        assert address("document-text", document) + "#" not in page


def test_a_dropped_figure_of_a_task_that_stays_is_gone_from_its_page(client, document, office):
    task = document.tasks.get(number="2")
    log(task, value=Decimal(9))
    amending.begin(document=document, reason="更正", by=office)
    figure = task.targets.get()
    editing.remove(row=figure, by=office)
    client.force_login(liaison(document, "市交通运输局"))

    answer = client.get(task.get_absolute_url())

    assert answer.context["figures"] == []
    assert [row.entry.value for row in answer.context["timeline"]] == [9]
    assert client.get(address("target", figure)).status_code == 200


def log_form(figure, department, **typed):
    """What the log page sends that was opened while the figure was in the ledger."""
    return {
        "department": department.pk,
        "as_of": "2024-05-20",
        "narrative": "已完成选址",
        "sending": "5f1d7e0c-9a7b-4f5e-8a63-0d7a1f3a2b10",
        f"t{figure.pk}-{department.pk}-value": "4",
    } | typed


def test_a_task_dropped_while_somebody_typed_keeps_the_words_on_the_page(client, document, dropped):
    figure, user = Target.everything.get(task=dropped), liaison(document, GREEN)
    client.force_login(user)

    answer = client.post(
        address("log-progress", dropped), log_form(figure, user.memberships.get().department)
    )

    assert answer.status_code == 200
    assert "已完成选址" in html(answer)
    assert "This task was taken out of the ledger by an amendment" in html(answer)
    assert "You typed 4." in html(answer)
    assert ProgressEntry.objects.filter(task=dropped).count() == 1


def test_a_figure_dropped_while_somebody_typed_is_named_and_the_words_stay(client, document, office):
    amending.begin(document=document, reason="更正", by=office)
    figure, user = document.targets.get(unit="个"), liaison(document, GREEN)
    editing.remove(row=figure, by=office)
    client.force_login(user)

    answer = client.post(
        address("log-progress", figure.task), log_form(figure, user.memberships.get().department)
    )

    assert "已完成选址" in html(answer)
    assert "The figures of this task have changed. You typed 4" in html(answer)
    assert not ProgressEntry.objects.exists()


def test_logging_on_a_dropped_task_leads_back_to_it(client, document, dropped):
    client.force_login(liaison(document, GREEN))

    answer = client.get(address("log-progress", dropped))

    assert answer.url == dropped.get_absolute_url()
    assert "taken out of the ledger" in said(client, answer)[0]


def test_an_entry_on_a_dropped_task_is_not_corrected(client, document, dropped):
    entry = dropped.entries.get()
    client.force_login(liaison(document, GREEN))
    # Who reports for the unit, whoever reported first.
    answer = client.post(
        address("correct-entry", entry),
        {"as_of": "2024-05-01", "narrative": "更正", "sending": "5f1d7e0c-9a7b-4f5e-8a63-0d7a1f3a2b11"},
    )

    assert "taken out of the ledger" in html(answer) and "更正" in html(answer)
    assert ProgressEntry.objects.count() == 1


def test_a_dropped_task_is_neither_closed_nor_opened_nor_instructed(client, document, dropped, clock):
    clock("2024-06-01 09:00")
    client.force_login(office_of(document.region))
    closed = client.post(address("close-task", dropped), {"do": "close", "on": "2024-06-01"})
    assert "taken out of the ledger" in said(client, closed)[0]

    client.force_login(leader_of(document.region))
    told = client.post(address("instruct", dropped), {"text": "请加快进度。"})

    assert "taken out of the ledger" in html(told) and "请加快进度。" in html(told)
    dropped.refresh_from_db()
    assert (dropped.state, dropped.instructions.count()) == ("not_started", 0)


def test_a_dropped_figure_is_not_divided_and_the_page_keeps_what_was_typed(client, document, dropped):
    figure = Target.everything.get(task=dropped)
    client.force_login(office_of(document.region))
    unit = Department.objects.get(region=document.region, name=GREEN)
    typed = {"form-0-department": unit.pk, "form-0-value": "6", "form-0-due": "2024-12-31"}
    count = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}

    answer = client.post(address("allocate", figure), count | typed)

    assert "was taken out of the ledger by an amendment" in html(answer)
    assert 'value="6"' in html(answer)
    assert not figure.allocations.exists()


def test_the_page_on_which_a_dropped_figure_would_be_divided_leads_back_to_it(client, document, dropped):
    figure = Target.everything.get(task=dropped)
    client.force_login(office_of(document.region))

    answer = client.get(address("allocate", figure))

    assert answer.url == address("target", figure)
    assert "was taken out of the ledger" in said(client, answer)[0]


# Many rows


def numbered(count, each):
    tasks = "".join(
        f"{n}.建设第{n}批保障房。年内新建第{n}批保障性住房{each}套。(责任单位：市住房城乡建设局)\n"
        for n in range(1, count + 1)
    )
    return f"云海市2024年城乡建设重点任务\n一、改善住房\n{tasks}"


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize("ended", [False, True], ids=["open", "in force"])
def test_queries_do_not_grow_with_the_number_of_changes(client, ended):
    counts = []
    for code, size in (("650900", 1), ("341500", 30)):
        document = published(UserFactory(), numbered(size, each=100), code)
        office = office_of(document.region)
        client.force_login(office)
        amendment = compare(document, office, numbered(size, each=200))
        assert amendment.changes.count() >= size
        if ended:
            accept_all(amendment, office)
        task = document.tasks.get(number="1").get_absolute_url()
        pages = [amendment.get_absolute_url(), address("document-amendments", document), task]
        counts.append([queries(client, page) for page in pages])

    assert counts[0] == counts[1]


def test_queries_do_not_grow_with_the_number_of_amendments(client, document, office):
    task, tab = document.tasks.get(number="1"), address("document-amendments", document)
    counts = []
    for times in (1, 5):
        while document.amendments.count() < times:
            number = document.amendments.count()
            amendment = amending.begin(document=document, reason=f"更正{number}", by=office)
            editing.change_task(task=task, by=office, number="1", title=f"建设保障房{number}", section=None)
            amending.finish(amendment=amendment, by=office)
        counts.append((queries(client, tab), queries(client, task.get_absolute_url())))

    assert Change.objects.filter(task=task).count() >= 5
    assert counts[0] == counts[1]


def test_the_day_of_an_amendment_is_that_of_the_office(client, document, office, clock):
    clock("2024-07-01 00:30")
    amendment = accept_all(compare(document, office), office)

    page = html(client.get(amendment.get_absolute_url()))

    assert "2024-07-01 00:30" in page
    assert Task.everything.get(title="增加绿地").dropped_on == date(2024, 7, 1)
