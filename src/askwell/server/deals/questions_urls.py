"""The route of questions; ``urls.py`` takes it in before the page of a deal, whose address begins alike."""

from django.urls import path

from askwell.server.deals import questions_views

questions_patterns = [path("deals/questions/", questions_views.questions, name="questions")]
