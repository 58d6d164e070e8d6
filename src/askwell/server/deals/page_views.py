"""The page of one deal, and what is done on it. Each view loads or answers 404, authorises, acts, answers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.deal.style import read_style
from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.models import Call
from askwell.server.calls.originals import read_original
from askwell.server.calls.upload_limit import refused_names
from askwell.server.calls.views import term_names
from askwell.server.deals import actions, queries
from askwell.server.deals import page_queries as found
from askwell.server.deals.customers_actions import add_contact, company_meant
from askwell.server.deals.customers_forms import NewContactForm
from askwell.server.deals.entered import Entered
from askwell.server.deals.forms import (
    ATTITUDES,
    FACTS_OF_SIZE,
    STANDING,
    ActivityForm,
    DealForm,
    StakeForm,
    TaskForm,
    doubts_about_part,
    page_lang,
)
from askwell.server.deals.models import Activity, Contact, Deal
from askwell.server.deals.nearness import levels_of
from askwell.server.deals.rival_ways import ways_by_id
from askwell.server.deals.standing_views import standing_context
from askwell.server.deals.terms import (
    COMMITMENT_CHOICES,
    NEARNESS_CHOICES,
    POSITION_CHOICES,
    RELATION_CHOICES,
    ROLE_CHOICES,
)
from askwell.server.deals.views import shared, status_of


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One deal: what was entered of it, its people, what is to be done and what happened."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    return _page(request, user, deal)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything people enter about a deal."""
    user, deal, rights = _changing(request, slug)
    form = DealForm(deal, found.owners_for(user, deal), request.POST or None)
    if form.is_valid():
        company = company_meant(form, deal.team)
        data = form.cleaned_data
        facts = {**form.facts, "company": company}
        today = timezone.localdate()
        actions.change_deal(deal, facts, today=today, products=data["products"], rivals=data["rivals"])
        messages.success(request, _("Saved."))
        return redirect(_after_saving(user, deal))
    context = {"deal": deal, "form": form, "rights": rights, "size_facts": FACTS_OF_SIZE, "standing": STANDING}
    return render(request, "deals/edit.html", context, status=status_of(request))


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete a deal, after a page that says what goes with it."""
    _user, deal, rights = _changing(request, slug)
    if not rights.delete:
        raise PermissionDenied
    if request.method == "POST":
        actions.delete_deal(deal)
        messages.success(request, _("The deal is deleted. Its calls, contacts and company stay."))
        return redirect("deals:list")
    return render(request, "deals/delete.html", {"deal": deal, "goes": found.what_goes_with(deal)})


@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Put somebody on the deal: a contact who is there, or a new one, after a look at who is like them."""
    _user, deal, _rights = _changing(request, slug)
    company = deal.company.name if deal.company else ""
    form = NewContactForm([deal.team], request.POST or None, initial={"company": company})
    contact = _contact_of(request, deal, form)
    if contact:
        stake = actions.add_stake(deal, contact)
        return redirect("deals:stake", slug=slug, pk=stake.pk)
    words = request.GET.get("words", "").strip()[:200]
    context = {"deal": deal, "form": form, "words": words, "contacts": found.contacts_to_add(deal, words)}
    return render(request, "deals/person_add.html", context, status=status_of(request))


@require_http_methods(["GET", "POST"])
def stake(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a person is in this deal."""
    _user, deal, _rights = _changing(request, slug)
    held = found.stake_of(deal, pk)
    names = ("attitude", "influence", "relation", "shown_by", "last_contact")
    initial: dict[str, Any] = {name: getattr(held, name) for name in names}
    initial["roles"] = list(held.roles.values_list("role", flat=True))
    form = StakeForm(request.POST or None, initial=initial)
    if form.is_valid():
        roles, facts = form.cleaned_data["roles"], form.facts
        actions.change_stake(held, facts, roles)
        messages.success(request, _("Saved."))
        if doubts_about_part(roles, facts):
            return redirect("deals:stake", slug=slug, pk=pk)
        return redirect(_address(deal, "people"))
    doubts = doubts_about_part(initial["roles"], initial)
    context = {"deal": deal, "stake": held, "contact": held.contact, "form": form, "doubts": doubts}
    context |= {"levels": levels_of(held.relation, page_lang()), "lang": page_lang()}
    return render(request, "deals/stake.html", context, status=status_of(request))


@require_POST
def remove_stake(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody off the deal."""
    _user, deal, _rights = _changing(request, slug)
    actions.remove_stake(found.stake_of(deal, pk))
    return redirect(_address(deal, "people"))


@require_POST
def add_task(request: HttpRequest, slug: str) -> HttpResponse:
    """Put something to be done on the deal."""
    user, deal, _rights = _changing(request, slug)
    form = _task_form(user, deal, request.POST)
    if not form.is_valid():
        return _page(request, user, deal, status=422, task_form=form)
    actions.add_task(deal, form.cleaned_data["text"], form.cleaned_data["due"], form.person)
    return redirect(_address(deal, "tasks"))


@require_http_methods(["GET", "POST"])
def change_task(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a task differently, give it another day, or remove it."""
    user, deal, _rights = _changing(request, slug)
    task = queries.task_for(user, pk)
    if task.deal_id != deal.pk:
        raise Http404
    people = found.people_for_tasks(user, deal)
    if task.owner and task.owner not in people:
        people.append(task.owner)
    known = {"text": task.text, "due": task.due, "owner": task.owner_id}
    form = TaskForm(people, request.POST or None, initial=known)
    if "remove" in request.POST:
        actions.remove_task(task)
        return redirect(_address(deal, "tasks"))
    if form.is_valid():
        actions.change_task(task, form.cleaned_data["text"], form.cleaned_data["due"], form.person)
        return redirect(_address(deal, "tasks"))
    return render(request, "deals/task.html", {"deal": deal, "task": task, "form": form}, status=status_of(request))


@require_POST
def add_activity(request: HttpRequest, slug: str) -> HttpResponse:
    """Note what happened besides calls that were recorded."""
    user, deal, _rights = _changing(request, slug)
    form = _activity_form(found.stakes_on(deal), request.POST)
    if not form.is_valid():
        return _page(request, user, deal, status=422, activity_form=form)
    actions.add_activity(deal, user, form.facts, form.cleaned_data["contacts"])
    return redirect(_address(deal, "activities"))


@require_POST
def remove_activity(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what was noted."""
    _user, deal, _rights = _changing(request, slug)
    actions.remove_activity(found.activity_of(deal, pk))
    return redirect(_address(deal, "activities"))


@require_POST
def attach(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep files with the deal."""
    user, deal, _rights = _changing(request, slug)
    files = request.FILES.getlist("files")
    for name in refused_names(request):
        messages.error(request, _("“%(name)s” was not kept: it is too large or one too many.") % {"name": name})
    for file in files:
        actions.attach_file(deal, user, file.name or "", file.read())
    if not files and not refused_names(request):
        messages.error(request, _("Choose a file first."))
    return redirect(_address(deal, "files"))


@require_GET
def attachment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file of the deal, to be saved, never shown."""
    deal = queries.deal_for(signed_in(request), slug)
    kept = found.file_of(deal, pk)
    response = HttpResponse(read_original(kept.original), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove_attachment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a file of the deal for good."""
    _user, deal, _rights = _changing(request, slug)
    actions.delete_attachment(found.file_of(deal, pk))
    return redirect(_address(deal, "files"))


@require_http_methods(["GET", "POST"])
def link_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which calls belong to the deal."""
    user, deal, _rights = _changing(request, slug)
    if request.method == "POST":
        call = (
            Call.objects.visible_to(user).filter(team=deal.team, deal_call=None, slug=request.POST.get("call")).first()
        )
        if call is None:
            raise Http404
        actions.link_call(deal, call)
        return redirect(_address(deal, "calls"))
    words = request.GET.get("words", "").strip()[:200]
    calls = found.calls_to_link(user, deal, words)
    return render(
        request, "deals/call_link.html", {"deal": deal, "words": words, "calls": calls, "names": term_names()}
    )


@require_POST
def unlink_call(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Say that a call belongs to another deal, or to none."""
    user, deal, _rights = _changing(request, slug)
    linked = Call.objects.visible_to(user).filter(deal_call__deal=deal, slug=call).first()
    if linked is None:
        raise Http404
    actions.unlink_call(deal, linked)
    return redirect(_address(deal, "calls"))


def page_context(user: User, deal: Deal, entered: Entered) -> dict[str, Any]:
    """What the parts of a deal's page show."""
    shown = found.page_of(user, deal, entered)
    return {
        "deal": deal,
        "page": shown,
        "rights": found.rights_on(user, deal),
        "roles": dict(ROLE_CHOICES),
        "relations": dict(RELATION_CHOICES),
        "read_style": read_style,
        "attitudes": dict(ATTITUDES),
        "commitments": dict(COMMITMENT_CHOICES),
        "positions": dict(POSITION_CHOICES),
        "nearness": dict(NEARNESS_CHOICES),
        "kinds": dict(Activity.Kind.choices),
        "names": term_names(),
        "ways": ways_by_id(page_lang()),
        "today": timezone.localdate(),
        "most_bytes": settings.ASKWELL.limits.file_bytes,
        "task_form": _task_form(user, deal),
        "activity_form": _activity_form(shown.stakes),
    }


def _page(request: HttpRequest, user: User, deal: Deal, status: int = 200, **forms: Any) -> HttpResponse:
    entered = Entered(deal, user)
    context = shared() | page_context(user, deal, entered) | standing_context(user, deal, entered) | forms
    return render(request, "deals/page.html", context, status=status)


def _changing(request: HttpRequest, slug: str) -> tuple[User, Deal, found.Rights]:
    """The person, the deal and their rights: 404 for those who may not see it, 403 for those who may not act."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    rights = found.rights_on(user, deal)
    if not rights.change:
        raise PermissionDenied
    return user, deal, rights


def _contact_of(request: HttpRequest, deal: Deal, form: NewContactForm) -> Contact | None:
    """The contact that was chosen, or made now."""
    chosen = request.POST.get("contact") or request.POST.get("choice", "")
    if chosen:
        known: Contact | None = Contact.objects.filter(team=deal.team, merged_into=None, slug=chosen).first()
        if known:
            return known
    if not form.is_valid():
        return None
    company = company_meant(form, deal.team)
    return add_contact(deal.team, company=company, **form.facts)


def _task_form(user: User, deal: Deal, data: Any = None) -> TaskForm:
    people = found.people_for_tasks(user, deal)
    return TaskForm(people, data, initial={"owner": people[0].pk})


def _activity_form(stakes: tuple[found.StakeRow, ...], data: Any = None) -> ActivityForm:
    people = [(stake.contact.pk, stake.contact.name) for stake in stakes]
    return ActivityForm(people, data, initial={"day": timezone.localdate(), "kind": Activity.Kind.MEETING})


def _after_saving(user: User, deal: Deal) -> str:
    """The deal's page; the list for whoever has just given it away."""
    seen = Deal.objects.visible_to(user).filter(pk=deal.pk).exists()
    return _address(deal) if seen else reverse("deals:list")


def _address(deal: Deal, part: str = "") -> str:
    return reverse("deals:page", kwargs={"slug": deal.slug}) + (f"#{part}" if part else "")
