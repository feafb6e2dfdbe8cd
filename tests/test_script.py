"""static/js/app.js in a real browser: no form is sent twice, no typed word is lost."""

import re
import time

import pytest
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import path
from playwright.sync_api import expect

from tests.factories import UserFactory
from urbanplan import urls

FORM = """{% extends "base.html" %}{% block content %}
<form method="post" id="report" {% if autosave %}data-autosave-url="/test/save/"{% endif %}>{% csrf_token %}
  <input type="hidden" name="version" value="1">
  <label>Text <textarea name="text">{{ text }}</textarea></label>
  {% if autosave %}{% include "includes/autosave.html" %}{% endif %}
  <button>Send</button>
</form>
<form data-autosubmit><label>Unit <input name="unit" value="{{ request.GET.unit }}"></label></form>
{% endblock %}"""

server = {}


@login_required
def report(request, autosave=False):
    if request.method == "POST":
        server["sent"].append(request.POST["text"])
        time.sleep(server["slow"])
        messages.success(request, "Sent.")
        return redirect(request.path)
    context = {"autosave": autosave, "text": server["text"]}
    return HttpResponse(Template(FORM).render(RequestContext(request, context)))


@login_required
def save(request):
    """Saves on the right version only, as the page of a submission does."""
    if request.POST["version"] != str(server["version"]):
        return JsonResponse({}, status=409)
    server["version"] += 1
    server["text"] = request.POST["text"]
    return JsonResponse({"version": server["version"], "saved_at": "2022-06-15T09:00:00"})


urlpatterns = [
    *urls.urlpatterns,
    path("test/report/", report),
    path("test/autosaved/", report, {"autosave": True}),
    path("test/save/", save),
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls(__name__),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def fresh_server():
    server.update(sent=[], text="", version=1, slow=0)


@pytest.fixture
def complaints(page):
    """What the browser's console said of errors; none may be left at the end."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


@pytest.fixture
def signed_in(page, live_server, context, complaints):
    context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    UserFactory(username="wangjianguo")
    page.goto(live_server.url + "/test/report/")
    sign_in(page)
    return page


def sign_in(page):
    page.get_by_label("Username").fill("wangjianguo")
    page.get_by_label("Password").fill("pass")
    page.get_by_role("button", name="Sign in").click()


def test_double_click_sends_once(signed_in):
    signed_in.get_by_label("Text").fill("已开工4500套")
    server["slow"] = 1

    signed_in.get_by_role("button", name="Send").dblclick(delay=100)

    expect(signed_in.get_by_text("Sent.")).to_be_visible()
    assert server["sent"] == ["已开工4500套"]


def test_words_sent_after_the_session_ended_come_back(signed_in):
    signed_in.get_by_label("Text").fill("已开工4500套")
    Session.objects.all().delete()

    signed_in.get_by_role("button", name="Send").click()
    sign_in(signed_in)
    signed_in.get_by_role("button", name="Bring them back").click()

    expect(signed_in.get_by_label("Text")).to_have_value("已开工4500套")
    assert server["sent"] == []


def test_words_of_a_closed_page_are_offered_once(signed_in, context, live_server):
    signed_in.get_by_label("Text").fill("已开工4500套")
    signed_in.close(run_before_unload=False)
    page = context.new_page()

    page.goto(live_server.url + "/test/report/")
    page.get_by_role("button", name="Discard them").click()
    page.reload()

    expect(page.get_by_label("Text")).to_have_value("")
    expect(page.locator(".kept")).to_have_count(0)


def test_words_that_were_sent_are_not_offered_again(signed_in):
    signed_in.get_by_label("Text").fill("已开工4500套")
    signed_in.get_by_role("button", name="Send").click()
    expect(signed_in.get_by_text("Sent.")).to_be_visible()

    signed_in.reload()

    expect(signed_in.locator(".kept")).to_have_count(0)


def test_browser_asks_before_unsaved_words_are_left(signed_in):
    asked = []
    signed_in.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    signed_in.get_by_role("link", name="Inbox").first.click()
    signed_in.go_back()
    signed_in.get_by_label("Text").fill("已开工4500套")
    signed_in.get_by_role("link", name="Inbox").first.click()
    signed_in.wait_for_url("**/inbox/")

    assert asked == ["beforeunload"]


def test_signing_out_leaves_no_words_on_the_computer(signed_in):
    signed_in.on("dialog", lambda dialog: dialog.accept())
    signed_in.get_by_label("Text").fill("已开工4500套")

    signed_in.locator(".me summary").click()
    signed_in.get_by_role("button", name="Sign out").click()
    signed_in.wait_for_url("**/sign-in/")

    assert signed_in.evaluate("Object.keys(localStorage)") == []


def test_filter_sends_itself(signed_in):
    signed_in.get_by_label("Unit", exact=True).fill("住建厅")
    signed_in.get_by_label("Unit", exact=True).press("Tab")

    expect(signed_in).to_have_url(re.compile(r"\?unit="))


def test_autosave_saves_each_version(signed_in, live_server):
    signed_in.goto(live_server.url + "/test/autosaved/")

    for text in ("已开工", "已开工4500套"):
        signed_in.get_by_label("Text").fill(text)
        with signed_in.expect_response("**/test/save/") as answer:
            pass
        assert answer.value.status == 200

    expect(signed_in.get_by_text("Saved at")).to_be_visible()
    assert (server["text"], server["version"]) == ("已开工4500套", 3)
    assert signed_in.get_by_label("Text").evaluate("field => field.defaultValue") == "已开工4500套"
    assert signed_in.evaluate("Object.keys(localStorage)") == []


def test_autosave_after_the_session_ended_says_where_to_sign_in(signed_in, live_server):
    signed_in.goto(live_server.url + "/test/autosaved/")
    Session.objects.all().delete()
    signed_in.on("dialog", lambda dialog: dialog.accept())

    signed_in.get_by_label("Text").fill("已开工4500套")
    signed_in.get_by_role("link", name="sign in again").click()
    sign_in(signed_in)
    signed_in.get_by_role("button", name="Bring them back").click()

    expect(signed_in.get_by_label("Text")).to_have_value("已开工4500套")
    expect(signed_in.get_by_text("Saved at")).to_be_visible()


def test_autosave_without_a_connection_tries_again(signed_in, live_server, complaints):
    signed_in.goto(live_server.url + "/test/autosaved/")
    signed_in.clock.install()
    signed_in.route("**/test/save/", lambda route: route.fulfill(status=503))
    signed_in.get_by_label("Text").fill("已开工4500套")
    signed_in.clock.run_for(3000)
    expect(signed_in.get_by_text("Not saved: no connection.")).to_be_visible()

    complaints.clear()  # the browser's own, of the answer 503
    signed_in.unroute("**/test/save/")
    signed_in.clock.run_for(16000)

    expect(signed_in.get_by_text("Saved at")).to_be_visible()
    assert server["text"] == "已开工4500套"
