"""The rules: each a small pure function over facts; ``RULES`` is the whole register, in the order of a call."""

from askwell.counsel.rules.asking import RULES as ASKING
from askwell.counsel.rules.capability import RULES as CAPABILITY
from askwell.counsel.rules.commitment import RULES as COMMITMENT
from askwell.counsel.rules.listening import RULES as LISTENING
from askwell.counsel.rules.needs import RULES as NEEDS
from askwell.counsel.rules.objections import RULES as OBJECTIONS
from askwell.counsel.rules.objective import RULES as OBJECTIVE
from askwell.counsel.rules.opening import RULES as OPENING
from askwell.counsel.rules.rule import Rule
from askwell.counsel.rules.strengths import RULES as STRENGTHS

RULES: tuple[Rule, ...] = (
    *OPENING,
    *ASKING,
    *NEEDS,
    *CAPABILITY,
    *OBJECTIONS,
    *COMMITMENT,
    *OBJECTIVE,
    *LISTENING,
    *STRENGTHS,
)

__all__ = ["RULES", "Rule"]
