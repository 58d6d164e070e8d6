"""Whether a clause in Chinese names an act of the customer (M06)."""

import re
from functools import cache

from askwell.counsel.plans.acts import Names, alternatives

_CLAUSES = re.compile(r"[，。；：、！？,;:!?（）()\s]+|然后|之后|以后|并且|再由")
_LATIN_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+)?"
FARTHEST = 24
"""Characters between who acts and what they do, at most."""

SHORTEST_ACT = 2
"""Characters of what somebody does, at least, where it is no word known for an act."""


def acts_in_chinese(text: str, names: Names) -> bool:
    """Whether somebody on the customer's side does something, or is brought to do it, in some clause."""
    return any(_acts(clause, names) for clause in _CLAUSES.split(text) if clause)


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
    before, after = clause[: who.start()], clause[who.end() :]
    brought = re.search(rf"{alternatives('zh', 'brings')}$", before) is not None
    if not brought and re.search(rf"{alternatives('zh', 'towards')}$|{_us(names)}", before):
        return False
    return _act_after(names).match(after) is not None or _begins_to_act(before, who[0], after, names)


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
