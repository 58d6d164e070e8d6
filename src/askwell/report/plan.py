"""The plan of a call on one page: what to carry into it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from askwell.method.terms import Code
from askwell.report.sheet import sheet_html, sheet_markup, sheet_pdf
from askwell.report.signs import SIGNS

TEMPLATE = "plan_sheet.html"
MOST_PROBLEMS = 3
MOST_OBJECTIONS = 3
Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question with the letter of its kind."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class ProblemLines:
    """A problem and its questions; ``lead_in`` comes before those of implications and gains.

    Where gains take up other words than implications do, they stand apart, after ``gain_lead_in``.
    """

    lead_in: str
    first: tuple[AskedLine, ...]
    then: tuple[AskedLine, ...]
    gain_lead_in: str
    gains: tuple[AskedLine, ...]


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """All that stands on the page, in the language of the page but for the quotes.

    ``styles`` are those of the people met as far as they are known: (person, style, how to talk with such a one).
    """

    title: str
    facts: tuple[str, ...]
    objective: str
    fall_backs: tuple[str, ...]
    opening: tuple[str, ...]
    styles: tuple[tuple[str, str, str], ...]
    ask: tuple[AskedLine, ...]
    problems: tuple[ProblemLines, ...]
    statements: tuple[str, ...]
    objections: tuple[tuple[str, str, str], ...]
    last: tuple[tuple[str, tuple[str, ...]], ...]
    missing: tuple[str, ...]
    note: str


def plan_sheet(
    plan: Shown,
    *,
    title: str,
    facts: Sequence[str],
    objective: str,
    fall_backs: Sequence[str],
    styles: Sequence[tuple[str, str, str]],
    note: str,
) -> PlanSheet:
    """The page of a plan whose texts are in one language already."""
    situation = SIGNS[Code.SITUATION_QUESTION].mark
    return PlanSheet(
        title=title,
        facts=tuple(fact for fact in facts if fact),
        objective=objective,
        fall_backs=tuple(fall_backs),
        opening=tuple(plan["opening"]["lines"]),
        styles=tuple(styles),
        ask=tuple(AskedLine(situation, topic["question"]) for topic in plan["ask"]),
        problems=tuple(one for one in map(_problem, plan["problems"]) if one.first or one.then)[:MOST_PROBLEMS],
        statements=tuple(one["text"] for one in plan["statements"]["built"] if one["text"]),
        objections=tuple(
            (one["name"], one["prevent"][0], one["handle"]) for one in plan["objections"][:MOST_OBJECTIONS]
        ),
        last=tuple((action["name"], tuple(action["words"])) for action in plan["commitment"] if action["words"]),
        missing=tuple(_missing(plan)),
        note=note,
    )


def _problem(problem: Shown) -> ProblemLines:
    first, gains = (tuple(map(_line, problem[asked])) for asked in ("questions", "payoffs"))
    then = tuple(_line(consequence["question"]) for consequence in problem["consequences"])
    if problem["gain_lead_in"]:
        return ProblemLines(problem["lead_in"], first, then, problem["gain_lead_in"], gains)
    return ProblemLines(problem["lead_in"], first, then + gains, "", ())


def _line(question: Shown) -> AskedLine:
    return AskedLine(SIGNS[Code(question["code"])].mark, question["text"])


def _missing(plan: Shown) -> Iterator[str]:
    for area in plan["preparation"]["areas"]:
        yield from (item["name"] for item in area["items"] if not item["done"])


def plan_markup(sheet: PlanSheet, lang: str) -> Markup:
    return sheet_markup(TEMPLATE, sheet, lang)


def plan_html(sheet: PlanSheet, lang: str) -> str:
    return sheet_html(TEMPLATE, sheet, sheet.title, lang)


def plan_pdf(sheet: PlanSheet, lang: str) -> bytes:
    return sheet_pdf(TEMPLATE, sheet, sheet.title, lang)
