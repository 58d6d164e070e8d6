from django.urls import path

from askwell.server.deals import gifts_views

gifts_patterns = [
    path("gifts/limits/", gifts_views.limits, name="gift_limits"),
    path("deals/<str:slug>/gifts/", gifts_views.gifts, name="gifts"),
    path("deals/<str:slug>/gifts/<int:pk>/decide/", gifts_views.decide, name="decide_gift"),
]
