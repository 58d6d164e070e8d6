from django.urls import path

from askwell.server.deals import follow_up_views

follow_up_patterns = [
    path("deals/<str:slug>/follow-up/", follow_up_views.follow_up, name="follow_up"),
    path("deals/<str:slug>/follow-up/complaints/add/", follow_up_views.add_complaint, name="add_complaint"),
    path("deals/<str:slug>/follow-up/complaints/", follow_up_views.complaint, name="complaint"),
    path("deals/<str:slug>/follow-up/next/", follow_up_views.next_deal, name="next_deal"),
]
