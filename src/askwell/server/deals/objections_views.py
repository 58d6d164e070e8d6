"""Objections and answers, of one deal and of all: each view loads or answers 404, authorises, acts, answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from askwell.method.loader import load_codebook
from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import objections_actions as actions
from askwell.server.deals import objections_queries as found
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.models import Deal
from askwell.server.deals.objections_forms import AnswerForm, wanted_of
from askwell.server.deals.page_queries import rights_on
from askwell.server.deals.questions_index import CALLS, ask_for_index, calls_to_update


@require_GET
def of_deal(request: HttpRequest, slug: str) -> HttpResponse:
    """Every objection heard in the deal's calls, what to do about it, and how it was met; and the buyer's questions."""
    user = signed_in(request)
    return _of_deal(request, user, queries.deal_for(user, slug))


@require_POST
def note_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Note how the team answers objections of one class and one concern."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if not rights_on(user, deal).change:
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _of_deal(request, user, deal, status=422, form=form)
    data = form.cleaned_data
    actions.note_answer(deal.team, user, data["kind"], data["concern"], data["text"])
    messages.success(request, _("Noted."))
    return redirect("deals:objections", slug=slug)


@require_POST
def remove_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer away."""
    user = signed_in(request)
    answer = found.own_answer_for(user, pk)
    actions.remove_answer(answer)
    back = Deal.objects.visible_to(user).filter(slug=request.POST.get("deal", "")).first()
    return redirect("deals:objections", slug=back.slug) if back else redirect("deals:all_objections")


@require_GET
def of_team(request: HttpRequest) -> HttpResponse:
    """The objections of every deal the reader may see, counted and quoted."""
    user = signed_in(request)
    teams = queries.dealing_teams(user)
    lang, wanted = page_lang(), wanted_of(request.GET)
    waiting = calls_to_update(user)
    if waiting:
        ask_for_index(CALLS)
    counts = found.counts_for(user, wanted, lang)
    page = found.heard_for(user, wanted, lang, request.GET.get("after", ""), counts.total)
    matter = bool(wanted.kind or wanted.concern)
    context = {
        "page": page,
        "counts": counts,
        "months": [(f"{day:%Y-%m}", _month_name(day), number) for day, number in counts.months],
        "wanted": wanted,
        "narrowed": _narrowed(wanted, counts, lang),
        "with_": lambda **changes: _address(request.GET, **changes),
        "waiting": waiting,
        "advice": found.advice_on(wanted.kind, wanted.concern, (), lang) if matter else None,
        "notes_kept": found.own_answers(user, teams, wanted.kind, wanted.concern) if matter else (),
        "standfirst": _advice("m28", lang),
    }
    return render(request, "deals/objections_all.html", context)


def _of_deal(
    request: HttpRequest, user: User, deal: Deal, status: int = 200, form: AnswerForm | None = None
) -> HttpResponse:
    lang = page_lang()
    context = {
        "deal": deal,
        "found": found.objections_of(deal, user, timezone.localdate(), lang),
        "rights": rights_on(user, deal),
        "met": _ways_met(),
        "standfirst": _advice("m28", lang),
        "asking": _advice("m19", lang),
        "colon": "：" if lang == "zh" else ": ",
        "form": form,
        "wrong": (form.data.get("kind", ""), form.data.get("concern", "")) if form else None,
    }
    return render(request, "deals/objections.html", context, status=status)


def _ways_met() -> dict[str, str]:
    return {
        "asked_first": _("Asked about, then answered"),
        "answered": _("Answered, without a question first"),
        "stated": _("Met with words of ours that take up none of it"),
        "unclear": _("Not sure enough to say: the words after it are uncertain"),
        "asked": _("Asked about, and not answered"),
        "pushed": _("Met with a closing attempt"),
        "passed": _("Not answered in that call"),
    }


def _advice(entry: str, lang: str) -> str:
    advice = load_codebook().entry(entry).advice
    return advice.in_lang(lang) if advice else ""


def _month_name(day: Any) -> str:
    return str(date_format(day, "YEAR_MONTH_FORMAT"))


def _narrowed(wanted: found.Wanted, counts: found.Counts, lang: str) -> list[tuple[str, str]]:
    """What the list is narrowed to, as (name of the argument, words)."""
    said = [
        ("kind", found.name_of_kind(wanted.kind, lang)),
        ("concern", found.name_of_concern(wanted.concern, lang)),
        ("month", _month_name(wanted.month) if wanted.month else ""),
        ("seller", next((name for pk, name, _n in counts.sellers if pk == wanted.seller), "")),
    ]
    return [(name, words) for name, words in said if words]


def _address(asked: QueryDict, **changes: object) -> str:
    """This page with other arguments; from its first row on."""
    kept = {name: value for name in ("kind", "concern", "month", "seller") if (value := asked.get(name, ""))}
    kept |= {name: str(value) for name, value in changes.items()}
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in kept.items() if value})
    return reverse("deals:all_objections") + (f"?{query.urlencode()}" if query else "")
