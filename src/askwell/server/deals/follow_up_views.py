"""After the order: each view loads or answers 404, authorises, acts, answers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.forms import PastDayField
from askwell.server.deals import follow_up_actions as actions
from askwell.server.deals import follow_up_queries as found
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.models import Deal
from askwell.server.deals.page_queries import rights_on
from askwell.server.deals.standing_said import NONE, OPEN, SETTLED

ANSWERS = (SETTLED, OPEN, NONE)


class ComplaintForm(forms.Form):
    """A complaint heard outside recorded calls."""

    text = forms.CharField(label=gettext_lazy("In their words"), max_length=1000, widget=forms.Textarea({"rows": 2}))
    day = PastDayField(label=gettext_lazy("Heard on"))


@require_GET
def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """The four signs in calls after the order, complaints, and what seeds a next deal."""
    user = signed_in(request)
    return _page(request, user, queries.deal_for(user, slug))


@require_POST
def add_complaint(request: HttpRequest, slug: str) -> HttpResponse:
    """Note a complaint that no recorded call holds."""
    user, deal = _changing(request, slug)
    form = ComplaintForm(request.POST)
    if not form.is_valid():
        return _page(request, user, deal, status=422, form=form)
    actions.note_complaint(deal, user, form.cleaned_data["text"], form.cleaned_data["day"])
    messages.success(request, _("Noted."))
    return redirect("deals:follow_up", slug=slug)


@require_POST
def complaint(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a complaint is settled, open again, or none; settled is what the customer says is settled."""
    user, deal = _changing(request, slug)
    key, state = request.POST.get("key", ""), request.POST.get("is", "")
    anchor, noted = found.complaint_place(deal, user, timezone.localdate(), key)
    if state not in ANSWERS or (anchor is None and noted is None):
        raise Http404
    how = request.POST.get("how", "").strip()[:500]
    if state == SETTLED and not how:
        return _page(request, user, deal, status=422, unsaid=key)
    actions.decide_complaint(deal, user, state, how=how, anchor=anchor, noted=noted)
    return redirect("deals:follow_up", slug=slug)


@require_POST
def next_deal(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next deal with the same company from what the customer raised."""
    user, deal = _changing(request, slug)
    seeds = found.followed_up(deal, user, timezone.localdate(), page_lang()).seeds
    if not seeds:
        return redirect("deals:follow_up", slug=slug)
    of = deal.company.name if deal.company else deal.name
    heading = _("Raised after “%(deal)s”:") % {"deal": deal.name}
    made = actions.make_next_deal(deal, user, seeds, _("Next need of %(company)s") % {"company": of}, heading)
    messages.success(request, _("The next deal has begun, from what they said and with the people you know."))
    seen = Deal.objects.visible_to(user).filter(pk=made.pk).exists()
    return redirect("deals:page" if seen else "deals:follow_up", slug=made.slug if seen else slug)


def _page(
    request: HttpRequest,
    user: User,
    deal: Deal,
    status: int = 200,
    form: ComplaintForm | None = None,
    unsaid: str = "",
) -> HttpResponse:
    lang, today = page_lang(), timezone.localdate()
    book = load_codebook()
    moves = book.entry("follow_up.counter_moves")
    context: dict[str, Any] = {
        "deal": deal,
        "found": found.followed_up(deal, user, today, lang),
        "change": rights_on(user, deal).change,
        "form": form or ComplaintForm(initial={"day": today}),
        "unsaid": unsaid,
        "standfirst": advice.in_lang(lang) if (advice := book.entry("m40").advice) else "",
        "moves": [item.text.in_lang(lang) for item in moves.items],
        "moves_advice": moves.advice.in_lang(lang) if moves.advice else "",
    }
    return render(request, "deals/follow_up.html", context, status=status)


def _changing(request: HttpRequest, slug: str) -> tuple[User, Deal]:
    """The person and the deal: 404 for those who may not see it, 403 for those who may not change it."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if not rights_on(user, deal).change:
        raise PermissionDenied
    return user, deal
