from django.urls import path

from askwell.server.calls import adding_views, views
from askwell.server.calls.page_urls import page_patterns

app_name = "calls"
urlpatterns = [
    path("calls/", views.index, name="list"),
    path("calls/add/", adding_views.add, name="add"),
    path("calls/uploads/", adding_views.uploads, name="uploads"),
    path("calls/uploads/<int:pk>/again/", adding_views.read_again, name="read_again"),
    path("calls/uploads/<int:pk>/dismiss/", adding_views.dismiss, name="dismiss"),
    path("calls/<str:slug>/sides/", views.sides, name="sides"),
    path("calls/<str:slug>/details/", views.details, name="details"),
    path("calls/<str:slug>/reassign/", views.reassign, name="reassign"),
    path("calls/<str:slug>/delete/", views.delete, name="delete"),
    *page_patterns,
]
