from django.urls import path

from askwell.server.deals import gifts_views

gifts_patterns = [
    path("gifts/", gifts_views.log, name="gift_log"),
    path("gifts/limits/", gifts_views.limits, name="gift_limits"),
    path("gifts/<int:pk>/decide/", gifts_views.decide, name="decide_gift"),
    path("deals/<str:slug>/gifts/", gifts_views.gifts, name="gifts"),
]
