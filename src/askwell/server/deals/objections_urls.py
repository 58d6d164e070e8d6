from django.urls import path

from askwell.server.deals import objections_views

objections_patterns = [
    path("objections/", objections_views.of_team, name="all_objections"),
    path("objections/answers/<int:pk>/remove/", objections_views.remove_answer, name="remove_answer"),
    path("deals/<str:slug>/objections/", objections_views.of_deal, name="objections"),
    path("deals/<str:slug>/objections/answers/", objections_views.note_answer, name="note_answer"),
]
