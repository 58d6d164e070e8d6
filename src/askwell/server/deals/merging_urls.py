"""The addresses of merging and erasing."""

from django.urls import path

from askwell.server.deals import merging_views
from askwell.server.deals.erasing_views import erase, report

merging_patterns = [
    path("companies/<str:slug>/merge/", merging_views.merge_company, name="merge_company"),
    path("contacts/<str:slug>/merge/", merging_views.merge_contact, name="merge_contact"),
    path("merges/<int:pk>/back/", merging_views.take_back, name="unmerge"),
    path("contacts/<str:slug>/erase/", erase, name="erase_contact"),
    path("erasures/<int:pk>/", report, name="erased"),
]
