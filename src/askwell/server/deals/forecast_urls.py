from django.urls import path

from askwell.server.deals import forecast_views

forecast_patterns = [
    path("forecast/", forecast_views.forecast, name="forecast"),
]
