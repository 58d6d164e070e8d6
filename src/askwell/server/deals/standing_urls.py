from django.urls import path

from askwell.server.deals import standing_views

standing_patterns = [
    path("deals/<str:slug>/flower/<str:role>/", standing_views.petal, name="petal"),
    path("deals/<str:slug>/proposals/", standing_views.settle, name="settle"),
    path("deals/<str:slug>/doubts/", standing_views.say_doubt, name="say_doubt"),
    path("deals/<str:slug>/needs/", standing_views.needs, name="needs"),
    path("deals/<str:slug>/proofs/", standing_views.say_proof, name="say_proof"),
    path("deals/<str:slug>/heard/", standing_views.match, name="match"),
    path("deals/<str:slug>/heard/not/", standing_views.unmatch, name="unmatch"),
]
