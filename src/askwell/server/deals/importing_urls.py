"""The addresses of tables coming in and going out."""

from django.urls import path

from askwell.server.deals import exporting_views, importing_views

importing_patterns = [
    path("imports/", importing_views.imports, name="imports"),
    path("imports/add/", importing_views.add_import, name="add_import"),
    path("imports/<int:pk>/", importing_views.show, name="import"),
    path("imports/<int:pk>/columns/", importing_views.set_columns, name="import_columns"),
    path("imports/<int:pk>/back/", importing_views.change_columns, name="import_back"),
    path("imports/<int:pk>/run/", importing_views.run, name="import_run"),
    path("imports/<int:pk>/again/", importing_views.again, name="import_again"),
    path("imports/<int:pk>/drop/", importing_views.drop, name="import_drop"),
    path("imports/<int:pk>/refused/", importing_views.refused, name="import_refused"),
    path("exports/<str:kind>/<str:form>/", exporting_views.export, name="export"),
]
