from django.urls import path

from askwell.server.deals import signing_views

signing_patterns = [path("deals/<str:slug>/signing/", signing_views.signing, name="signing")]
