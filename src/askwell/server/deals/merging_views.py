"""Two of one kind that are one: load or 404, authorise, act, answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from askwell.server.accounts.models import User
from askwell.server.accounts.roles import Act
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals.customers_queries import company_for, contact_for
from askwell.server.deals.merging import FIELDS, candidates_for, kind_of, merge, merge_for, merges_of, pairs_of, unmerge
from askwell.server.deals.models import Deal
from askwell.server.deals.views import status_of

PAGES = {"companies": "deals:company", "contacts": "deals:contact"}
MERGE_PAGES = {"companies": "deals:merge_company", "contacts": "deals:merge_contact"}
LABELS = {
    "name": gettext_lazy("Name"),
    "domain": gettext_lazy("Web address"),
    "industry": gettext_lazy("Industry"),
    "city": gettext_lazy("City"),
    "title": gettext_lazy("Job title"),
    "company_id": gettext_lazy("Company"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Telephone"),
    "style_signs": gettext_lazy("Signs of style"),
    "note": gettext_lazy("Note"),
}


@require_http_methods(["GET", "POST"])
def merge_company(request: HttpRequest, slug: str) -> HttpResponse:
    """Make one of two companies."""
    user = signed_in(request)
    return _merge(request, user, company_for(user, slug), company_for)


@require_http_methods(["GET", "POST"])
def merge_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Make one of two contacts."""
    user = signed_in(request)
    return _merge(request, user, contact_for(user, slug), contact_for)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two of one again."""
    merged, kept = merge_for(signed_in(request), pk)
    gone = unmerge(merged)
    messages.success(request, _("The merge is taken back; what belonged to each belongs to it again."))
    return redirect(PAGES[kind_of(kept)], slug=gone.slug)


def _merge(request: HttpRequest, user: User, kept: Any, load: Any) -> HttpResponse:
    if not user.may(Act.ADD, kept.team_id, own=True):
        raise PermissionDenied
    asked = request.POST.get("with") or request.GET.get("with", "")
    if not asked:
        return _choose(request, user, kept)
    gone = load(user, asked)
    if gone.pk == kept.pk or gone.team_id != kept.team_id:
        raise Http404
    if request.method == "POST":
        values = [name for name in FIELDS[kind_of(kept)] if request.POST.get(name) == "gone"]
        merge(kept, gone, user, values)
        messages.success(request, _("The two are one now. It can be taken back here."))
        return redirect(MERGE_PAGES[kind_of(kept)], slug=kept.slug)
    return render(request, "deals/merge.html", _side_by_side(user, kept, gone))


def _choose(request: HttpRequest, user: User, kept: Any) -> HttpResponse:
    """Whom it may be the same as, and what was merged into it before."""
    words = request.GET.get("words", "").strip()[:200]
    context = {
        "row": kept,
        "page": PAGES[kind_of(kept)],
        "merge_page": MERGE_PAGES[kind_of(kept)],
        "words": words,
        "candidates": candidates_for(user, kept, words),
        "merged": merges_of(kept),
    }
    return render(request, "deals/merge_choose.html", context, status=status_of(request))


def _side_by_side(user: User, kept: Any, gone: Any) -> dict[str, Any]:
    kind = kind_of(kept)
    return {
        "row": kept,
        "other": gone,
        "kind": kind,
        "page": PAGES[kind],
        "merge_page": MERGE_PAGES[kind],
        "pairs": pairs_of(kept, gone),
        "labels": LABELS,
        "deals": [_deals_seen(user, kind, row) for row in (kept, gone)],
        "people": [row.contacts.filter(merged_into=None).count() for row in (kept, gone)]
        if kind == "companies"
        else None,
    }


def _deals_seen(user: User, kind: str, row: Any) -> int:
    """How many deals this person may see go with it."""
    of = {"company": row} if kind == "companies" else {"stakes__contact": row}
    return Deal.objects.visible_to(user).filter(**of).count()
