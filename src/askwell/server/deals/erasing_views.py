"""Erasing a person at a customer: a page that says what will go, then one that says what went."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from askwell.server.accounts.queries import team_ids_where
from askwell.server.accounts.roles import Act, Reach
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals.customers_queries import contact_for
from askwell.server.deals.erasing import erase_contact, find_person
from askwell.server.deals.models import Deal
from askwell.server.deals.models.importing import Erasure


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase a person; managers may, for it reaches into everybody's deals and calls."""
    user = signed_in(request)
    contact = contact_for(user, slug)
    if not user.may(Act.DELETE, contact.team):
        raise PermissionDenied
    if request.method == "POST":
        return redirect("deals:erased", pk=erase_contact(contact, user).pk)
    found = find_person(contact)
    context = {"contact": contact, "went": found.counts, "shared": found.called.shared, "files": len(found.files)}
    return render(request, "deals/erase.html", context)


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What went with a person; not who it was."""
    user = signed_in(request)
    teams = team_ids_where(user, Act.DELETE, Reach.TEAM)
    erasure = Erasure.objects.filter(pk=pk, team__in=teams).select_related("author").first()
    if erasure is None:
        raise Http404
    deals = Deal.objects.visible_to(user).filter(slug__in=erasure.files_to_check).values_list("slug", "name")
    return render(request, "deals/erase_report.html", {"erasure": erasure, "went": erasure.went, "deals": list(deals)})
