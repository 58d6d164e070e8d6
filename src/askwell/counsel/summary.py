"""A call in a few words: how it ended and why, the moments that mattered, the biggest need, the next step."""

from dataclasses import dataclass
from enum import StrEnum

from askwell.coding.coded import CERTAIN, CodedConversation, Finding, Need, Text, Unit
from askwell.counsel.causes import LOOK_BACK, brought_on, fits
from askwell.counsel.facts import ASKED, PLAIN, Facts
from askwell.counsel.plans.objective import names_act
from askwell.counsel.texts import LANGS, joined_quotes, texts
from askwell.method.terms import CAPABILITY_STATEMENTS, Cause, Code, NeedState, Outcome, Severity
from askwell.understanding.cues import says
from askwell.understanding.needs import label_of
from askwell.understanding.sides import sides_uncertain
from askwell.understanding.words import content_words, quote, sentences

STRENGTH = "strength."
ENDING_ROWS = ("M06", "M07")
"""Rows whose findings say again how the call ended; the outcome says that already."""
ENDING = 0.6
"""Share of the turns after which what is agreed or promised is the end of the call."""
DECIDING = ("buys", "purchase", "go_ahead", "refusal", "withdrawal", "buyer_act", "time", "stall", "receive")
"""Cues of a sentence that decides how a call ends."""
FULL = 6
"""Content words that say what is wanted; more of them say it no better."""


class MomentKind(StrEnum):
    FIRST_PROBLEM = "first_problem"
    BIGGEST_PROBLEM = "biggest_problem"
    FIRST_WANT = "first_want"
    BECAME_WANT = "became_want"
    FIRST_CAPABILITY = "first_capability"
    OBJECTION = "objection"
    COMMITMENT = "commitment"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Moment:
    """A unit worth jumping to, what it is, and its label."""

    unit: str
    kind: MomentKind
    label: Text


_Found = tuple[Unit, MomentKind, Text]


def why_outcome(coded: CodedConversation, lang: str) -> str:
    """One or two sentences: how the call ended and what that rests on, with the buyer's words (M07)."""
    if sides_uncertain(coded.conversation):
        return str(texts()["sides"][lang]["means"])
    if coded.outcome is None:
        return _said("outcome", "unshown", lang)
    facts = Facts(coded)
    decided = agreed_steps(facts) if facts.succeeded else coded.outcome.units[-1:]
    if not decided:
        return _said("outcome", "set" if coded.outcome.p >= CERTAIN else "unshown", lang)
    sentences = [
        _said("outcome", coded.outcome.label, lang, quote=_said_by(coded, decided, lang)),
        _said("outcome", "unsure", lang) if coded.outcome.uncertain else _reason(facts, lang),
    ]
    return ("" if lang == "zh" else " ").join(filter(None, sentences))


def biggest_need(coded: CodedConversation) -> Need | None:
    """The most serious need; among equals a stated want first, then the one spoken of most, then the earliest."""
    return max(
        coded.needs,
        key=lambda need: (need.seriousness or 0, need.state is NeedState.EXPLICIT, len(need.units)),
        default=None,
    )


def strongest_want(coded: CodedConversation) -> Unit | None:
    """The want that weighs most: one of the gravest need before others, then the surest, plainest, fullest, latest."""
    need = biggest_need(coded)
    gravest = need.units if need else ()

    def weight(unit: Unit) -> tuple[bool, float, bool, int, int]:
        """What makes one want weigh more than another, in that order."""
        text = coded.text_of(unit)
        full = min(len(content_words(text)), FULL)
        return unit.id in gravest, round(unit.p, 1), says("want", text), full, unit.turn

    wants = (unit for unit in coded.units if unit.code is Code.EXPLICIT_NEED and not unit.uncertain)
    return max(wants, key=weight, default=None)


def worst_fault(coded: CodedConversation) -> Finding | None:
    """The finding that matters most; strengths, slight ones and what repeats how the call ended are left aside."""
    return next((finding for finding in coded.findings if _is_grave(finding)), None)


def _is_grave(finding: Finding) -> bool:
    slight = finding.severity is Severity.LOW or finding.id.startswith(STRENGTH)
    return not slight and finding.row not in ENDING_ROWS


def next_step(coded: CodedConversation, lang: str) -> str:
    """What to do now: hold fast what was agreed, or go back for an act of the buyer's, and with what (M07, M30)."""
    if sides_uncertain(coded.conversation):
        return str(texts()["sides"][lang]["do"])
    outcome = coded.outcome.label if coded.outcome else Outcome.CONTINUATION
    facts = Facts(coded)
    agreed = agreed_steps(facts)
    text = f"{outcome}_unshown" if facts.succeeded and not agreed else outcome
    steps = [_said("next", text, lang, quote=_said_by(coded, agreed, lang))]
    if facts.succeeded:
        steps += _promised(facts, "kept", lang)
    if outcome is Outcome.CONTINUATION:
        steps += _way_back(facts, lang)
    return ("" if lang == "zh" else " ").join(steps)


def agreed_steps(facts: Facts) -> tuple[str, ...]:
    """The units in which the buyer takes on something definite near the end, the last two, and what decided.

    Of an order the yes itself is among them: the surest of the last agreements, not only the date set after it.
    An objection agrees to nothing, also where somebody named it as what shows the outcome.
    """
    shown = facts.by_id(facts.coded.outcome.units) if facts.coded.outcome else ()
    decided = [unit.id for unit in shown[-1:] if unit.code is not Code.OBJECTION]
    late = [unit for unit in facts.plain(Code.AGREEMENT) if unit.turn >= ENDING * facts.turns]
    dated = [unit.id for unit in late if says("time", facts.text(unit)) or says("buyer_act", facts.text(unit))]
    if facts.outcome is not Outcome.ORDER:
        chosen = {*decided, *dated[-2:]}
    else:
        yes = [unit for unit in facts.sure(Code.AGREEMENT) if unit.turn >= ENDING * facts.turns]
        chosen = {*decided, *dated[-1:], *(unit.id for unit in sorted(yes, key=lambda unit: unit.p)[-1:])}
    return tuple(unit.id for unit in facts.coded.units if unit.id in chosen)


def _way_back(facts: Facts, lang: str) -> list[str]:
    """After a continuation: what was planned, what was promised, and what has to be cleared or built on first."""
    objective = facts.coded.conversation.objective or ""
    objection = strongest_objection(facts)
    need = biggest_need(facts.coded)
    parts = []
    if names_act(facts.coded.conversation):
        parts.append(_said("back", "objective", lang, objective=objective.rstrip(".。")))
    parts += _promised(facts, "promised", lang)
    if objection is not None and objection.p >= PLAIN:
        parts.append(_said("back", "objection", lang, quote=_quoted(facts.coded, [objection.id], lang)))
    elif need is not None:
        want = strongest_want(facts.coded) if need.state is NeedState.EXPLICIT else None
        words = quote(facts.text(want)) if want else need.label
        parts.append(_said("back", need.state, lang, quote=joined_quotes([words], lang)))
    return parts


def _promised(facts: Facts, text: str, lang: str) -> list[str]:
    """The sentence in which the seller last promised to do something, near the end of the call."""
    turns = facts.sellers_turns("seller_homework", range(int(ENDING * facts.turns), facts.turns))
    said = [sentence for turn in turns[-1:] for _start, sentence in sentences(facts.turn_text(turn))]
    promised = [sentence for sentence in said if says("seller_homework", sentence)]
    return [_said("back", text, lang, quote=joined_quotes([quote(words)], lang)) for words in promised[-1:]]


def moments(coded: CodedConversation) -> tuple[Moment, ...]:
    """The moments that mattered, in the order of the talk; a unit that is two things comes twice."""
    facts = Facts(coded)
    found = [
        *_firsts(facts),
        *_biggest(facts),
        *_turned(facts),
        *_objections(facts),
        *((unit, MomentKind.COMMITMENT, _label("commitment")) for unit in facts.plain(*ASKED)[-1:]),
        *((unit, MomentKind.DECIDED, _label("decided")) for unit in _deciding(facts)),
    ]
    found.sort(key=lambda moment: (moment[0].turn, moment[0].start))
    return tuple(Moment(unit.id, kind, label) for unit, kind, label in found)


def _firsts(facts: Facts) -> list[_Found]:
    firsts = {
        MomentKind.FIRST_PROBLEM: facts.plain(Code.IMPLIED_NEED),
        MomentKind.FIRST_WANT: facts.plain(Code.EXPLICIT_NEED),
        MomentKind.FIRST_CAPABILITY: facts.plain(*CAPABILITY_STATEMENTS),
    }
    return [(units[0], kind, _label(kind)) for kind, units in firsts.items() if units]


def _biggest(facts: Facts) -> list[_Found]:
    need = biggest_need(facts.coded)
    if need is None or len(facts.needs) == 1:
        return []
    told = [unit for unit in facts.by_id(need.units) if unit.p >= PLAIN]
    told.sort(key=lambda unit: label_of(facts.text(unit)) != need.label)
    return [(unit, MomentKind.BIGGEST_PROBLEM, _label("biggest_problem")) for unit in told[:1]]


def _turned(facts: Facts) -> list[_Found]:
    """Where a need that began as a problem was first stated as a want, beyond the first want of the call."""
    turned = []
    first, plain = facts.plain(Code.EXPLICIT_NEED)[:1], facts.plain(Code.EXPLICIT_NEED)
    for need in facts.needs:
        units = facts.by_id(need.units)
        want = next((unit for unit in units if unit in plain), None)
        if want is not None and units[0].code is Code.IMPLIED_NEED and want not in first:
            turned.append((want, MomentKind.BECAME_WANT, _label("became_want")))
    return turned


def _objections(facts: Facts) -> list[_Found]:
    strongest = strongest_objection(facts)
    if strongest is None:
        return []
    cause = cause_of(facts, strongest)
    words = {lang: _cause(cause, lang) for lang in LANGS}
    label = _label("objection_caused", words) if cause else _label("objection")
    return [(strongest, MomentKind.OBJECTION, label)]


def _deciding(facts: Facts) -> tuple[Unit, ...]:
    outcome = facts.coded.outcome
    return facts.by_id(outcome.units)[-1:] if outcome and outcome.label is not Outcome.CONTINUATION else ()


def strongest_objection(facts: Facts) -> Unit | None:
    """A refusal before anything else, then the surest objection, then the last."""
    return max(
        facts.plain(Code.OBJECTION) or facts.sure(Code.OBJECTION),
        key=lambda unit: (says("refusal", facts.text(unit)), round(unit.p, 1), unit.turn, unit.start),
        default=None,
    )


def cause_of(facts: Facts, objection: Unit) -> Cause | None:
    """What brought an objection on: as its card tells, else what went shortly before it (M27)."""
    shown = brought_on(facts.coded, objection).cause
    if shown is not None or objection.attrs.cause is not None:
        return shown
    before = [
        unit for unit in facts.before(objection, *CAPABILITY_STATEMENTS) if objection.turn - unit.turn <= LOOK_BACK
    ]
    if before and not facts.before(objection, Code.EXPLICIT_NEED, Code.PROBLEM_QUESTION):
        return Cause.EARLY_SOLUTION
    for cause, code, least in ((Cause.ADVANTAGE, Code.ADVANTAGE, 2), (Cause.FEATURE, Code.FEATURE, 3)):
        told = sum(unit.code is code for unit in before)
        if told >= least and fits(cause, objection, facts.text(objection)):
            return cause
    return None


def _reason(facts: Facts, lang: str) -> str:
    """The second sentence of why a call ended as it did."""
    coded = facts.coded
    wants = facts.sure(Code.EXPLICIT_NEED)
    if facts.succeeded:
        want = strongest_want(coded)
        return _said("reasons", "want", lang, quote=_quoted(coded, [want.id], lang)) if want else ""
    agreed = [unit for unit in facts.plain(Code.AGREEMENT) if unit.turn >= ENDING * facts.turns]
    if agreed and facts.outcome is Outcome.CONTINUATION:
        return _said("reasons", "agreed_little", lang, quote=_said_by(coded, [agreed[-1].id], lang))
    objection = strongest_objection(facts)
    shown = coded.outcome.units if coded.outcome else ()
    if objection is not None and objection.id not in shown:
        return _objection_reason(facts, objection, lang)
    if not coded.needs:
        return _said("reasons", "no_need", lang)
    if not wants:
        need = biggest_need(coded)
        return _said("reasons", "no_want", lang, quote=joined_quotes([need.label] if need else [], lang))
    return "" if facts.units(*ASKED) else _said("reasons", "not_asked", lang)


def _objection_reason(facts: Facts, objection: Unit, lang: str) -> str:
    cause = cause_of(facts, objection) if objection.p >= PLAIN else None
    words = _quoted(facts.coded, [objection.id], lang)
    return _said("reasons", "objection_caused" if cause else "objection", lang, quote=words, cause=_cause(cause, lang))


def _cause(cause: Cause | None, lang: str) -> str:
    return str(texts()["causes"][cause.value][lang]) if cause else ""


def _quoted(coded: CodedConversation, unit_ids: tuple[str, ...] | list[str], lang: str) -> str:
    return joined_quotes((quote(coded.text_of(coded.unit(unit_id))) for unit_id in unit_ids), lang)


def _said_by(coded: CodedConversation, unit_ids: tuple[str, ...] | list[str], lang: str) -> str:
    """As ``_quoted``, the telling sentence of each, after the name of who said it where it is known and new."""
    said, before = list[str](), None
    for unit in map(coded.unit, unit_ids):
        words = joined_quotes([quote(_telling(coded.text_of(unit)))], lang)
        name = coded.conversation.turns[unit.turn].name
        said.append(_said("quote", "by", lang, who=name, quote=words) if name and name != before else words)
        before = name
    return ("；" if lang == "zh" else "; ").join(said)


def _telling(text: str) -> str:
    """The sentence of a text that says most of an act, a purchase, a refusal or a date; the first among equals."""
    told = [sentence for _start, sentence in sentences(text)]
    return max(told, key=lambda sentence: sum(says(cue, sentence) for cue in DECIDING), default=text)


def _label(name: str, cause: dict[str, str] | None = None) -> Text:
    return Text(**{lang: _said("moments", name, lang, cause=(cause or {}).get(lang, "")) for lang in LANGS})


def _said(kind: str, name: str, lang: str, **values: str) -> str:
    return str(texts()[kind][name][lang]).format(**values)
