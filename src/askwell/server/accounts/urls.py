from django.urls import path

from askwell.server.accounts import views

app_name = "accounts"
urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("profile/", views.profile, name="profile"),
    path("team/", views.team, name="team"),
    path("team/<int:team_id>/invite/", views.invite, name="invite"),
    path(
        "team/<int:team_id>/invitations/<int:invitation_id>/revoke/", views.revoke_invitation, name="revoke_invitation"
    ),
    path("team/<int:team_id>/members/<int:user_id>/roles/", views.set_roles, name="set_roles"),
    path("team/<int:team_id>/members/<int:user_id>/password-link/", views.password_link, name="password_link"),
]
