"""The URL table. Every route needs sign-in unless its view says ``login_not_required``; see ``role_matrix.yaml``."""

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from askwell.server.accounts import views

sign_in: list[URLPattern] = [
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("sign-up/", allauth.signup, name="account_signup"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/", allauth.password_change, name="account_change_password"),
    path(
        "password/forgotten/",
        allauth.password_reset if settings.ASKWELL.mail else views.forgotten_password,
        name="account_reset_password",
    ),
    path("password/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("preferences/", views.preferences, name="preferences"),
    *sign_in,
    path("", include("askwell.server.accounts.urls")),
    path("", include("askwell.server.calls.urls")),
    path("", include("askwell.server.deals.urls")),
    path("", include("askwell.server.people.urls")),
    path("", include("askwell.server.handbook.urls")),
]
