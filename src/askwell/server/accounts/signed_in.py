"""The person behind a request that has passed sign-in."""

from django.http import Http404, HttpRequest

from askwell.server.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The user of a request; the middleware has turned everybody else away."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
