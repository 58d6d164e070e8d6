"""Products and rivals: load or 404, authorise, act, answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.counsel.plans.problems import revealing_questions
from askwell.counsel.plans.shapes import lang_of
from askwell.counsel.plans.wording import advice_of
from askwell.method.loader import load_codebook
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import customers_actions as actions
from askwell.server.deals import customers_queries as queries
from askwell.server.deals.customers_forms import ProductForm, RivalFactForm, RivalForm
from askwell.server.deals.forms import page_lang
from askwell.server.deals.models import Deal
from askwell.server.deals.objections_rivals import deals_against, fresh_since, said_of
from askwell.server.deals.queries import dealing_teams
from askwell.server.deals.rival_ways import ways_by_id
from askwell.server.deals.terms import POSITION_CHOICES
from askwell.server.deals.views import standing_of, status_of, teams_to_add_to


@require_GET
def products(request: HttpRequest) -> HttpResponse:
    """The catalogue: what the team sells, and what can be said of it."""
    user = signed_in(request)
    context = {"products": queries.products_for(user)}
    return render(request, "deals/products.html", context | standing_of(user))


@require_http_methods(["GET", "POST"])
def add_product(request: HttpRequest) -> HttpResponse:
    """Put a product into the catalogue."""
    form = ProductForm(teams_to_add_to(signed_in(request)), None, request.POST or None)
    if form.is_valid() and form.team_meant:
        data = form.cleaned_data
        made = actions.add_product(form.team_meant, data["name"], data["note"], form.points)
        messages.success(request, _("Saved. These questions bring out the problems it solves."))
        return redirect("deals:product", pk=made.pk)
    context = {"form": form, "product": None, "revealing": ()} | _new_product()
    return render(request, "deals/product.html", context, status=status_of(request))


def _new_product() -> dict[str, Any]:
    """How a product is brought to customers: from the problems it solves, not from what it has (M25)."""
    book, lang = load_codebook(), page_lang()
    steps = [item.text.in_lang(lang) for item in book.entry("new_product.cure").items]
    return {"advice": advice_of("m25").in_lang(lang), "steps": steps}


def _revealing(problems: list[str]) -> list[tuple[str, str, list[str]]]:
    """Each problem with its language and the questions that bring it out, in that language: they are said aloud."""
    langs = [lang_of(problem) for problem in problems]
    return [
        (problem, lang, [question.text.in_lang(lang) for question in revealing_questions(problem, nth)])
        for nth, (problem, lang) in enumerate(zip(problems, langs, strict=True))
    ]


@require_http_methods(["GET", "POST"])
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """A product: features, functions, problems it solves, evidence."""
    shown = queries.product_for(signed_in(request), pk)
    held = queries.points_of(shown)
    points = {kind: "\n".join(texts) for kind, texts in held.items()}
    initial = {"name": shown.name, "note": shown.note, **points}
    form = ProductForm([shown.team], shown, request.POST or None, initial=initial)
    if form.is_valid():
        actions.change_product(shown, form.cleaned_data["name"], form.cleaned_data["note"], form.points)
        messages.success(request, _("Saved."))
        return redirect("deals:products")
    context = {"form": form, "product": shown, "revealing": _revealing(list(held.get("solves", ())))} | _new_product()
    return render(request, "deals/product.html", context, status=status_of(request))


@require_POST
def delete_product(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a product out of the catalogue."""
    shown = queries.product_for(signed_in(request), pk)
    actions.delete_product(shown)
    messages.success(request, _("“%(name)s” is out of the catalogue.") % {"name": shown.name})
    return redirect("deals:products")


@require_http_methods(["GET", "POST"])
def rivals(request: HttpRequest) -> HttpResponse:
    """The rivals the team meets; a new one is named here."""
    user = signed_in(request)
    teams = teams_to_add_to(user) if request.method == "POST" else dealing_teams(user)
    form = RivalForm(teams, None, request.POST or None) if teams else None
    if form and form.is_valid() and form.team_meant:
        made = actions.add_rival(form.team_meant, form.cleaned_data["name"])
        return redirect("deals:rival", pk=made.pk)
    context = {"rivals": queries.rivals_for(user), "form": form}
    return render(request, "deals/rivals.html", context | standing_of(user), status=status_of(request))


@require_http_methods(["GET", "POST"])
def rival(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a rival, dated and with its source; what was got by deceit is refused."""
    user = signed_in(request)
    shown = queries.rival_for(user, pk)
    deals = queries.deals_with(user, shown)
    form = RivalFactForm(deals, request.POST or None, initial={"deal": request.GET.get("deal", "")})
    if form.is_valid():
        slug = form.cleaned_data["deal"]
        deal = Deal.objects.visible_to(user).filter(slug=slug, team=shown.team).first() if slug else None
        actions.add_rival_fact(shown, user, deal, form.facts)
        messages.success(request, _("Noted."))
        return redirect("deals:rival", pk=pk)
    context = {
        "rival": shown,
        "facts": queries.facts_of(user, [shown]).get(shown.pk, []),
        "deals": deals_against(user, shown),
        "said": said_of(user, shown),
        "positions": dict(POSITION_CHOICES),
        "states": dict(Deal.State.choices),
        "fresh_since": fresh_since(timezone.localdate()),
        "form": form,
        "ways": ways_by_id(page_lang()),
    }
    return render(request, "deals/rival.html", context, status=status_of(request))


@require_http_methods(["GET", "POST"])
def edit_rival(request: HttpRequest, pk: int) -> HttpResponse:
    """What a rival is called; or take them off the list."""
    shown = queries.rival_for(signed_in(request), pk)
    if "remove" in request.POST:
        actions.delete_rival(shown)
        messages.success(request, _("“%(name)s” is removed, with what was noted.") % {"name": shown.name})
        return redirect("deals:rivals")
    form = RivalForm([shown.team], shown, request.POST or None, initial={"name": shown.name})
    if form.is_valid():
        actions.rename_rival(shown, form.cleaned_data["name"])
        return redirect("deals:rival", pk=pk)
    return render(request, "deals/rival_edit.html", {"rival": shown, "form": form}, status=status_of(request))


@require_POST
def remove_fact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was noted of a rival."""
    fact = queries.fact_for(signed_in(request), pk)
    actions.remove_rival_fact(fact)
    return redirect("deals:rival", pk=fact.rival_id)
