"""The kit for selling inside: as a page, as Word and as PDF (M22)."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from askwell.method.loader import load_codebook
from askwell.report.kit import Kit, kit_docx, kit_markup, kit_pdf, kit_title
from askwell.report.pdf import PdfUnavailable
from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.kit_queries import KitPage, kit_of
from askwell.server.deals.models import Deal
from askwell.server.deals.page_queries import rights_on
from askwell.server.deals.planning_actions import keep_out_of_kit
from askwell.server.deals.planning_files import saved_file

KINDS: dict[str, tuple[str, Callable[[Kit, str], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", kit_docx),
    "pdf": ("application/pdf", kit_pdf),
}


@require_GET
def kit(request: HttpRequest, slug: str) -> HttpResponse:
    """The kit as it stands, and how to use it."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    lang = _wanted_lang(request)
    found = _kit(user, deal, lang)
    advice = load_codebook().entry("internal_selling.kit").advice
    context = {
        "deal": deal,
        "lang": lang,
        "supporters": found.supporters,
        "empty": not found.kit.needs,
        "words": found.words,
        "change": rights_on(user, deal).change,
        "sheet": kit_markup(found.kit, lang),
        "advice": advice.in_lang(page_lang()) if advice else "",
    }
    return render(request, "deals/kit.html", context)


@require_POST
def kit_words(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave words out of the kit, or put them back."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if not rights_on(user, deal).change:
        raise PermissionDenied
    place, lang = request.POST.get("place", ""), _wanted_lang(request)
    if place not in {words.place for words in _kit(user, deal, lang).words}:
        raise Http404
    keep_out_of_kit(deal, user, place, out=request.POST.get("out") == "yes")
    return redirect(f"{reverse('deals:kit', kwargs={'slug': slug})}?lang={lang}#words")


@require_GET
def kit_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The kit as a file, in the language asked for."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    if kind not in KINDS:
        raise Http404
    content_type, write = KINDS[kind]
    lang = _wanted_lang(request)
    try:
        content = write(_kit(user, deal, lang).kit, lang)
    except PdfUnavailable:
        return render(request, "deals/plan_no_pdf.html", {"deal": deal}, status=503)
    return saved_file(content, content_type, f"{deal.name}.{kind}")


def _kit(user: User, deal: Deal, lang: str) -> KitPage:
    company = deal.company.name if deal.company else ""
    return kit_of(deal, user, timezone.localdate(), kit_title(company, deal.name, lang), lang)


def _wanted_lang(request: HttpRequest) -> str:
    """The language of the kit is that of its readers: chosen, or that of the page."""
    chosen = request.GET.get("lang")
    return chosen if chosen in {"en", "zh"} else page_lang()
