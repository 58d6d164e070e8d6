"""The style of a person at a customer, from signs that are ticked: load or 404, authorise, act, answer (M34)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from askwell.deal.style import AXES, LEAST_SIGNS, ReadAxis, Told, read_style
from askwell.method.entries import Item
from askwell.method.loader import load_codebook
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals.customers_queries import contact_for
from askwell.server.deals.forms import page_lang
from askwell.server.deals.models import Contact
from askwell.server.deals.standing_actions import tick_signs
from askwell.server.deals.style_forms import StyleForm, end_name
from askwell.server.deals.style_queries import shown_signs
from askwell.server.deals.views import status_of


@require_http_methods(["GET", "POST"])
def contact_style(request: HttpRequest, slug: str) -> HttpResponse:
    """Tick the signs observed in a person, and read what they tell."""
    user = signed_in(request)
    shown = contact_for(user, slug)
    lang = page_lang()
    form = StyleForm(lang, request.POST if request.method == "POST" else None, shown.style_signs)
    if form.is_valid():
        tick_signs(shown, form.signs)
        messages.success(request, _("Saved."))
        return redirect("deals:contact_style", slug=slug)
    row = load_codebook().entry("m34")
    context = {
        "contact": shown,
        "form": form,
        "axes": [[form[end] for end in axis] for axis in AXES],
        "shown": shown_signs(shown, user, lang),
        "counsel": row.advice.in_lang(lang) if row.advice else "",
    }
    return render(request, "deals/contact_style.html", context | style_context(shown), status=status_of(request))


def style_context(contact: Contact) -> dict[str, Any]:
    """What ``deals/_style.html`` shows of a person's style."""
    lang = page_lang()
    read = read_style(contact.style_signs)
    return {
        "read": read,
        "lang": lang,
        "told_by_axis": [
            {"name": _axis_name(axis, lang), "lines": _told(axis, lang), "watch": _listed(axis.watch, lang)}
            for axis in read.axes
        ],
    }


def _axis_name(axis: ReadAxis, lang: str) -> str:
    """Both ends with how many signs speak for each."""
    ends = zip(axis.ends, axis.seen, strict=True)
    return " · ".join(f"{end_name(end, lang)} {len(seen)}" for end, seen in ends)


def _told(axis: ReadAxis, lang: str) -> list[str]:
    """What the signs of an axis tell, and what speaks against it."""
    end = end_name(axis.end, lang) if axis.end else ""
    against = min(len(seen) for seen in axis.seen)
    lines = {
        Told.NOTHING: [_("No sign ticked yet.")],
        Told.TOO_FEW: [_("Not enough signs yet: %(n)s for one end are needed.") % {"n": LEAST_SIGNS}],
        Told.EVEN: [_("The signs contradict each other: as many speak for either end.")],
        Told.THIN: [_("Leans to “%(end)s”: not yet enough signs to say so plainly.") % {"end": end}],
        Told.ENOUGH: [_("Plainly “%(end)s”.") % {"end": end}],
    }[axis.told]
    if axis.mixed and axis.end:
        counter = ngettext("%(n)s sign speaks against it.", "%(n)s signs speak against it.", against)
        lines.append(counter % {"n": against})
    return lines


def _listed(items: Iterable[Item], lang: str) -> str:
    return ("、" if lang == "zh" else "; ").join(item.text.in_lang(lang).rstrip(".。") for item in items)
