"""Companies and contacts: load or 404, authorise, act, answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import customers_actions as actions
from askwell.server.deals import customers_queries as queries
from askwell.server.deals.customers_forms import (
    COMPANY_FIELDS,
    CompanyForm,
    ContactForm,
    NewCompanyForm,
    NewContactForm,
)
from askwell.server.deals.forms import ANOTHER
from askwell.server.deals.models import Deal
from askwell.server.deals.queries import rows_of, views_of
from askwell.server.deals.style_views import style_context
from askwell.server.deals.terms import ROLE_CHOICES
from askwell.server.deals.views import query_of, shared, standing_of, status_of, teams_to_add_to


@require_GET
def companies(request: HttpRequest) -> HttpResponse:
    """The customers of this person's teams."""
    user = signed_in(request)
    words = _asked(request, "words")
    context = {
        "page": queries.companies_for(user, words, request.GET.get("after", "")),
        "words": words,
        "query": query_of(request.GET, ("words",)),
        "views": views_of(user, "companies"),
    }
    return render(request, "deals/companies.html", context | standing_of(user))


@require_http_methods(["GET", "POST"])
def add_company(request: HttpRequest) -> HttpResponse:
    """Make a company, after a look at those like it."""
    user = signed_in(request)
    form = NewCompanyForm(teams_to_add_to(user), request.POST or None)
    choice = request.POST.get("choice", "")
    if choice and choice != ANOTHER:
        return redirect("deals:company", slug=queries.company_for(user, choice).slug)
    if form.is_valid() and form.team_meant:
        company = actions.add_company(form.team_meant, **{name: form.cleaned_data[name] for name in COMPANY_FIELDS})
        return redirect("deals:company", slug=company.slug)
    return render(request, "deals/company_add.html", {"form": form}, status=status_of(request))


@require_GET
def company(request: HttpRequest, slug: str) -> HttpResponse:
    """A company: its facts, the people there, the deals with it."""
    user = signed_in(request)
    shown = queries.company_for(user, slug)
    deals = Deal.objects.visible_to(user).filter(company=shown).select_related("owner", "company")[:50]
    context = {"company": shown, "contacts": queries.contacts_of(shown), "deals": rows_of(list(deals))}
    return render(request, "deals/company.html", context | shared())


@require_http_methods(["GET", "POST"])
def edit_company(request: HttpRequest, slug: str) -> HttpResponse:
    """The facts of a company."""
    shown = queries.company_for(signed_in(request), slug)
    form = CompanyForm(request.POST or None, instance=shown)
    if form.is_valid():
        actions.change_company(shown, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("deals:company", slug=slug)
    context = {"company": queries.company_for(signed_in(request), slug), "form": form}
    return render(request, "deals/company_edit.html", context, status=status_of(request))


@require_GET
def company_names(request: HttpRequest) -> HttpResponse:
    """Names to choose from while one is typed."""
    names = queries.company_names(signed_in(request), _asked(request, "company"))
    return render(request, "deals/_company_names.html", {"names": names})


@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """The people at customers of this person's teams."""
    user = signed_in(request)
    words, at = _asked(request, "words"), _asked(request, "company")
    context = {
        "page": queries.contacts_for(user, words, at, request.GET.get("after", "")),
        "words": words,
        "at": at,
        "query": query_of(request.GET, ("words", "company")),
        "views": views_of(user, "contacts"),
    }
    return render(request, "deals/contacts.html", context | standing_of(user))


@require_http_methods(["GET", "POST"])
def add_contact(request: HttpRequest) -> HttpResponse:
    """Make a contact, after a look at those like it."""
    user = signed_in(request)
    teams = teams_to_add_to(user)
    at = _asked(request, "company")
    form = NewContactForm(teams, request.POST or None, initial={"company": at})
    choice = request.POST.get("choice", "")
    if choice and choice != ANOTHER:
        return redirect("deals:contact", slug=queries.contact_for(user, choice).slug)
    if form.is_valid() and form.team_meant:
        where = actions.company_meant(form, form.team_meant)
        made = actions.add_contact(form.team_meant, company=where, **form.facts)
        return redirect("deals:contact", slug=made.slug)
    return render(request, "deals/contact_add.html", {"form": form}, status=status_of(request))


@require_GET
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """A person: their facts and their part in deals."""
    user = signed_in(request)
    shown = queries.contact_for(user, slug)
    context = {"contact": shown, "stakes": queries.stakes_of(user, shown), "roles": dict(ROLE_CHOICES)}
    return render(request, "deals/contact.html", context | style_context(shown) | shared())


@require_http_methods(["GET", "POST"])
def edit_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """The facts of a person."""
    shown = queries.contact_for(signed_in(request), slug)
    initial = {"company": shown.company.name if shown.company else ""}
    form = ContactForm(request.POST or None, instance=shown, initial=initial)
    if form.is_valid():
        where = actions.company_meant(form, shown.team)
        actions.change_contact(shown, {**form.facts, "company": where})
        messages.success(request, _("Saved."))
        return redirect("deals:contact", slug=slug)
    context = {"contact": queries.contact_for(signed_in(request), slug), "form": form}
    return render(request, "deals/contact_edit.html", context, status=status_of(request))


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").strip()[:200]
