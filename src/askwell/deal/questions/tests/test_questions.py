"""Questions in both languages: what is understood, what is refused, and that nothing is ever half understood."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.deal.questions.atoms import atoms_of
from askwell.deal.questions.data import groupings, kind_of, kinds, lexicon
from askwell.deal.questions.parse import LONGEST, parse, stretches
from askwell.deal.questions.periods import days_of, since
from askwell.deal.questions.query import Name, Query, Refusal
from askwell.deal.questions.say import say
from askwell.deal.questions.terms import Grouping, NameKind, Reason, Subject, Test

NAMES = (
    Name(NameKind.REP, "Ana", "1", "Ana"),
    Name(NameKind.COMPANY, "Brackwell", "2", "Brackwell"),
    Name(NameKind.RIVAL, "Northline", "3", "Northline"),
    Name(NameKind.PERSON, "Helen Stroud", "4", "Helen Stroud"),
)
EXAMPLES = [(kind, lang, text) for kind in kinds() for lang in ("en", "zh") for text in kind.examples[lang]]
TODAY = date(2026, 3, 31)


def asked(text: str) -> Query:
    read = parse(text, NAMES)
    assert isinstance(read, Query), f"{text!r} was refused: {read}"
    return read


def refused(text: str) -> Refusal:
    read = parse(text, NAMES)
    assert isinstance(read, Refusal), f"{text!r} was taken for: {say(read, 'en')}"
    return read


def conditions(text: str) -> dict[Test, str]:
    return {one.test: one.value for one in asked(text).conditions}


def test_at_least_25_kinds_are_published_with_three_phrasings_a_language() -> None:
    assert len(kinds()) >= 25
    assert len({kind.id for kind in kinds()}) == len(kinds())
    for kind in kinds():
        assert all(len(set(kind.examples[lang])) >= 3 for lang in ("en", "zh")), kind.id
        assert kind.name.en
        assert kind.name.zh


def test_every_test_and_grouping_of_the_grammar_belongs_to_a_kind() -> None:
    assert {test for _subject, test in kind_of()} == set(Test)
    assert {by for offered in groupings().values() for by in offered} == set(Grouping)
    assert {kind.subject for kind in kinds()} == set(Subject)


@pytest.mark.parametrize(("kind", "lang", "text"), EXAMPLES, ids=[text for _kind, _lang, text in EXAMPLES])
def test_every_example_is_understood_as_its_kind(kind: object, lang: str, text: str) -> None:
    read = asked(text)
    assert kind.id in read.kinds  # type: ignore[attr-defined] # a parameter
    assert read.subject is kind.subject  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "lang", "text"), EXAMPLES, ids=[text for _kind, _lang, text in EXAMPLES])
def test_what_was_understood_is_said_in_words_that_mean_the_same(kind: object, lang: str, text: str) -> None:
    read = asked(text)
    for spoken in ("en", "zh"):
        again = asked(say(read, spoken))
        assert (again.subject, again.grouping) == (read.subject, read.grouping)
        assert [(one.test, one.value) for one in again.conditions] == [(one.test, one.value) for one in read.conditions]


NEAR_MISSES = [
    # Denied, excepted, or one of two: nothing of this is offered, and none of it may be dropped.
    "deals not lost",
    "deals that are not open",
    "deals no longer open",
    "deals except Ana",
    "deals not above £1m",
    "deals without an explicit need or with doubts",
    "objections not about price",
    "explicit needs not voiced",
    "deals that were never lost",
    "deals without Helen Stroud",
    "deals not in the stage decides to buy",
    "不是进行中的商机",
    "非进行中的商机",
    "除了Ana的商机",
    "商机没有丢单",
    "不赢的商机",
    "没有内线支持者或首倡者的商机",
    "有没有内线支持者的商机",
    "不关于价格的异议",
    "并非停滞的商机",
    # A noun after "without" that could be meant to be lacking too.
    "deals without explicit needs and doubts",
    "calls without objections and benefits",
    "没有明确需求和疑虑的商机",
    "deals with no inside supporter and key user",
    "没有内线支持者和关键使用者的商机",
    # Something else is asked than what it looks like.
    "deals with customers",
    "deals of the moon",
    "people of deals",
    "customers with objections",
    "why are deals lost",
    "deals last month",
    "deals called last month",
    "customers not called last month",
    "deals without expected date this month",
    "calls above £1m",
    "objections of the stage decides to buy",
    "people with an explicit need",
    "deals about price",
    "需求的商机",
    "客户的会谈次数最多",
    "哪个商机最好",
    "价格的商机",
    "deals without overdue tasks",
    "没有逾期任务的商机",
    "deals not closing this quarter",
    "tasks not overdue",
    "tasks by stage",
    "tasks above £1m",
    "tasks with doubts",
    "商机上个月",
    "联系人的明确需求",
    "异议超过100万",
    # Twice, or against itself.
    "open deals won",
    "deals above £1m above £2m",
    "deals lost on price and won",
    "deals of the stages evaluates decides",
    "deals without an amount above £1m",
    "赢单的丢单商机",
    "100万以上200万以上的商机",
    "没有金额的100万以上的商机",
    # Counted apart by what it has not.
    "deals by concern",
    "people by month",
    "customers by stage",
    "商机按内容",
    "deals by rep by stage",
    "异议按阶段",
    # Half a question.
    "no inside supporter",
    "by rep",
    "last month",
    "people",
    "customers",
    "没有内线支持者",
    # Numbers that leave open what is meant.
    "两三天没有联系的商机",
    "一百二天没有联系的商机",
    "按销售",
    "上个月",
    "客户",
    "4周",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_a_near_miss_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        ("deals of the moon", Reason.WORDS, ("moon",)),
        ("哪些商机在月球上有内线支持者", Reason.WORDS, ("月球上",)),
        ("deals last month", Reason.WHEN, ("last month",)),
        ("deals with no inside supporter at customers", Reason.SUBJECTS, ("deals", "customers")),
        ("no inside supporter", Reason.NO_SUBJECT, ()),
        ("deals about price", Reason.NOT_OFFERED, ("price",)),
        ("open deals won", Reason.TWICE, ("open", "won")),
        ("deals by concern", Reason.GROUPING, ("by concern",)),
        ("?!", Reason.EMPTY, ()),
        ("deals " * 50, Reason.TOO_LONG, ()),
    ],
)
def test_a_refusal_says_why_and_on_account_of_which_words(text: str, reason: Reason, words: tuple[str, ...]) -> None:
    said = refused(text)
    assert (said.reason, said.words) == (reason, words)


def test_the_nearest_kinds_are_named_with_a_refusal() -> None:
    assert refused("deals without an inside supporter on the moon").nearest[0] == "deals_without_role"
    assert "companies_without_explicit_need" in refused("哪些客户在月球上没有明确需求").nearest
    assert refused("xyzzy").nearest == ()


@pytest.mark.method("M32")
@pytest.mark.parametrize(
    "text", ["deals with no champion", "没有内线的商机", "deals where the inside supporter is unknown"]
)
def test_roles_go_by_the_names_of_the_codebook_and_by_others(text: str) -> None:
    assert conditions(text) == {Test.LACKS_ROLE: "inside_supporter", Test.STATE: "open"}


def test_open_deals_are_assumed_unless_something_else_is_said() -> None:
    assumed = asked("deals with no inside supporter").conditions[-1]
    assert (assumed.test, assumed.value, assumed.assumed) == (Test.STATE, "open", True)
    assert conditions("all deals with no inside supporter")[Test.STATE] == "any"
    assert conditions("won deals without an explicit need")[Test.STATE] == "won"
    assert Test.STATE not in conditions("deals lost on price")
    assert Test.STATE not in conditions("deals begun this month")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("late tasks", {Test.OVERDUE: ""}),
        ("tasks past due", {Test.OVERDUE: ""}),
        ("which to-dos are overdue", {Test.OVERDUE: ""}),
        ("tasks overdue", {Test.OVERDUE: ""}),
        ("任务逾期", {Test.OVERDUE: ""}),
        ("过期未完成的待办", {Test.OVERDUE: ""}),
        ("给我看逾期的任务", {Test.OVERDUE: ""}),
        ("我的逾期任务", {Test.OF_REP: "me", Test.OVERDUE: ""}),
        ("what is due this week", {Test.DUE: "this_week"}),
        ("本周有什么到期？", {Test.DUE: "this_week"}),
        ("tasks due this week", {Test.DUE: "this_week"}),
        ("tasks expected this week", {Test.DUE: "this_week"}),
        ("deals due before Christmas", {Test.EXPECTED: "until_christmas", Test.STATE: "open"}),
        ("年底前能签的单子", {Test.EXPECTED: "until_year", Test.STATE: "open"}),
        ("deals to close next month", {Test.EXPECTED: "next_month", Test.STATE: "open"}),
        ("deals to be signed this month", {Test.EXPECTED: "this_month", Test.STATE: "open"}),
        ("这个季度准备签约的项目", {Test.EXPECTED: "this_quarter", Test.STATE: "open"}),
        ("本月该签的单子", {Test.EXPECTED: "this_month", Test.STATE: "open"}),
    ],
)
def test_near_phrasings_of_what_is_due(text: str, meant: dict[Test, str]) -> None:
    assert conditions(text) == meant


@pytest.mark.parametrize(
    ("text", "subject", "meant"),
    [
        ("who is against us", Subject.PEOPLE, {Test.AGAINST_US: ""}),
        ("谁反对我们", Subject.PEOPLE, {Test.AGAINST_US: ""}),
        ("谁有保留意见", Subject.PEOPLE, {Test.HAS_RESERVATIONS: ""}),
        ("Ana的赢单", Subject.DEALS, {Test.OF_REP: "1", Test.STATE: "won"}),
        ("Ana's wins last quarter", Subject.DEALS, {Test.OF_REP: "1", Test.STATE: "won", Test.PERIOD: "last_quarter"}),
        ("按客户统计异议", Subject.OBJECTIONS, {}),
        ("calls with no advance", Subject.CALLS, {Test.NEVER_ADVANCED: ""}),
        ("没有进展的会谈", Subject.CALLS, {Test.NEVER_ADVANCED: ""}),
        ("people I haven't talked to for three weeks", Subject.PEOPLE, {Test.NOT_CONTACTED: "3w"}),
        ("三周没聊过的人", Subject.PEOPLE, {Test.NOT_CONTACTED: "3w"}),
        ("三十天没聊过的人", Subject.PEOPLE, {Test.NOT_CONTACTED: "30d"}),
        ("四十五天没聊过的人", Subject.PEOPLE, {Test.NOT_CONTACTED: "45d"}),
        ("一百零五天没聊过的人", Subject.PEOPLE, {Test.NOT_CONTACTED: "105d"}),
        ("超过三十天没有联系的商机", Subject.DEALS, {Test.NOT_CONTACTED: "30d", Test.STATE: "open"}),
        ("超过二十天没有会谈的商机", Subject.DEALS, {Test.NOT_CALLED: "20d", Test.STATE: "open"}),
        ("deals with no rival", Subject.DEALS, {Test.LACKS_RIVAL: "", Test.STATE: "open"}),
    ],
)
def test_everyday_wording(text: str, subject: Subject, meant: dict[Test, str]) -> None:
    assert asked(text).subject is subject
    assert conditions(text) == meant


def test_conditions_stand_together() -> None:
    read = asked("deals above £1m of rep Ana with no inside supporter and no technical gatekeeper by stage")
    assert [(one.test, one.value) for one in read.conditions] == [
        (Test.ABOVE, "£1m"),
        (Test.OF_REP, "1"),
        (Test.LACKS_ROLE, "inside_supporter"),
        (Test.LACKS_ROLE, "technical_gatekeeper"),
        (Test.STATE, "open"),
    ]
    assert read.grouping is Grouping.STAGE
    assert read.kinds == ("deals_by_amount", "deals_of_rep", "deals_without_role")


@pytest.mark.parametrize(
    ("text", "test", "value"),
    [
        ("deals above £1.5m", Test.ABOVE, "£1.5m"),
        ("deals worth more than 2 million pounds", Test.ABOVE, "2million pounds"),
        ("deals of at least 1,200,000", Test.AT_LEAST, "1200000"),
        ("100万以上的商机", Test.AT_LEAST, "100万"),
        ("金额不超过１．２亿元的商机", Test.AT_MOST, "1.2亿元"),
        ("超过一百万的商机", Test.ABOVE, "100万"),
        ("高于两千五百万元的商机", Test.ABOVE, "2500万元"),
        ("不低于一亿二千万的商机", Test.AT_LEAST, "12000万"),
        ("十万以上的商机", Test.AT_LEAST, "10万"),
        ("deals over a million dollars", Test.ABOVE, "1million dollars"),
        ("deals with no call for half a year", Test.NOT_CALLED, "6m"),
        ("deals with no call for 30 days", Test.NOT_CALLED, "30d"),
        ("两个月没有会谈的商机", Test.NOT_CALLED, "2m"),
        ("半年沒有會談的商機", Test.NOT_CALLED, "6m"),
        ("连续三次中断的商机", Test.STALLED, "3"),
        ("stalled deals", Test.STALLED, "2"),
        ("deals won in the last 2 quarters", Test.PERIOD, "last 2q"),
        ("deals that haven't been called for a week", Test.NOT_CALLED, "1w"),
    ],
)
def test_amounts_and_times_are_read_as_people_write_them(text: str, test: Test, value: str) -> None:
    assert conditions(text)[test] == value


def test_names_are_those_given_and_quotation_marks_keep_words_from_being_read() -> None:
    door = Name(NameKind.COMPANY, "Open Door", "7", "Open Door Ltd")
    read = parse("deals of company “Open Door”", [door])
    assert isinstance(read, Query)
    assert read.value_of(Test.OF_COMPANY) == "7"
    assert {"open door", "Zoë"} <= set(stretches("deals of company “Open Door” won by rep Zoë"))
    assert "新华" in stretches("销售新华的商机")
    assert "张伟" in stretches("销售张伟的商机")
    assert isinstance(parse("deals of company “Open Door”"), Refusal)


def test_a_name_of_two_is_not_guessed() -> None:
    both = [Name(NameKind.REP, "Kim", "1", "Kim"), Name(NameKind.PERSON, "Kim", "2", "Kim Ho")]
    said = parse("deals of Kim", both)
    assert isinstance(said, Refusal)
    assert said.reason is Reason.AMBIGUOUS
    told = parse("deals of rep Kim", both)
    assert isinstance(told, Query)
    assert told.value_of(Test.OF_REP) == "1"


WORDS = sorted({"".join(word.atoms) if len(word.atoms[0]) == 1 else " ".join(word.atoms)
                for words in lexicon().values() for word in words})  # fmt: skip


@given(st.text(max_size=LONGEST + 10))
def test_any_text_is_answered_or_refused(text: str) -> None:
    assert isinstance(parse(text, NAMES), Query | Refusal)
    assert isinstance(stretches(text), tuple)


@given(st.lists(st.sampled_from([*WORDS, "Ana", "Brackwell", "£1m", "4 weeks", "三个月"]), max_size=8).map(" ".join))
def test_whatever_is_understood_can_be_said_and_is_understood_again_as_the_same(text: str) -> None:
    read = parse(text, NAMES)
    if isinstance(read, Query):
        for lang in ("en", "zh"):
            again = parse(say(read, lang), NAMES)
            assert isinstance(again, Query), f"{text!r} → {say(read, lang)!r} → {again}"
            meant = {(one.test, one.value) for one in read.conditions}
            assert {(one.test, one.value) for one in again.conditions} == meant
            assert (again.subject, again.grouping) == (read.subject, read.grouping)


@given(
    st.sampled_from([text for _kind, _lang, text in EXAMPLES]),
    st.sampled_from(["xyzzy", "除了", "except", "鑫"]),
    st.integers(0, 60),
)
def test_a_foreign_word_anywhere_makes_a_question_refused(text: str, word: str, place: int) -> None:
    atoms = atoms_of(text)
    at = atoms[place % len(atoms)].start
    assert isinstance(parse(f"{text[:at]} {word} {text[at:]}", NAMES), Refusal)


@given(st.text(max_size=80))
def test_atoms_lie_in_order_within_the_text(text: str) -> None:
    atoms = atoms_of(text)
    assert all(0 <= atom.start < atom.end <= len(text) for atom in atoms)
    assert all(one.start <= other.start for one, other in pairwise(atoms))


@pytest.mark.parametrize(
    ("value", "first", "after"),
    [
        ("today", date(2026, 3, 31), date(2026, 4, 1)),
        ("yesterday", date(2026, 3, 30), date(2026, 3, 31)),
        ("this_week", date(2026, 3, 30), date(2026, 4, 6)),
        ("last_week", date(2026, 3, 23), date(2026, 3, 30)),
        ("next_week", date(2026, 4, 6), date(2026, 4, 13)),
        ("last_month", date(2026, 2, 1), date(2026, 3, 1)),
        ("next_month", date(2026, 4, 1), date(2026, 5, 1)),
        ("this_quarter", date(2026, 1, 1), date(2026, 4, 1)),
        ("last_quarter", date(2025, 10, 1), date(2026, 1, 1)),
        ("last_year", date(2025, 1, 1), date(2026, 1, 1)),
        ("last 4w", date(2026, 3, 3), date(2026, 4, 1)),
        ("until_christmas", date(2026, 3, 31), date(2026, 12, 25)),
        ("until_year", date(2026, 3, 31), date(2027, 1, 1)),
        ("until_month", date(2026, 3, 31), date(2026, 4, 1)),
        ("last 1m", date(2026, 2, 28), date(2026, 4, 1)),
    ],
)
def test_times_are_days(value: str, first: date, after: date) -> None:
    assert days_of(value, TODAY) == (first, after)


def test_a_span_beyond_the_calendar_ends_at_its_beginning() -> None:
    assert since("1000y", TODAY) == date(1026, 3, 31)
    assert since("1000y", date(900, 1, 5)).year == 1
