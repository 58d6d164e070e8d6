from django.urls import path

from askwell.server.people import place_views, views

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="list"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/place/", place_views.place, name="place"),
]
