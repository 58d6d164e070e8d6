"""Erasing a person at a customer, so that no word of their name is left: no row, search term, file or line of history.

Where texts name them, every letter becomes a block: what was said about others stays, and so do the places of codes and
decisions. Words that stand alone ("Helen") go where a text is about the person: in their deals, in the calls of those,
and in the calls they spoke in; the full name and their addresses go in the whole team. Files attached to deals cannot
be looked through by program; their deals are told, for a person to look.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Case, CharField, EmailField, JSONField, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from askwell.coding.coded_json import coded_from_json, coded_to_line
from askwell.server.accounts.models import Team, User
from askwell.server.calls.indexing import drop_mirror, refresh_call
from askwell.server.calls.models import (
    Call,
    CallSeller,
    MergedState,
    Original,
    Revision,
    Turn,
    UnitIndex,
    Upload,
)
from askwell.server.calls.originals import originals_folder, remove_original
from askwell.server.deals.customers_queries import with_merged
from askwell.server.deals.erasing_words import Called, called
from askwell.server.deals.importing.actions import drop_import
from askwell.server.deals.importing.files import REFUSED, append, drop_files, keep_file, lines_of, path_for
from askwell.server.deals.models import Company, Contact, Deal, DealDecision, Gift, Reckoned, SavedView, Speaker
from askwell.server.deals.models.importing import Erasure, ExternalId, Import, Merge
from askwell.server.deals.names import name_key
from askwell.server.jobs.queue import enqueue
from askwell.transcript.conversation import canonical_json, conversation_from_json, conversation_to_json, digest

APPS = ("calls", "deals")
REBUILT = frozenset((Turn, UnitIndex, MergedState, Reckoned, Original, Erasure, SavedView))
"""What is made anew from the rest, or looked through on its own."""
OWN_WORDS = frozenset(("slug", "name_key", "digest", "fingerprint", "signature", "stored_name", "sha256", "inputs",
                       "participant", "conversation_json", "coded_json"))  # fmt: skip
OF_ANOTHER = frozenset(("name", "email", "phone", "title"))
"""What another contact of the same name is called stays."""


@dataclass
class Finding:
    """Everything that goes with a person."""

    contacts: list[Contact]
    called: Called
    deals: list[int]
    calls: list[Call]
    near_calls: frozenset[int]
    texts: list[tuple[type[Model], int, dict[str, Any]]] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    refused: list[Import] = field(default_factory=list)
    decisions: list[int] = field(default_factory=list)
    views: list[SavedView] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def find_person(contact: Contact) -> Finding:
    """What is known of a person and where they are named; reads only."""
    contacts = with_merged(contact)
    pks, team = [each.pk for each in contacts], contact.team
    theirs = Q(stakes__contact__in=pks) | Q(gifts__contact__in=pks)
    deals = list(Deal.objects.filter(theirs).values_list("pk", flat=True).distinct())
    near = frozenset(
        Call.objects.filter(Q(speakers__contact__in=pks) | Q(deal_call__deal__in=deals)).values_list("pk", flat=True)
    )
    words = _called(contacts, deals)
    found = Finding(contacts, words, deals, _calls(team, words, near), near)
    found.texts = list(_texts(team, found))
    found.decisions = _decisions_about(contacts, deals)
    found.views = _views(team, words)
    _look_through_imports(team, found)
    found.files = list(
        Deal.objects.filter(attachments__isnull=False, pk__in=deals).values_list("slug", flat=True).distinct()
    )
    found.counts = _counts(found)
    return found


@transaction.atomic
def erase_contact(contact: Contact, author: User) -> Erasure:
    """Erase a person for good; what SQLite keeps in freed pages goes with the job ``purge_search``, seconds later."""
    found, team = find_person(contact), contact.team
    for brought in found.imports:
        drop_import(brought)
    for brought in found.refused:
        _rewrite_refused(brought, found.called)
    for model, pk, changes in found.texts:
        model._default_manager.filter(pk=pk).update(**changes)  # noqa: SLF001 - Django's documented interface
    DealDecision.objects.filter(pk__in=found.decisions).delete()
    for view in found.views:
        view.delete()
    _forget_contacts(found.contacts)
    for call in found.calls:
        _mask_call(call, found.called, near=call.pk in found.near_calls)
    _drop_reckoned(team, found)
    _mask_history(team, found)
    enqueue("purge_search", {})
    return Erasure.objects.create(team=team, author=author, went=found.counts, files_to_check=found.files)


def _called(contacts: list[Contact], deals: list[int]) -> Called:
    others = Contact.objects.filter(stakes__deal__in=deals).exclude(pk__in=[each.pk for each in contacts])
    team = contacts[0].team
    names = [
        *others.values_list("name", flat=True),
        *User.objects.filter(memberships__team=team).values_list("name", flat=True),
    ]
    addresses = [address for each in contacts for address in (each.email, each.phone)]
    return called([each.name for each in contacts], addresses, names)


def _counts(found: Finding) -> dict[str, int]:
    pks = [each.pk for each in found.contacts]
    counted = Counter(model for model, _pk, _changes in found.texts)
    of_calls = {model for model in counted if model._meta.app_label == "calls"}  # noqa: SLF001 - Django's documented interface
    return {
        "entries": len(pks),
        "deals": len(found.deals),
        "activities": Contact.activities.through.objects.filter(contact__in=pks).count(),
        "spoken": Speaker.objects.filter(contact__in=pks).count(),
        "calls": len(found.calls),
        "decisions": len(found.decisions) + counted[DealDecision],
        "call_texts": sum(counted[model] for model in of_calls),
        "texts": sum(counted[model] for model in set(counted) - of_calls - {DealDecision}),
        "merges": Merge.objects.filter(kind="contacts").filter(Q(kept_id__in=pks) | Q(gone_id__in=pks)).count(),
        "imports": len(found.imports),
        "refused": len(found.refused),
        "views": len(found.views),
        "gifts": Gift.objects.filter(contact__in=pks).count(),
    }


# Texts of the tables


def _models() -> Iterator[tuple[type[Model], list[str], list[str], str]]:
    """Every model of calls and deals with its fields of words, those of JSON, and the way to its team."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            way = path_to(model, Team)
            if model in REBUILT or way is None:
                continue
            texts, trees = _fields(model)
            if texts or trees:
                yield model, texts, trees, way


def _fields(model: type[Model]) -> tuple[list[str], list[str]]:
    taken = OWN_WORDS | (OF_ANOTHER if model is Contact else frozenset())
    plain = [each for each in model._meta.concrete_fields if each.name not in taken and not each.choices]  # noqa: SLF001 - as above
    texts = [
        each.name for each in plain if isinstance(each, CharField | TextField) and not isinstance(each, EmailField)
    ]
    return texts, [each.name for each in plain if isinstance(each, JSONField)]


def path_to(model: type[Model], target: type[Model], depth: int = 4) -> str | None:
    """The way over foreign keys from one model to another, as a lookup: the surest, then the shortest; or None."""
    way = _way(model, target, depth)
    return None if way is None else way[1]


def _way(model: type[Model], target: type[Model], depth: int) -> tuple[int, str] | None:
    """A way with what it costs: a key that may be empty costs more than any detour."""
    if model is target:
        return 0, "pk"
    ways = []
    for each in model._meta.concrete_fields if depth else ():  # noqa: SLF001 - as above
        related = each.related_model
        if isinstance(related, type) and related is not model and (each.many_to_one or each.one_to_one):
            way = _way(related, target, depth - 1)
            if way is not None:
                cost = way[0] + (10 if each.null else 1)
                ways.append((cost, each.name if way[1] == "pk" else f"{each.name}__{way[1]}"))
    return min(ways, default=None)


def _texts(team: Team, found: Finding) -> Iterator[tuple[type[Model], int, dict[str, Any]]]:
    """The rows that name the person, with what their fields become."""
    gone = [each.pk for each in found.contacts]
    for model, texts, trees, way in _models():
        about = _about(model, found)
        wide = naming(texts, trees, found.called.searched(near=False))
        close = naming(texts, trees, found.called.searched(near=True))
        rows = model._default_manager.annotate(  # noqa: SLF001 - as above
            **_casts(trees), near=Case(When(about, then=Value(value=True)), default=Value(value=False))
        )
        for row in rows.filter(wide | (about & close), **{way: team}):
            if model is Contact and row.pk in gone:
                continue
            changes = _changes(row, texts, trees, found.called, near=row.near)  # type: ignore[attr-defined] # annotated
            if changes:
                yield model, row.pk, changes


def _about(model: type[Model], found: Finding) -> Q:
    """Whether a row is about the person, or about a deal or a call of theirs."""
    about = Q(pk__in=[])
    entries = [each.pk for each in found.contacts]
    for target, pks in ((Contact, entries), (Deal, found.deals), (Call, list(found.near_calls))):
        way = path_to(model, target)
        if way is not None:
            about |= Q(**{f"{way}__in": pks})
    return about


def naming(texts: Iterable[str], trees: Iterable[str], words: Iterable[str]) -> Q:
    """Whether any of the words may stand in a row; JSON, cast to text, keeps Chinese as numbers on SQLite."""
    asked = Q(pk__in=[])
    for word in words:
        for name in texts:
            asked |= Q(**{f"{name}__icontains": word})
        for name in _casts(trees):
            asked |= Q(**{f"{name}__icontains": word}) | Q(**{f"{name}__icontains": json.dumps(word)[1:-1]})
    return asked


def _casts(trees: Iterable[str]) -> dict[str, Cast]:
    return {f"{name}_as_text": Cast(name, TextField()) for name in trees}


def _changes(row: Any, texts: Iterable[str], trees: Iterable[str], words: Called, *, near: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name in texts:
        if (value := getattr(row, name)) and (masked := words.masked(value, near=near)) != value:
            changes[name] = masked
    for name in trees:
        if (value := getattr(row, name)) and (masked := words.masked_tree(value, near=near)) != value:
            changes[name] = masked
    if isinstance(row, Company) and "name" in changes:
        changes["name_key"] = name_key(changes["name"])
    return changes


# Calls


def _calls(team: Team, words: Called, near: frozenset[int]) -> list[Call]:
    """The calls whose transcript names the person."""
    asked = naming(["conversation_json"], [], words.searched(near=False))
    pks = near | set(Revision.objects.filter(asked, call__team=team).values_list("call", flat=True))
    calls = Call.objects.filter(pk__in=pks).prefetch_related("revisions")
    return [
        call
        for call in calls
        if any(
            words.masked(row.conversation_json, near=call.pk in near) != row.conversation_json
            for row in call.revisions.all()
        )
    ]


def _mask_call(call: Call, words: Called, *, near: bool) -> None:
    """The call without the person: transcript, codings, search; its file goes, for it holds the words of all."""
    drop_mirror(call)
    MergedState.objects.filter(call=call).delete()
    for revision in call.revisions.all():
        data = _masked_talk(call, json.loads(revision.conversation_json), words, near=near)
        conversation = conversation_from_json(data)
        revision.conversation_json = canonical_json(conversation_to_json(conversation))
        revision.digest = digest(conversation)
        revision.save(update_fields=["conversation_json", "digest"])
    for coding in call.codings.all():
        data = words.masked_tree(json.loads(coding.coded_json), near=near)
        talk = json.loads(coding.coded_json)["conversation"]
        data["conversation"] = _masked_talk(call, talk, words, near=near)
        data["digest"] = digest(conversation_from_json(data["conversation"]))
        coding.coded_json = coded_to_line(coded_from_json(data))
        coding.save(update_fields=["coded_json"])
    for upload in Upload.objects.filter(Q(calls=call) | Q(found=call), original__isnull=False).distinct():
        original = upload.original
        Upload.objects.filter(pk=upload.pk).update(original=None)
        if original is not None:
            remove_original(original)
    call.refresh_from_db()
    if call.codings.filter(current=True).exists():
        refresh_call(call)


def _masked_talk(call: Call, talk: Mapping[str, Any], words: Called, *, near: bool) -> dict[str, Any]:
    """A transcript without the person. A participant known by a name gets another id, so that no two become alike."""
    renamed = {
        each["id"]: f"erased-{place + 1}"
        for place, each in enumerate(talk.get("participants", ()))
        if words.masked(each["id"], near=near) != each["id"]
    }
    for model in (Speaker, CallSeller):
        for old, new in renamed.items():
            model.objects.filter(call=call, participant=old).update(participant=new)
    data: dict[str, Any] = words.masked_tree(talk, near=near)
    for before, after in zip(talk.get("participants", ()), data.get("participants", ()), strict=True):
        after["id"] = renamed.get(before["id"], before["id"])
    for before, after in zip(talk["turns"], data["turns"], strict=True):
        if before.get("participant"):
            after["participant"] = renamed.get(before["participant"], before["participant"])
    return data


# What points to the person


def _decisions_about(contacts: list[Contact], deals: list[int]) -> list[int]:
    """The decisions whose value names an entry of the person."""
    slugs = {each.slug for each in contacts}
    rows = DealDecision.objects.filter(deal__in=deals).values_list("pk", "value")
    return [pk for pk, value in rows if slugs & set(_strings(value))]


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _strings(each)


def _views(team: Team, words: Called) -> list[SavedView]:
    """The views that look for the person."""
    kept = SavedView.objects.filter(user__memberships__team=team).distinct()
    return [view for view in kept if _asks_for(words, view)]


def _asks_for(words: Called, view: SavedView) -> bool:
    said = [view.name, unquote_plus(view.query), *(value for _name, value in parse_qsl(view.query))]
    return any(words.masked(text, near=True) != text for text in said) or words.names(said)


def _forget_contacts(contacts: list[Contact]) -> None:
    """The entries of the person, with parts in deals, meetings and calls; the history keeps that they went."""
    pks = [each.pk for each in contacts]
    ExternalId.objects.filter(source__kind="contacts", row_id__in=pks).delete()
    Merge.objects.filter(kind="contacts").filter(Q(kept_id__in=pks) | Q(gone_id__in=pks)).delete()
    for each in reversed(contacts):
        each.delete()
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Contact), object_id__in=pks)
    entries.exclude(action=LogEntry.Action.DELETE).delete()
    entries.update(changes={}, object_repr="–")


def _drop_reckoned(team: Team, found: Finding) -> None:
    """What was reckoned from facts and calls of the person is reckoned anew when somebody looks."""
    about = Q(deal__in=found.deals) | Q(deal__deal_calls__call__in=[call.pk for call in found.calls])
    Reckoned.objects.filter(pk__in=Reckoned.objects.filter(about).values("pk")).delete()
    named = naming([], ["told"], found.called.searched(near=False))
    rows = Reckoned.objects.annotate(**_casts(["told"])).filter(named, deal__team=team)
    Reckoned.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()


def _mask_history(team: Team, found: Finding) -> None:
    """Lines of the history about rows of the team, without the person."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            way = path_to(model, Team)
            if way is not None:
                rows = model._default_manager.filter(**{way: team})  # noqa: SLF001 - as above
                _mask_lines(model, rows.filter(_about(model, found)), found.called, near=True)
                _mask_lines(model, rows, found.called, near=False)


def _mask_lines(model: type[Model], rows: "QuerySet[Any]", words: Called, *, near: bool) -> None:
    kind = ContentType.objects.get_for_model(model)
    asked = naming(["object_repr"], ["changes"], words.searched(near=near))
    ours = rows.order_by().values("pk")
    lines = LogEntry.objects.annotate(**_casts(["changes"]))
    for line in lines.filter(asked, content_type=kind, object_id__in=ours):
        line.changes = words.masked_tree(line.changes, near=near)
        line.object_repr = words.masked(line.object_repr, near=near)
        line.save(update_fields=["changes", "object_repr"])


# Tables on their way in


def _look_through_imports(team: Team, found: Finding) -> None:
    """Tables that name the person go; of rows refused only those that do. What nobody has read yet goes as well."""
    for brought in Import.objects.filter(team=team).select_related("brought", "rows", "plan", "refused"):
        unread = brought.brought is not None
        if unread or any(_file_names(file, found.called) for file in (brought.rows, brought.plan)):
            found.imports.append(brought)
        elif _file_names(brought.refused, found.called):
            found.refused.append(brought)


def _file_names(file: Original | None, words: Called) -> bool:
    if file is None or not (originals_folder() / file.stored_name).is_file():
        return False
    return any(words.names(list(_strings(line))) for _at, line in lines_of(file))


def _rewrite_refused(brought: Import, words: Called) -> None:
    if brought.refused is None:
        return
    kept = [line for _at, line in lines_of(brought.refused) if not words.names(list(_strings(line)))]
    if kept:
        append(path_for(brought, REFUSED), 0, kept)
        keep_file(brought, REFUSED)
    else:
        drop_files(brought, REFUSED)
