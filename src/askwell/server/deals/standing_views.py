"""Where a deal stands, and the petals of its flower: each view loads or answers 404, authorises, acts, answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from askwell.deal.terms import Leaning, ProofAnswer, Role, entry_of
from askwell.method.loader import load_codebook
from askwell.method.terms import Doubt, SaleSize
from askwell.report.chance import chance_svg
from askwell.report.flower import flower_svg
from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.models import Call
from askwell.server.deals import page_queries as found
from askwell.server.deals import queries
from askwell.server.deals.entered import Entered
from askwell.server.deals.models import Contact, Deal
from askwell.server.deals.reckoning import reckoned
from askwell.server.deals.sellers_place import places_in_deal
from askwell.server.deals.standing import Page, page_for, standing_of
from askwell.server.deals.standing_actions import match_speaker, put_on_petal, settle_proposal, unmatch_speaker
from askwell.server.deals.standing_needs import OWN, entries_of, lines_of, words_at
from askwell.server.deals.standing_said import DOUBT, NEED, PROOF, say_of_doubt, say_of_need, say_of_proof, take_back
from askwell.server.deals.terms import STAGE_CHOICES

MAX_NOTE = 300


def standing_context(user: User, deal: Deal, entered: Entered) -> dict[str, Any]:
    """What ``deals/page_standing.html`` shows."""
    lang = language()
    return {
        "standing": standing_of(deal, user, timezone.localdate(), lang, entered),
        "lang": lang,
        "comma": "、" if lang == "zh" else ", ",
        "colon": "：" if lang == "zh" else ": ",
        "flower_svg": flower_svg,
        "chance_svg": chance_svg,
        "noted": entered.noted,
        "places": places_in_deal(entered.stakes, entered.owner_points, lang),
        "entered_stage": dict(STAGE_CHOICES)[deal.stage] if deal.stage != "unknown" else "",
        "sizes": {
            SaleSize.MAJOR.value: _("Major sale"),
            SaleSize.SMALL.value: _("Small sale"),
            SaleSize.UNKNOWN.value: _("Not known"),
        },
        "proof_choices": [(entry.id, entry.name.in_lang(lang)) for entry in load_codebook().of_kind("proof")],
        "doubt_choices": [(doubt.value, load_codebook().name_of(doubt, lang)) for doubt in Doubt],
        "leanings": {
            Leaning.BUY.value: _("To buying"),
            Leaning.WAIT.value: _("To waiting"),
            Leaning.UNKNOWN.value: _("Not known"),
        },
    }


def language() -> str:
    """``en`` or ``zh``, as the page is."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


@require_http_methods(["GET", "POST"])
def petal(request: HttpRequest, slug: str, role: str) -> HttpResponse:
    """Who holds one role of the flower: put somebody of the deal on the petal, or take them off."""
    _user, deal = _changing(request, slug)
    if role not in tuple(Role):
        raise Http404
    if request.method == "POST":
        held = found.stake_of(deal, _number(request.POST.get("stake", "")))
        put_on_petal(held, role, there=request.POST.get("there") == "yes")
        return redirect(f"{reverse('deals:page', args=[slug])}#flower")
    entry = entry_of(Role(role))
    lang = language()
    context = {
        "deal": deal,
        "role": role,
        "name": entry.name.in_lang(lang),
        "definition": entry.definition.in_lang(lang),
        "advice": entry.advice.in_lang(lang) if entry.advice else "",
        "stakes": found.stakes_on(deal),
    }
    return render(request, "deals/petal.html", context)


@require_POST
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept or refuse one proposal of the calls."""
    user, deal = _changing(request, slug)
    wanted = tuple(request.POST.get(name, "") for name in ("kind", "person", "value"))
    proposals = reckoned(deal, timezone.localdate()).proposals
    one = next((p for p in proposals if (p["kind"], p["person"], str(p["value"])) == wanted), None)
    if one is None:
        raise Http404
    settle_proposal(deal, user, one, accepted=request.POST.get("accepted") == "yes")
    return redirect(f"{reverse('deals:page', args=[slug])}#flower")


@require_POST
def say_doubt(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a doubt, or say of one that it is answered, open again, or entered by mistake."""
    user, deal = _changing(request, slug)
    doubt, note = request.POST.get("doubt", ""), request.POST.get("note", "").strip()[:MAX_NOTE]
    if doubt not in tuple(Doubt):
        raise Http404
    if "withdrawn" in request.POST:
        take_back(deal, user, DOUBT, doubt)
    else:
        say_of_doubt(deal, user, Doubt(doubt), answered=request.POST.get("answered") == "yes", note=note)
    return redirect(f"{reverse('deals:page', args=[slug])}#doubts")


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """Which words tell which need: join needs that are one, part one that is two, or take that back."""
    user, deal = _changing(request, slug)
    page = page_for(deal, user, timezone.localdate(), language())
    if request.method == "POST":
        _say_which_need(page, user, request.POST)
        messages.success(request, _("Saved."))
        return redirect("deals:needs", slug=slug)
    context = {"deal": deal, "needs": lines_of(page), "entries": entries_of(page), "lang": page.lang}
    return render(request, "deals/needs.html", context)


def _say_which_need(page: Page, user: User, said: QueryDict) -> None:
    if taken := said.get("withdrawn"):
        if taken not in {entry.place for entry in entries_of(page)}:
            raise Http404
        take_back(page.deal, user, NEED, taken)
        return
    words, chosen = words_at(page, said.get("words", "")), said.get("same_as", "")
    other = words_at(page, chosen)
    if words is not None and chosen == OWN:
        say_of_need(page.deal, user, words, None)
    elif words is not None and other is not None and words != other:
        say_of_need(page.deal, user, words, other)
    else:
        raise Http404


@require_POST
def say_proof(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter what the customer answered to a proof, or did not, or say that it was entered by mistake."""
    user, deal = _changing(request, slug)
    proof, note = request.POST.get("proof", ""), request.POST.get("note", "").strip()[:MAX_NOTE]
    if proof not in {entry.id for entry in load_codebook().of_kind("proof")}:
        raise Http404
    if "withdrawn" in request.POST:
        take_back(deal, user, PROOF, proof)
    else:
        if request.POST.get("answer") not in tuple(ProofAnswer):
            raise Http404
        say_of_proof(deal, user, proof, ProofAnswer(request.POST["answer"]), note)
    return redirect(f"{reverse('deals:page', args=[slug])}#proofs")


@require_POST
def match(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who somebody heard in a call is: a contact of the team, or a new one."""
    user, deal = _changing(request, slug)
    heard = reckoned(deal, timezone.localdate()).unmatched
    wanted = (request.POST.get("call", ""), request.POST.get("participant", ""))
    one = next((p for p in heard if (p["call"], p["participant"]) == wanted), None)
    call = Call.objects.worded_to(user).filter(slug=wanted[0], deal_call__deal=deal).first()
    if one is None or call is None:
        raise Http404
    chosen = request.POST.get("contact", "")
    contact = Contact.objects.visible_to(user).filter(team=deal.team, slug=chosen).first() if chosen else None
    match_speaker(deal, call, one["participant"], one["name"], contact)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('deals:page', args=[slug])}#flower")


@require_POST
def unmatch(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it was not this contact who spoke in a call."""
    user, deal = _changing(request, slug)
    call = Call.objects.worded_to(user).filter(slug=request.POST.get("call", ""), deal_call__deal=deal).first()
    contact = (
        Contact.objects.filter(slug=request.POST.get("contact", ""), spoken_in__call=call).first() if call else None
    )
    if call is None or contact is None:
        raise Http404
    unmatch_speaker(deal, user, call, contact)
    return redirect(f"{reverse('deals:page', args=[slug])}#flower")


def _changing(request: HttpRequest, slug: str) -> tuple[User, Deal]:
    """The person and the deal: 404 for those who may not see it, 403 for those who may not change it."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if not found.rights_on(user, deal).change:
        raise PermissionDenied
    return user, deal


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)
