from django.urls import path

from askwell.server.deals import style_views

style_patterns = [path("contacts/<str:slug>/style/", style_views.contact_style, name="contact_style")]
