from django.urls import path

from reports.views import calendar, cycles, dashboard, desk, inbox, submissions, summary

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("overview/", dashboard.overview, name="overview"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
    path("cycles/<int:pk>/chase/", cycles.chase, name="chase"),
    path("cycles/<int:pk>/summary.xlsx", summary.workbook, name="summary"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/autosave/", submissions.autosave, name="autosave-submission"),
    path("submissions/<int:pk>/submit/", submissions.submit, name="submit-submission"),
    path("submissions/<int:pk>/review/", submissions.review, name="review-submission"),
    path("submissions/<int:pk>/extension/", submissions.extension, name="extension"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.message, name="message"),
]
