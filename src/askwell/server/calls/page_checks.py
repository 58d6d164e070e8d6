"""What the page of a call checks one by one: answers, statements of use, the four actions (M19, M24, M30)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from askwell.coding.coded import CodedConversation, Unit
from askwell.counsel.facts import Facts
from askwell.counsel.four_actions import four_actions
from askwell.counsel.replies import Steps, questions_answered
from askwell.counsel.statements import Statement, perhaps_statements, statements
from askwell.method.loader import load_codebook
from askwell.report.view import CallView, Quote
from askwell.understanding.sides import sides_uncertain


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for, with the moments that show it: ``heard``, ``half`` or ``none``.

    ``half`` tells which half of it was heard, where one can be.
    """

    name: str
    state: str
    quotes: tuple[Quote, ...]
    half: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A moment, and what is looked for with it: the steps of an answer, the parts of a statement."""

    quote: Quote
    steps: tuple[Check, ...]

    @property
    def shown(self) -> tuple[Quote, ...]:
        """What shows the steps, in the order of the talk, each moment once."""
        shown = {quote.unit: quote for step in self.steps for quote in step.quotes}
        return tuple(sorted(shown.values(), key=lambda quote: quote.share))


def checks_of(coded: CodedConversation, view: CallView) -> Mapping[str, Any] | None:
    """All checks in the words of the codebook; none while it is not known who sells."""
    if sides_uncertain(coded.conversation):
        return None
    facts = Facts(coded)
    quotes = {quote.unit: quote for quote in view.quotes}

    def shown(units: Iterable[Unit]) -> tuple[Quote, ...]:
        return tuple(quotes[unit.id] for unit in units if unit.id in quotes)

    def steps(found: Steps) -> tuple[Check, ...]:
        return tuple(
            Check(_name(f"inquiry.{name}", view.lang), "heard" if unit else "none", shown([unit] if unit else []))
            for name, unit in found.items()
        )

    def parts(one: Statement) -> tuple[Check, ...]:
        tied = Check(
            _("meets a stated want") if one.tied else _("meets no stated want"),
            "heard" if one.tied else "none",
            shown([one.want] if one.want else []),
        )
        proof = facts.units_saying("proof", one.proof)
        evidence = Check(
            _("evidence") if one.proof else _("no evidence heard"),
            "heard" if one.proof else "none",
            shown(unit for unit in proof if unit != one.claim),
        )
        return (evidence,) if one.tied is None else (tied, evidence)

    found = sorted(statements(facts), key=lambda one: not one.half_built)
    return {
        "statements": [Checked(quotes[one.claim.id], parts(one)) for one in found if one.claim.id in quotes],
        "perhaps": shown(perhaps_statements(facts, found)),
        "inquiries": [
            Checked(quotes[unit.id], steps(found)) for unit, found in questions_answered(coded) if unit.id in quotes
        ],
        "actions": [
            Check(
                _name(f"commitment.{action.id}", view.lang),
                "heard" if action.whole else "half" if action.units else "none",
                shown(action.units),
                _halves().get(action.id, ""),
            )
            for action in four_actions(facts)
        ],
    }


def _halves() -> dict[str, str]:
    """Of the actions of which a half can be heard: what was heard, and what was not."""
    return {
        "investigate_and_demonstrate": _("A want was stated, and no benefit was said to it afterwards."),
        "summarize_benefits": _("Things told were taken up again, but not summed up."),
    }


def _name(entry: str, lang: str) -> str:
    return load_codebook().entry(entry).name.in_lang(lang)
