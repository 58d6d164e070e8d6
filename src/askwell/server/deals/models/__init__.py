"""Customers, the people there, and deals with them (M32 to M40): what people enter; what calls show is reckoned.

Companies, contacts, products and rivals belong to a team, a deal to one seller of it. A contact has roles in a deal,
several if need be, and a stake in it. What somebody decides about a deal is an append-only row, as with calls. Words of
the method (stages, roles, relations) are those of ``askwell.deal.terms``; forms know what they are called.
"""

from askwell.server.deals.models import importing  # noqa: F401 - models that know none of those below
from askwell.server.deals.models.customers import Company, Contact, Product, ProductPoint, Rival, TeamRows
from askwell.server.deals.models.deal import (
    Activity,
    Attachment,
    Deal,
    DealCall,
    DealQuerySet,
    RivalFact,
    SavedView,
    Speaker,
    Stake,
    StakeRole,
    Task,
)
from askwell.server.deals.models.decided import (
    CallPlan,
    DealDecision,
    OwnAnswer,
    SellerAssessment,
    SigningTask,
    TacticCell,
)
from askwell.server.deals.models.gifts import Gift, GiftDecision, GiftLimit
from askwell.server.deals.models.kept import (
    DealIndex,
    DealIndexCall,
    ObjectionIndex,
    ObjectionsRead,
    ProgressSnapshot,
    Reckoned,
    TeamForecast,
)

__all__ = (
    "Activity",
    "Attachment",
    "CallPlan",
    "Company",
    "Contact",
    "Deal",
    "DealCall",
    "DealDecision",
    "DealIndex",
    "DealIndexCall",
    "DealQuerySet",
    "Gift",
    "GiftDecision",
    "GiftLimit",
    "ObjectionIndex",
    "ObjectionsRead",
    "OwnAnswer",
    "Product",
    "ProductPoint",
    "ProgressSnapshot",
    "Reckoned",
    "Rival",
    "RivalFact",
    "SavedView",
    "SellerAssessment",
    "SigningTask",
    "Speaker",
    "Stake",
    "StakeRole",
    "TacticCell",
    "Task",
    "TeamForecast",
    "TeamRows",
)
