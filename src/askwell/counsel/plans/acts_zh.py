"""Whether a clause in Chinese names an act of the customer (M06)."""

import re
from functools import cache

from askwell.counsel.plans.acts import Names, alternatives

_CLAUSES = re.compile(r"[，。；：、！？,;:!?（）()\s]+|然后|之后|以后|并且|再由")
_TIME_CLAUSE = re.compile(
    r"([^，。；：！？,;:!?\s]{2,20}?(?:后|之后|以后|的时候|时|前|之前))[，,、\s]+([^，。；：！？,;:!?\s]+)"
)
_LATIN_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+)?"
FARTHEST = 24
"""Characters between who acts and what they do, at most."""

SHORTEST_ACT = 2
"""Characters of what somebody does, at least, where it is no word known for an act."""


def acts_in_chinese(text: str, names: Names) -> bool:
    """Whether somebody on the customer's side does something, or is brought to do it, in some clause.

    Who a clause of time is about, unless it is about us, also does what follows it: 老吴看完数据后，同意试用.
    """
    clauses = [clause for clause in _CLAUSES.split(text) if clause]
    timed = [found.groups() for found in _TIME_CLAUSE.finditer(text) if not re.search(_us(names), found[1])]
    after_time = [before + after for before, after in timed]
    return any(_acts(clause, names) for clause in (*clauses, *after_time)) or any(
        re.match(rf"(?:就|即|当场|当天|再|会|才)?{alternatives('zh', 'agrees')}", after) for _, after in timed
    )


def named_in_chinese(text: str, names: Names) -> tuple[str, bool] | None:
    """The first of theirs named in a text, and whether something is only done to or for them; None for nobody."""
    found = _people(names).search(text)
    if found is None:
        return None
    start = found.start() + _taken_too_much(text[: found.start()], found[0], names)
    return text[start : found.end()], re.search(rf"{alternatives('zh', 'towards')}$", text[:start]) is not None


def felt_in_chinese(text: str) -> str | None:
    """The first word of a text that says what is only thought or felt."""
    found = re.search(alternatives("zh", "states"), text)
    return found[0] if found else None


def _acts(clause: str, names: Names) -> bool:
    if re.match(rf"(?:{_us(names)})?(?:去|来|先|再)?{alternatives('zh', 'asks')}", clause):
        return False
    return (
        _given_alone(clause, names)
        or _gained(clause, names)
        or any(_does(clause, found, names) for found in _people(names).finditer(clause))
    )


def _does(clause: str, who: re.Match[str], names: Names) -> bool:
    """Whether the one found here acts: nobody of ours stands before, and an act follows that is not ours."""
    start = who.start() + _taken_too_much(clause[: who.start()], who[0], names)
    before, after = clause[:start], clause[who.end() :]
    brought = re.search(rf"{alternatives('zh', 'brings')}$", before) is not None
    if not brought and re.search(rf"{alternatives('zh', 'towards')}$|{_us(names)}", before):
        return False
    return _act_after(names).match(after) is not None or _begins_to_act(before, clause[start : who.end()], after, names)


def _taken_too_much(before: str, who: str, names: Names) -> int:
    """How many characters of what was found belong to the word before: 给 in 给周总, the 访 of 拜访 in 访周总."""
    leads = rf"(?:{alternatives('zh', 'towards')}|{alternatives('zh', 'brings')})$"
    cuts = (cut for cut in range(1, len(who) - 1) if _people(names).fullmatch(who[cut:]))
    return next((cut for cut in cuts if re.search(leads, before + who[:cut])), 0)


def _begins_to_act(before: str, who: str, after: str, names: Names) -> bool:
    """Whatever else somebody is brought to do, or a person of the deal does, as long as it is not only felt."""
    begun = (
        re.search(rf"{alternatives('zh', 'brings_on')}$", before)
        or re.match(alternatives("zh", "begins"), after)
        or who in names.theirs
    )
    if not begun or len(after) < SHORTEST_ACT or re.match(rf"的|{alternatives('zh', 'people')}|{_us(names)}", after):
        return False
    return re.search(alternatives("zh", "states"), after) is None


def _given_alone(clause: str, names: Names) -> bool:
    """A contract signed, money paid; or somebody of any name agrees, or is brought to what only they can give."""
    brought = (
        rf"{alternatives('zh', 'brings_on')}(?!{_us(names)}).{{1,10}}?(?<!我们){alternatives('zh', 'brought_acts')}"
    )
    agrees = rf"^(?!.*(?:{_us(names)}){alternatives('zh', 'agrees')}).{{1,10}}?{alternatives('zh', 'agrees')}"
    return re.search(rf"{alternatives('zh', 'given_alone')}|{brought}|{agrees}", clause) is not None


def _gained(clause: str, names: Names) -> bool:
    """What only the customer can give is had."""
    who = _people(names).pattern
    given = alternatives("zh", "given")
    from_them = rf"{alternatives('zh', 'gains')}.{{0,4}}?(?:{who}).{{0,16}}?{given}"
    return re.search(rf"{from_them}|拿[到下].{{0,16}}{given}", clause) is not None


@cache
def _people(names: Names) -> re.Pattern[str]:
    """Somebody of theirs; not one who is called ours ("我方工程师")."""
    known = "|".join(re.escape(name) for name in sorted(names.theirs, key=len, reverse=True))
    either = "|".join(part for part in (known, alternatives("zh", "people"), _LATIN_NAME) if part)
    return re.compile(rf"(?<!我方)(?<!我们)(?<!我司)(?:{either})")


@cache
def _act_after(names: Names) -> re.Pattern[str]:
    """An act, before which nobody of ours takes over: "替我们约" goes on, "我们提供" does not."""
    towards = alternatives("zh", "towards")
    over = rf"(?:{towards}(?:{_us(names)})|(?!{_us(names)}).)"
    return re.compile(rf"{over}{{0,{FARTHEST}}}?{alternatives('zh', 'acts')}")


@cache
def _us(names: Names) -> str:
    known = [re.escape(name) for name in sorted(names.ours, key=len, reverse=True)]
    return "|".join([*known, alternatives("zh", "first")])
