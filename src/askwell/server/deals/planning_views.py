"""The plan of a coming call, and what came of it: each view loads or answers 404, authorises, acts, answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.counsel.plans.fabe import NO_EVIDENCE
from askwell.counsel.plans.held import Reached
from askwell.counsel.plans.ladder import Rung
from askwell.counsel.plans.preparation import TICKED
from askwell.deal.style import ReadStyle, read_style
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.report.pdf import PdfUnavailable
from askwell.report.plan import PlanSheet, plan_markup, plan_pdf, plan_sheet
from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.models import Call
from askwell.server.deals import planning_actions as actions
from askwell.server.deals import planning_queries as found
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.models import CallPlan, Deal
from askwell.server.deals.page_queries import people_for_tasks, rights_on
from askwell.server.deals.planning_files import saved_file
from askwell.server.deals.planning_forms import Names, PlanForm
from askwell.server.deals.views import status_of

FLOW = "flow."
POINTS = ("feature", "function", "evidence")


@dataclass(frozen=True, slots=True)
class Seen:
    """A deal, its plan, and the person who looks at them."""

    user: User
    deal: Deal
    plan: CallPlan
    change: bool


@require_GET
def coming(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan of the coming call; where there is none, the page to make it."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    plan = found.open_plan(deal)
    if plan is not None:
        return redirect("deals:one_plan", slug=slug, pk=plan.pk)
    return _making(request, user, deal, rights_on(user, deal).change)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a plan; the objective can be taken from the advance ladder."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if not rights_on(user, deal).change:
        raise PermissionDenied
    if request.method == "POST":
        form = PlanForm(_people(deal), _names(user, deal), request.POST)
        if form.is_valid():
            plan = actions.make_plan(deal, user, form.facts)
            return redirect("deals:one_plan", slug=slug, pk=plan.pk)
        return _making(request, user, deal, form=form)
    return _making(request, user, deal)


def _making(
    request: HttpRequest, user: User, deal: Deal, change: bool = True, form: PlanForm | None = None
) -> HttpResponse:  # fmt: skip
    rungs = found.ladder_for(deal, user, timezone.localdate())
    context = {
        "deal": deal,
        "change": change,
        "form": form or PlanForm(_people(deal), _names(user, deal), initial=_first(request, rungs)),
        "rungs": rungs,
        "lang": page_lang(),
        "refused": _texts("objective.refused"),
        "plans": found.plans_of(deal),
    }
    return render(request, "deals/plan_new.html", context, status=status_of(request))


@require_GET
def one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A plan: before the call all that belongs to it, afterwards what came of it."""
    seen = _seen(request, slug, pk)
    if seen.plan.held_at is not None:
        return render(request, "deals/plan_held.html", _held_context(seen))
    ground = found.ground_of(seen.deal, seen.user, timezone.localdate())
    people = [person for person in ground.entered.people if person.id in seen.plan.people]
    context = _shared(seen) | {
        "shown": _localised(seen, ground),
        "people": people,
        "styles": {person.id: read_style(person.style_signs) for person in people},
        "no_evidence": NO_EVIDENCE,
        "offers": {offer.name: offer for offer in ground.offers},
        "products": dict(seen.deal.products.values_list("name", "pk")),
        "ticked": frozenset(seen.plan.ticks),
        "book": _row_advice,
        "past": seen.plan.day is not None and seen.plan.day < timezone.localdate(),
        "plans": _others(seen),
    }
    return render(request, "deals/plan.html", context | {"enter": _entered_at(seen, context["products"])})


def _others(seen: Seen) -> list[found.PlanRow]:
    """The other plans of the deal."""
    return [row for row in found.plans_of(seen.deal) if row.pk != seen.plan.pk]


def _entered_at(seen: Seen, products: Mapping[str, int]) -> dict[str, str]:
    """Where what the preparation misses is entered (M08)."""
    slug = seen.deal.slug
    facts = reverse("deals:edit", kwargs={"slug": slug})
    plan = reverse("deals:edit_plan", kwargs={"slug": slug, "pk": seen.plan.pk})
    points = reverse("deals:product", kwargs={"pk": next(iter(products.values()))}) if products else facts
    people = reverse("deals:page", kwargs={"slug": slug}) + "#people"
    return {
        "product.main_offer": facts,
        "product.features": points,
        "product.strengths": points,
        "customer.organisation": people,
        "customer.decision_process": facts,
        "customer.person_to_meet": plan,
        "itinerary.goal": plan,
    }


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Objective, fall-backs, people and days of a plan."""
    seen = _changing(request, slug, pk)
    plan = seen.plan
    names = ("objective", "people", "day", "other_day", "note")
    initial = {name: getattr(plan, name) for name in names} | {"fall_backs": "\n".join(plan.fall_backs)}
    form = PlanForm(_people(seen.deal), _names(seen.user, seen.deal), request.POST or None, initial)
    if form.is_valid():
        actions.change_plan(plan, form.facts)
        messages.success(request, _("Saved."))
        return _back(seen)
    return render(request, "deals/plan_edit.html", _shared(seen) | {"form": form}, status=status_of(request))


@require_GET
def sheet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The plan on one page, to carry on a telephone or to print."""
    seen = _seen(request, slug, pk)
    lang = page_lang()
    return render(request, "deals/plan_sheet.html", _shared(seen) | {"sheet": plan_markup(_sheet(seen), lang)})


@require_GET
def pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same page as PDF."""
    seen = _seen(request, slug, pk)
    try:
        content = plan_pdf(_sheet(seen), page_lang())
    except PdfUnavailable:
        return render(request, "deals/plan_no_pdf.html", {"deal": seen.deal}, status=503)
    return saved_file(content, "application/pdf", f"{seen.deal.name}.pdf")


@require_POST
def tick(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what is ready, or which steps of a visit were taken; only what the form showed is changed."""
    seen = _changing(request, slug, pk)
    known = {*TICKED, *(f"{FLOW}{item.id}" for item in load_codebook().entry("visit.flow").items)}
    shown = known & set(request.POST.getlist("shown"))
    actions.tick_in_plan(seen.plan, shown, request.POST.getlist("tick"))
    return _back(seen, "flow" if any(key.startswith(FLOW) for key in shown) else "preparation")


@require_POST
def meets(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which product of ours meets a need."""
    seen = _changing(request, slug, pk)
    product = _product(request, seen, "", "-")
    meant = {"": None, "-": ""}.get(product, product)
    actions.say_what_meets(seen.plan, _need(request), meant, now=request.POST.get("now", ""))
    return _back(seen, "problems" if request.POST.get("part") == "problems" else "statements")


@require_POST
def points(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say of which points a statement is made."""
    seen = _changing(request, slug, pk)
    told = {kind: request.POST.get(kind, "")[:500] for kind in POINTS}
    actions.choose_points(seen.plan, _need(request), _product(request, seen), told)
    return _back(seen, "statements")


def _product(request: HttpRequest, seen: Seen, *others: str) -> str:
    """The product of the deal that was named, or one of the ``others``."""
    named = request.POST.get("product", "")
    if named not in {*seen.deal.products.values_list("name", flat=True), *others}:
        raise Http404
    return named


@require_POST
def tries(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note a try on the telephone that brought no appointment, or take the last one back."""
    seen = _changing(request, slug, pk)
    method = request.POST.get("method", "")
    if "undo" in request.POST:
        actions.take_back_try(seen.plan)
    elif method in {item.id for item in load_codebook().entry("appointment.methods").items}:
        actions.note_try(seen.plan, method, timezone.localdate())
    else:
        raise Http404
    return _back(seen, "appointment")


@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which call was the planned one, or take that back."""
    seen = _changing(request, slug, pk)
    calls = found.calls_to_hold(seen.deal, seen.user)
    if request.method == "GET":
        return render(request, "deals/plan_call.html", _shared(seen) | {"calls": calls})
    if "undo" in request.POST:
        actions.open_again(seen.plan)
        return _back(seen)
    call = next((call for call in calls if call.slug == request.POST.get("call")), None)
    if call is None:
        raise Http404
    ground = found.ground_of(seen.deal, seen.user, timezone.localdate(), before=call)
    actions.hold_plan(seen.plan, call, found.kept_for(seen.plan, ground, _seller(seen)), timezone.now())
    return _back(seen)


@require_POST
def reached(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Overrule whether the objective was reached."""
    seen = _changing(request, slug, pk)
    chosen = request.POST.get("reached", "")
    if chosen not in {"", *Reached}:
        raise Http404
    actions.overrule_reached(seen.plan, Reached(chosen) if chosen else None)
    return _back(seen)


@require_POST
def delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a plan; calls stay."""
    seen = _changing(request, slug, pk)
    actions.delete_plan(seen.plan)
    messages.success(request, _("The plan is removed."))
    return redirect("deals:plan", slug=slug)


def _seen(request: HttpRequest, slug: str, pk: int) -> Seen:
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    return Seen(user, deal, found.plan_for(deal, pk), rights_on(user, deal).change)


def _changing(request: HttpRequest, slug: str, pk: int) -> Seen:
    """As ``_seen``: 404 for those who may not see the deal, 403 for those who may not change it."""
    seen = _seen(request, slug, pk)
    if not seen.change:
        raise PermissionDenied
    return seen


def _back(seen: Seen, part: str = "") -> HttpResponse:
    address = reverse("deals:one_plan", kwargs={"slug": seen.deal.slug, "pk": seen.plan.pk})
    return redirect(f"{address}#{part}" if part else address)


def _need(request: HttpRequest) -> str:
    key = request.POST.get("need", "")
    if len(key) != len(found.need_key("")) or not key.isalnum():
        raise Http404
    return key


def _shared(seen: Seen) -> dict[str, Any]:
    return {"deal": seen.deal, "plan": seen.plan, "change": seen.change, "lang": page_lang()}


def _people(deal: Deal) -> list[tuple[str, str]]:
    stakes = deal.stakes.select_related("contact")
    return [(stake.contact.slug, _named(stake.contact.name, stake.contact.title)) for stake in stakes]


def _names(user: User, deal: Deal) -> Names:
    theirs = deal.stakes.values_list("contact__name", flat=True)
    return Names(tuple(theirs), tuple(str(person) for person in people_for_tasks(user, deal)))


def _named(name: str, title: str) -> str:
    comma = "，" if page_lang() == "zh" else ", "
    return f"{name}{comma}{title}" if title else name


def _seller(seen: Seen) -> str:
    """Whoever makes the call speaks in the plan: the seller of the deal, else whoever made the plan."""
    return str(seen.deal.owner or seen.plan.author or "")


def _first(request: HttpRequest, rungs: tuple[Rung, ...]) -> dict[str, Any]:
    """What a new plan begins with: the rung chosen or aimed at, and the two below it as fall-backs."""
    lang = page_lang()
    chosen = request.GET.get("rung", "")
    aimed = next((n for n, rung in enumerate(rungs) if rung.id == chosen), None)
    at = aimed if aimed is not None else next((n for n, rung in enumerate(rungs) if rung.aim), 0)
    below = [rung.text.in_lang(lang) for rung in rungs[at + 1 : at + 3]]
    return {"objective": rungs[at].text.in_lang(lang), "fall_backs": "\n".join(below)}


def _localised(seen: Seen, ground: found.Ground) -> Any:
    told = found.planned(seen.plan, ground, _seller(seen))
    return found.localised(told, page_lang(), ground.calls)


def _sheet(seen: Seen) -> PlanSheet:
    ground = found.ground_of(seen.deal, seen.user, timezone.localdate())
    plan, met = seen.plan, [one for one in ground.entered.people if one.id in seen.plan.people]
    return plan_sheet(
        _localised(seen, ground),
        title=seen.deal.name,
        facts=[
            date_format(plan.day, "DATE_FORMAT") if plan.day else "",
            *(_named(one.name, one.title or "") for one in met),
        ],
        objective=plan.objective,
        fall_backs=plan.fall_backs,
        styles=[line for one in met for line in _style_line(one.name, read_style(one.style_signs))],
        note=plan.note,
    )


def _style_line(name: str, read: ReadStyle) -> Iterator[tuple[str, str, str]]:
    """Who, of which style by how many signs, and how to talk with such a one."""
    if style := read.style:
        signs = ngettext("%(n)s sign", "%(n)s signs", read.signs) % {"n": read.signs}
        told = _("%(style)s (a guess from %(signs)s)") % {"style": style.name.in_lang(page_lang()), "signs": signs}
        yield name, told, style.advice.in_lang(page_lang()) if style.advice else ""


def _held_context(seen: Seen) -> dict[str, Any]:
    """What came of the plan; nothing of the call for whoever may not read it."""
    call = Call.objects.worded_to(seen.user).filter(plans=seen.plan).first()
    result = found.held_of(seen.plan, call) if call else None
    reached = seen.plan.reached or (result.reached.value if result else "")
    flow = load_codebook().entry("visit.flow")
    return _shared(seen) | {
        "plans": _others(seen),
        "call": call,
        "held": found.held_shown(result, call, page_lang()) if result and call else None,
        "reached": reached,
        "verdicts": _verdicts(),
        "flow": [(f"{FLOW}{item.id}", item.text.in_lang(page_lang())) for item in flow.items],
        "flow_advice": _row_advice("m12"),
        "ticked": frozenset(seen.plan.ticks),
    }


def _verdicts() -> dict[str, str]:
    return {
        Reached.REACHED.value: _("Objective reached"),
        Reached.FALL_BACK.value: _("Fall-back reached"),
        Reached.OTHER.value: _("Another advance than planned"),
        Reached.NOT.value: _("Objective not reached"),
    }


def _row_advice(entry_id: str) -> str:
    entry = load_codebook().entry(entry_id)
    text: Bilingual = entry.advice or entry.definition
    return text.in_lang(page_lang())


def _texts(entry_id: str) -> list[str]:
    return [item.text.in_lang(page_lang()) for item in load_codebook().entry(entry_id).items]
