from django.urls import path

from askwell.server.deals import tactics_views

tactics_patterns = [
    path("tactics/", tactics_views.tactics, name="tactics"),
    path("deals/<str:slug>/tactic/", tactics_views.tactic, name="tactic"),
]
