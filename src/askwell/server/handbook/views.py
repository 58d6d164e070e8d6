"""The pages of the handbook. They hold nobody's data: every signed-in person may read them."""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from askwell.method.claims import Claim, load_claims
from askwell.method.entries import Codebook, Entry, Item
from askwell.method.kinds import kind_name
from askwell.method.loader import load_codebook
from askwell.method.show import SEEDS
from askwell.server.handbook.findings import rules_of
from askwell.server.handbook.parts import load_parts, part_of, places_of
from askwell.server.handbook.search import SHOWN, find_entries, marked

WORDS_AT_MOST = 100
GRADES = {
    "seed": _("Said in the sources"),
    "read": _("Read in public summaries"),
    "unconfirmed": _("Widely quoted, not confirmed"),
    "unsourced": _("Without a source"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind that stand together."""

    kind: str
    name: str
    members: tuple[Entry, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All rows by part, or the entries that hold the words of ``q``."""
    codebook, lang = load_codebook(), page_lang()
    words = request.GET.get("q", "")[:WORDS_AT_MOST].strip()
    context = {
        "lang": lang,
        "parts": load_parts(),
        "codebook": codebook,
        "words": words,
        "found": find_entries(codebook, words, lang) if words else (),
        "shown": SHOWN,
        "marked": marked,
    }
    return render(request, "handbook/index.html", context)


@require_safe
def row(request: HttpRequest, row_id: str) -> HttpResponse:
    """One row of the method with its entries, claims and rules; each entry is an anchor by its id."""
    codebook, lang = load_codebook(), page_lang()
    if row_id not in codebook.rows:
        raise Http404
    first, *rest = codebook.row(row_id)
    before, after = _neighbours(codebook, row_id)
    context = {
        "lang": lang,
        "row": first,
        "part": part_of(row_id),
        "groups": _groups(rest, lang),
        "elsewhere": codebook.elsewhere(row_id),
        "claims": claims_of(row_id),
        "rules": rules_of(row_id),
        "places": places_of(row_id),
        "before": before,
        "after": after,
        "item_groups": lambda entry: item_groups(entry, lang),
        "seeds": SEEDS,
        "grades": GRADES,
    }
    return render(request, "handbook/row.html", context)


def page_lang() -> str:
    """``en`` or ``zh``: the language of the method's texts on this page."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def claims_of(row_id: str) -> tuple[Claim, ...]:
    """The claims on record for a row that the product may state."""
    return tuple(claim for claim in load_claims() if row_id in claim.rows and claim.show)


def item_groups(entry: Entry, lang: str) -> list[tuple[str, tuple[Item, ...]]]:
    """The items of an entry by kind, in their order: (heading, items); the heading is empty where the entry says it."""
    return [(kind_name(kind, lang) if kind else "", tuple(items)) for kind, items in groupby(entry.items, _kind)]


def _groups(entries: list[Entry], lang: str) -> list[Group]:
    return [Group(kind, kind_name(kind, lang), tuple(members)) for kind, members in groupby(entries, _kind)]


def _kind(thing: Entry | Item) -> str:
    return thing.kind


def _neighbours(codebook: Codebook, row_id: str) -> tuple[Entry | None, Entry | None]:
    rows = codebook.rows
    here = rows.index(row_id)
    around = [rows[i] if 0 <= i < len(rows) else None for i in (here - 1, here + 1)]
    before, after = (codebook.row(each)[0] if each else None for each in around)
    return before, after
