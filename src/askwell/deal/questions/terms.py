"""The closed vocabularies of questions; each value is the word written in the data beside it.

No strings: a stage one tests for and a stage one counts by share their word, and are not the same.
"""

from enum import Enum


class Subject(Enum):
    """What a question counts and lists."""

    DEALS = "deals"
    TASKS = "tasks"
    PEOPLE = "people"
    COMPANIES = "companies"
    CALLS = "calls"
    OBJECTIONS = "objections"
    NEEDS = "needs"
    MOMENTS = "moments"


class Test(Enum):
    """What must hold of a thing for it to be counted."""

    __test__ = False  # not a test of this program

    LACKS_ROLE = "lacks_role"
    HAS_ROLE = "has_role"
    IN_ROLE = "in_role"
    LACKS_PEOPLE = "lacks_people"
    LACKS_WANT = "lacks_want"
    HAS_WANT = "has_want"
    LACKS_NEED = "lacks_need"
    HAS_DOUBT = "has_doubt"
    LACKS_DOUBT = "lacks_doubt"
    NOT_CALLED = "not_called"
    NEVER_CALLED = "never_called"
    NOT_CONTACTED = "not_contacted"
    NOT_ADVANCED = "not_advanced"
    NEVER_ADVANCED = "never_advanced"
    STALLED = "stalled"
    STAGE = "stage"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    LACKS_AMOUNT = "lacks_amount"
    OF_REP = "of_rep"
    OF_COMPANY = "of_company"
    OF_RIVAL = "of_rival"
    OF_PERSON = "of_person"
    HAS_RIVAL = "has_rival"
    LACKS_RIVAL = "lacks_rival"
    STATE = "state"
    LOST_BECAUSE = "lost_because"
    PERIOD = "period"
    EXPECTED = "expected"
    DUE = "due"
    OVERDUE = "overdue"
    LACKS_DATE = "lacks_date"
    LACKS_TASK = "lacks_task"
    LATE_TASK = "late_task"
    BEGUN = "begun"
    AGAINST_US = "against_us"
    FOR_US = "for_us"
    HAS_RESERVATIONS = "has_reservations"
    LACKS_ATTITUDE = "lacks_attitude"
    LACKS_VOICE = "lacks_voice"
    LACKS_DEAL = "lacks_deal"
    OUTCOME = "outcome"
    HAS_CODE = "has_code"
    LACKS_CODE = "lacks_code"
    CODE = "code"
    ABOUT = "about"
    EXPLICIT = "explicit"
    IMPLIED = "implied"


class Grouping(Enum):
    """By what the things found are counted apart."""

    REP = "rep"
    COMPANY = "company"
    STAGE = "stage"
    OUTCOME = "outcome"
    CONCERN = "concern"
    REASON = "reason"
    MONTH = "month"


class NameKind(Enum):
    """Whose name stands in a question."""

    REP = "rep"
    COMPANY = "company"
    RIVAL = "rival"
    PERSON = "person"


class Reason(Enum):
    """Why a question is not answered."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    WORDS = "words"
    NO_SUBJECT = "no_subject"
    SUBJECTS = "subjects"
    TWICE = "twice"
    NOT_OFFERED = "not_offered"
    GROUPING = "grouping"
    WHEN = "when"
    AMBIGUOUS = "ambiguous"
