from django.urls import path

from askwell.server.handbook import views

app_name = "handbook"
urlpatterns = [
    path("handbook/", views.index, name="index"),
    path("handbook/<str:row_id>/", views.row, name="row"),
]
