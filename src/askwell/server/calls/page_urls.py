"""The routes of the page of a call; ``urls.py`` takes them in."""

from django.urls import path

from askwell.server.calls import page_downloads, page_views

page_patterns = [
    path("calls/<str:slug>/", page_views.page, name="page"),
    path("calls/<str:slug>/state/", page_views.state, name="page_state"),
    path("calls/<str:slug>/code-again/", page_views.code_again, name="code_again"),
    path("calls/<str:slug>/history/", page_views.history, name="history"),
    path("calls/<str:slug>/turns/<int:turn>/", page_views.panel, name="panel"),
    path("calls/<str:slug>/turns/<int:turn>/code/", page_views.correct, name="correct"),
    path("calls/<str:slug>/turns/<int:turn>/outcome/", page_views.overrule, name="overrule"),
    path("calls/<str:slug>/turns/<int:turn>/comments/", page_views.comment, name="comment"),
    path("calls/<str:slug>/comments/<int:comment_id>/remove/", page_views.uncomment, name="uncomment"),
    path("calls/<str:slug>/decisions/<int:decision_id>/undo/", page_views.undo, name="undo"),
    path("calls/<str:slug>/download/original/", page_downloads.original, name="download_original"),
    path("calls/<str:slug>/download/<str:kind>/", page_downloads.download, name="download"),
]
