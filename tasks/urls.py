from django.urls import path

from tasks.views import amending, checking, documents, figures, importing, progress, search, task

urlpatterns = [
    path("documents/", documents.document_list, name="documents"),
    path("documents/import/", importing.import_document, name="import-document"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/text/", documents.text, name="document-text"),
    path("documents/<int:pk>/units/", documents.units, name="document-units"),
    path("documents/<int:pk>/cycles/", documents.cycles, name="document-cycles"),
    path("documents/<int:pk>/original/", documents.original, name="document-original"),
    path("documents/<int:pk>/check/", checking.check, name="check-document"),
    path("documents/<int:pk>/check/<slug:kind>/<int:item>/", checking.change, name="change-draft"),
    path("documents/<int:pk>/discard/", importing.discard_draft, name="discard-draft"),
    path("documents/<int:pk>/publish/", checking.publish, name="publish-document"),
    path("documents/<int:pk>/amend/", amending.amend, name="amend"),
    path("documents/<int:pk>/amendments/", amending.amendments, name="document-amendments"),
    path("amendments/<int:pk>/", amending.amendment, name="amendment"),
    path("amendments/<int:pk>/decide/", amending.decide, name="decide-changes"),
    path("amendments/<int:pk>/end/", amending.end, name="end-amendment"),
    path("editions/<int:pk>/", amending.edition, name="edition"),
    path("tasks/<int:pk>/", task.task, name="task"),
    path("tasks/<int:pk>/log/", progress.log, name="log-progress"),
    path("tasks/<int:pk>/instruct/", progress.instruct, name="instruct"),
    path("tasks/<int:pk>/close/", progress.close, name="close-task"),
    path("entries/<int:pk>/correct/", progress.correct, name="correct-entry"),
    path("evidence/<int:pk>/", progress.evidence, name="evidence"),
    path("targets/<int:pk>/", figures.target, name="target"),
    path("targets/<int:pk>/allocate/", figures.allocate, name="allocate"),
    path("my/tasks/", progress.my_tasks, name="my-tasks"),
    path("my/figures/", figures.my_figures, name="my-figures"),
    path("search/", search.search, name="search"),
]
