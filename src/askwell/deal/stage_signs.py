"""What in the buyer's words tells the stage of the purchase (M03).

Each sign is an item of the codebook's entry of its stage; what cannot be heard in a transcript is not here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from askwell.deal.calls import Said
from askwell.deal.signs import shows
from askwell.deal.terms import BuyingStage
from askwell.method.terms import Code, Concern, Doubt, FollowUp, ObjectionClass
from askwell.understanding.by_example import Told
from askwell.understanding.cues import says

BEFORE_WANT, AFTER_WANT = False, True


@dataclass(frozen=True, slots=True)
class Sign:
    """``weight`` is what the sign counts when the coder is certain of it and it was seen in the latest call.

    ``wanted`` says that it tells the stage only before, or only after, the first want of the deal was stated.
    """

    stage: BuyingStage
    item: str
    weight: float
    shows: Callable[[Said], bool]
    wanted: bool | None = None


def _objects(said: Said) -> bool:
    return said.unit.code is Code.OBJECTION


def _has_no_time(said: Said) -> bool:
    return _objects(said) and said.unit.attrs.concern is Concern.TIMING


def _passes_on(said: Said) -> bool:
    return _objects(said) and said.unit.attrs.concern is Concern.AUTHORITY


def _puts_off(said: Said) -> bool:
    classes = (ObjectionClass.HESITATION, ObjectionClass.INDIFFERENCE)
    return _objects(said) and said.unit.attrs.objection_class in classes


def _sees_no_need(said: Said) -> bool:
    return said.unit.attrs.doubt is Doubt.NECESSITY


def _asks(said: Said) -> bool:
    return said.unit.code is Code.BUYER_QUESTION


def _talks_inside(said: Said) -> bool:
    return shows(said, Told.INSIDE)


def _tells_problem(said: Said) -> bool:
    return said.unit.code is Code.IMPLIED_NEED


def _states_want(said: Said) -> bool:
    return said.unit.code is Code.EXPLICIT_NEED


def _knows_procedure(said: Said) -> bool:
    return shows(said, Told.PROCEDURE)


def _means_to_buy(said: Said) -> bool:
    intends = said.unit.code in (Code.AGREEMENT, Code.EXPLICIT_NEED)
    bought = says("buys", said.text) or says("purchase", said.text)
    return (intends and bought) or shows(said, Told.MEANS_TO_BUY)


def _haggles(said: Said) -> bool:
    asks = said.unit.code is Code.BUYER_QUESTION and says("price", said.text)
    return asks or (_objects(said) and said.unit.attrs.concern is Concern.PRICE)


def _picks_details(said: Said) -> bool:
    return _objects(said) and said.unit.attrs.concern in (Concern.CAPABILITY, Concern.VALUE, Concern.RISK)


def _turns_hesitant(said: Said) -> bool:
    return _objects(said) and said.unit.attrs.objection_class is ObjectionClass.HESITATION


def _compares(said: Said) -> bool:
    competing = _objects(said) and said.unit.attrs.concern is Concern.COMPETITOR
    return competing or said.unit.attrs.doubt is Doubt.BETTER_ELSEWHERE


def _asks_for_terms(said: Said) -> bool:
    return shows(said, Told.CONTRACT)


def _names_short_list(said: Said) -> bool:
    return shows(said, Told.SHORT_LIST)


def _brings_to_approval(said: Said) -> bool:
    return shows(said, Told.APPROVAL)


def _speaks_of_start(said: Said) -> bool:
    return shows(said, Told.START)


def _follows_up(sign: FollowUp) -> Callable[[Said], bool]:
    return lambda said: said.unit.attrs.follow_up is sign


ORDER_WEIGHT = 4.0
"""What a call that ended in an order counts (sign ``orders``): a sign of the whole call, not of one unit."""
FOLLOW_UP_WEIGHT = 2.0
SIGNS = (
    Sign(BuyingStage.FEELS_FINE, "no_time", 1.0, _has_no_time, BEFORE_WANT),
    Sign(BuyingStage.FEELS_FINE, "not_my_business", 1.0, _passes_on, BEFORE_WANT),
    Sign(BuyingStage.FEELS_FINE, "later", 1.0, _puts_off, BEFORE_WANT),
    Sign(BuyingStage.FEELS_FINE, "sees_no_need", 1.0, _sees_no_need, BEFORE_WANT),
    Sign(BuyingStage.NEED_DEFINED, "asks_details", 0.5, _asks),
    Sign(BuyingStage.NEED_DEFINED, "talks_inside", 0.75, _talks_inside),
    Sign(BuyingStage.NEED_DEFINED, "need_clearer", 0.75, _tells_problem),
    Sign(BuyingStage.NEED_DEFINED, "need_clearer", 2.0, _states_want),
    Sign(BuyingStage.NEED_DEFINED, "first_procedure", 0.75, _knows_procedure),
    Sign(BuyingStage.EVALUATES, "means_to_buy", 1.5, _means_to_buy),
    Sign(BuyingStage.EVALUATES, "haggles", 1.25, _haggles, AFTER_WANT),
    Sign(BuyingStage.EVALUATES, "picks_details", 1.0, _picks_details, AFTER_WANT),
    Sign(BuyingStage.EVALUATES, "cool_hesitant", 1.0, _turns_hesitant, AFTER_WANT),
    Sign(BuyingStage.EVALUATES, "compares", 1.25, _compares),
    Sign(BuyingStage.DECIDES, "contract_terms", 1.5, _asks_for_terms, AFTER_WANT),
    Sign(BuyingStage.DECIDES, "short_list", 2.0, _names_short_list),
    Sign(BuyingStage.DECIDES, "approval", 1.5, _brings_to_approval),
    Sign(BuyingStage.DECIDES, "start_date", 1.5, _speaks_of_start, AFTER_WANT),
    *(Sign(BuyingStage.USES, sign.value, FOLLOW_UP_WEIGHT, _follows_up(sign)) for sign in FollowUp),
)
