"""How to open a call: by the size of the sale, by rank, and by whether one person or several are there (M10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from askwell.counsel.plans.cues import holds
from askwell.counsel.plans.wants import last_words
from askwell.counsel.plans.wording import advice_of, put
from askwell.deal.anchor import Anchor
from askwell.deal.facts import Person
from askwell.deal.steps import Standing
from askwell.deal.terms import BuyingStage, Relation, Role
from askwell.method.entries import Bilingual
from askwell.method.loader import load_codebook
from askwell.method.terms import SaleSize
from askwell.understanding.words import quote

MOST_ALOUD = 10
"""Words of the buyer's that can be said back to them in an opening, at most (Han characters count half)."""
SENIOR_INFLUENCE = 4
"""From this influence on a person's time is dear."""
_BEFORE_TALKS = (BuyingStage.UNKNOWN, BuyingStage.FEELS_FINE)


@dataclass(frozen=True, slots=True)
class Opening:
    """``lines`` are to be said in this order; ``mind`` is what to mind with these people."""

    senior: bool
    group: bool
    lines: tuple[Bilingual, ...]
    mind: tuple[Bilingual, ...]


def plan_opening(standing: Standing, met: Sequence[Person], seller: str) -> Opening:
    """What to say first to those who are met, and what to mind (M10); ``seller`` is who speaks, by name."""
    senior, group = any(map(is_senior, met)), len(met) > 1
    names = ["introduce" if not_met_before(standing, met) else "greet_again", *(["short_time"] if senior else [])]
    names += ["group_round"] if group else []
    lines = [put(_line(name, group=group), seller=seller) for name in names]
    said = (*lines, _purpose(standing, met, group=group), _line("consent", group=group))
    return Opening(senior, group, said, _mind(standing, senior, group))


def is_senior(person: Person) -> bool:
    """By role, by influence, or by what they are called."""
    heart = Role.CORE_DECISION_MAKER in person.roles
    weighty = person.influence is not None and person.influence >= SENIOR_INFLUENCE
    return heart or weighty or (person.title is not None and holds("senior_title", person.title))


def not_met_before(standing: Standing, met: Sequence[Person]) -> bool:
    """Whether somebody there has not met the seller: nobody knows while the plan names nobody and a call was held."""
    heard = {turn.participant for coded in standing.calls.coded for turn in coded.conversation.turns}
    if not met:
        return not standing.calls.coded
    return any(person.id not in heard and person.last_contact is None and _is_stranger(person) for person in met)


def _is_stranger(person: Person) -> bool:
    return person.relation in (None, Relation.STRANGER)


def _purpose(standing: Standing, met: Sequence[Person], *, group: bool) -> Bilingual:
    """The purpose, by how far the talks are; to one person it takes up the last need they told themselves.

    Before several, or somebody unknown, nobody's words are quoted: they may be about somebody who is there. Words too
    long to be said back are left where the plan shows them.
    """
    last = _last_told(standing, met)
    if last:
        short = quote(last.text, words=MOST_ALOUD).rstrip(".。!！")
        return _line("purpose_told") if short.endswith("…") else put(_line("purpose_again"), words=short)
    if not _under_way(standing):
        return _line("purpose_first", group=group)
    return _line("purpose_new_face" if not_met_before(standing, met) else "purpose_on", group=group)


def _last_told(standing: Standing, met: Sequence[Person]) -> Anchor | None:
    """The last need told by the one person met, where it is one."""
    if len(met) != 1:
        return None
    told = [last_words(standing, need.evidence, {met[0].id}) for need in standing.state.needs]
    words = [anchor for anchor, teller in told if anchor and teller == met[0].id]
    order = {coded.id: number for number, coded in enumerate(standing.calls.coded)}
    return max(words, key=lambda anchor: (order[anchor.call], anchor.turn), default=None)


def _under_way(standing: Standing) -> bool:
    """Whether the two sides have talked already, by the calls or by where the buyer stands."""
    return bool(standing.calls.coded) or standing.state.buying_stage.stage not in _BEFORE_TALKS


def _line(name: str, *, group: bool = False) -> Bilingual:
    """A sentence of the opening, in the words for several people where these differ."""
    items = {item.id: item.text for item in load_codebook().entry("opening.script").items}
    return items.get(f"{name}_group", items[name]) if group else items[name]


def _mind(standing: Standing, senior: bool, group: bool) -> tuple[Bilingual, ...]:
    if standing.state.sale.size is SaleSize.SMALL:
        return advice_of("opening.techniques"), *_who(senior, group), advice_of("opening.test")
    rules = load_codebook().entry("opening.points").items_of("rule")
    soon, no_solution = rules[0].text, rules[1].text
    return soon, no_solution, *_who(senior, group), advice_of("opening.benefit_statement"), advice_of("opening.test")


def _who(senior: bool, group: bool) -> tuple[Bilingual, ...]:
    by_rank = (advice_of("opening.personal_interest"),) if senior else ()
    return (*by_rank, advice_of("opening.variation")) if group else by_rank
