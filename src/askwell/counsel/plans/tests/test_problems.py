"""From problems to difficulties and questions (M15, M25), and to statements for needs that were stated (M24, M26)."""

import pytest

from askwell.counsel.plans.fabe import build_statements
from askwell.counsel.plans.offer import Offer
from askwell.counsel.plans.problems import plan_problems, revealing_questions
from askwell.counsel.plans.tests.deals import FILLER, GROWN, MAJOR, SMALL, TOLD, ZH_FILLER, ZH_GROWN, standing
from askwell.deal.tests.deals import person
from askwell.method.loader import load_codebook
from askwell.method.terms import Code


@pytest.mark.method("M15")
def test_a_problem_told_brings_difficulties_and_a_question_for_each() -> None:
    told = plan_problems(standing(TOLD, sale=MAJOR), [FILLER], {}, ())[0]
    assert told.lead_in.en == "You said: “The filler head jams twice a week”."
    assert [one.question.id for one in told.consequences] == ["waiting", "money", "rework"]
    assert {one.question.code for one in told.consequences} == {Code.IMPLICATION_QUESTION}


@pytest.mark.method("M15")
def test_a_consequence_that_was_voiced_is_not_asked_for_again() -> None:
    costed = TOLD + GROWN.split("seller Ana: {need_payoff")[0]
    told = plan_problems(standing(costed, sale=MAJOR), [FILLER], {}, ())[0]
    assert [one.question.id for one in told.consequences] == ["waiting", "rework", "own_customers"]


@pytest.mark.method("M15")
def test_need_payoff_questions_only_where_we_have_an_answer() -> None:
    given = standing(TOLD, GROWN, sale=MAJOR)
    assert plan_problems(given, [FILLER], {}, ())[0].payoffs[0].id == "worth"
    assert plan_problems(given, [Offer("Paint", solves=("The walls are grey",))], {}, ())[0].payoffs == ()


@pytest.mark.method("M15")
def test_a_person_has_the_last_word_on_what_meets_a_need() -> None:
    given = standing(TOLD, GROWN, sale=MAJOR)
    label, paint = given.state.needs[0].label, Offer("Paint", solves=("The walls are grey",))
    assert plan_problems(given, [paint], {label: "Paint"}, ())[0].payoffs
    assert plan_problems(given, [FILLER], {label: ""}, ())[0].payoffs == ()


@pytest.mark.method("M25")
def test_a_product_is_planned_from_the_problems_it_solves_and_nobody_told() -> None:
    told, likely = plan_problems(standing(TOLD, sale=MAJOR), [FILLER], {}, ())
    assert (told.told, likely.told) == (True, False)
    assert likely.words == "Nobody knows why a line stopped"
    assert likely.questions[0].text.en == "Do you ever find that nobody knows why a line stopped?"
    assert likely.payoffs == ()


@pytest.mark.method("M25")
@pytest.mark.parametrize(
    ("problem", "lang", "asked"),
    [
        ("We find out on the Monday", "en", "Does this come up here: we find out on the Monday?"),
        ("我们月底才知道缺货", "zh", "您这边会不会有这种情况：我们月底才知道缺货？"),
    ],
)
def test_a_problem_in_the_customers_own_voice_is_asked_for_as_it_stands(problem: str, lang: str, asked: str) -> None:
    assert revealing_questions(problem)[0].text.in_lang(lang) == asked


@pytest.mark.method("M15")
def test_in_a_small_sale_no_chain_of_implications_is_planned() -> None:
    assert all(not one.consequences for one in plan_problems(standing(TOLD, sale=SMALL), [FILLER], {}, ()))


@pytest.mark.method("M15")
def test_words_of_somebody_absent_are_told_as_theirs() -> None:
    people = (person("Bo"), person("Ruth"))
    given = standing(TOLD, sale=MAJOR, people=people)
    assert plan_problems(given, [FILLER], {}, people[1:])[0].lead_in.zh.startswith("Bo说过")
    assert plan_problems(given, [FILLER], {}, people[:1])[0].lead_in.zh.startswith("您说过")


def test_the_stems_of_implications_are_those_of_the_difficulties() -> None:
    book = load_codebook()
    names = [
        [item.id for item in book.entry(f"planning.{name}").items] for name in ("difficulties", "implication_stems")
    ]
    assert names[0] == names[1]


@pytest.mark.method("M24")
def test_a_statement_is_built_from_the_catalogue_and_the_stated_want() -> None:
    built = build_statements(standing(TOLD, GROWN, sale=MAJOR), [FILLER], {}, {}).built[0]
    assert built.text == (
        "Because it has two filler heads, one head is cleaned while the other fills. For you, that answers what you "
        "asked for: “We want a filler head that never jams”. You can check this: Brackwell has run it for two years."
    )
    assert (built.lang, built.proof) == ("en", None)


@pytest.mark.method("M24")
def test_a_statement_in_chinese_takes_the_pattern_its_evidence_fits() -> None:
    built = build_statements(standing(ZH_GROWN, sale=MAJOR), [ZH_FILLER], {}, {}).built[0]
    assert built.text == (
        "因为机器有两个灌装头，所以一个清洗时另一个照常灌装；对您而言，这就回应了您提过的“我们想要不卡的灌装头”；"
        "已经在三家同行用了两年。"
    )
    assert built.lang == "zh"


@pytest.mark.method("M24")
def test_a_benefit_is_refused_where_no_need_is_known() -> None:
    found = build_statements(standing(sale=MAJOR), [FILLER], {}, {})
    assert found.built == ()
    assert [one.reason for one in found.refused] == ["no_need"]
    assert found.refused[0].do is not None


@pytest.mark.method("M24")
@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        (Offer("Paint", ("grey",), ("covers",), ("The walls are bare",)), "no_product"),
        (Offer("Line care", (), ("cleans",), ("The filler head jams",)), "no_feature"),
        (Offer("Line care", ("two heads",), (), ("The filler head jams",)), "no_function"),
        (Offer("Line care", (), (), ("The filler head jams",)), "neither"),
    ],
)
def test_what_is_lacking_is_said_with_the_product_and_the_field(offer: Offer, reason: str) -> None:
    found = build_statements(standing(TOLD, GROWN, sale=MAJOR), [offer], {}, {})
    assert [one.reason for one in found.refused] == [reason]
    lacks = reason != "no_product"
    assert (found.refused[0].product == "Line care") is lacks
    assert ("“Line care”" in found.refused[0].text.zh) is lacks


@pytest.mark.method("M24")
def test_without_products_or_with_none_that_meets_it_the_reason_is_another() -> None:
    given = standing(TOLD, GROWN, sale=MAJOR)
    assert [one.reason for one in build_statements(given, [], {}, {}).refused] == ["no_products"]
    said = {given.state.needs[0].label: ""}
    assert [one.reason for one in build_statements(given, [FILLER], said, {}).refused] == ["none_of_ours"]


@pytest.mark.method("M24")
def test_a_problem_is_not_yet_a_want() -> None:
    found = build_statements(standing(TOLD, sale=MAJOR), [FILLER], {}, {})
    assert (found.built, [one.reason for one in found.refused]) == ((), ["only_implied"])


@pytest.mark.method("M26")
def test_where_nothing_proves_it_a_proof_from_outside_is_proposed() -> None:
    bare = Offer("Line care", FILLER.features, FILLER.functions, FILLER.solves)
    built = build_statements(standing(TOLD, GROWN, sale=MAJOR), [bare], {}, {}).built[0]
    assert built.text.endswith("“We want a filler head that never jams”.")
    assert built.proof is not None
    assert built.proof.en.startswith("Visit to a successful customer")


@pytest.mark.method("M24")
def test_points_chosen_by_hand_are_taken_as_long_as_the_catalogue_holds_both() -> None:
    given = standing(TOLD, GROWN, sale=MAJOR)
    label, (heads, screen), (cleaned, seen) = given.state.needs[0].label, FILLER.features, FILLER.functions
    for chosen, pair in (
        ({"feature": screen, "function": seen}, (screen, seen)),
        ({"feature": screen}, (screen, cleaned)),
        ({"feature": screen, "function": "gone since"}, (heads, cleaned)),
        ({"feature": "gone since", "function": seen}, (heads, cleaned)),
    ):
        built = build_statements(given, [FILLER], {}, {label: chosen}).built[0]
        assert (built.feature, built.function) == pair


@pytest.mark.method("M15")
def test_a_want_is_asked_about_as_a_want_and_its_trouble_as_a_trouble() -> None:
    both = plan_problems(standing(TOLD, GROWN, sale=MAJOR), [FILLER], {}, ())[0]
    assert both.lead_in.en == "You said: “A jam of the filler head costs us 4,000 a time”."
    assert both.consequences
    assert both.gain_lead_in is not None
    assert both.gain_lead_in.en == "You said: “We want a filler head that never jams”."
    assert both.payoffs[0].text.en == "Suppose you had it that way: what would that be worth to you?"


@pytest.mark.method("M15")
def test_of_a_want_alone_no_implication_is_asked() -> None:
    want = "seller Ana: Well?\nbuyer Bo: {explicit_need: We want a filler head that never jams.}\n"
    told = plan_problems(standing(want, sale=MAJOR), [FILLER], {}, ())[0]
    assert (told.consequences, told.gain_lead_in) == ((), None)
    assert told.payoffs[0].text.zh == "要是真能做到这样，对您这边值多少？"
    assert told.lead_in.en == "You said: “We want a filler head that never jams”."


@pytest.mark.method("M15")
def test_of_a_trouble_alone_the_gain_is_that_of_its_end() -> None:
    told = plan_problems(standing(TOLD, sale=MAJOR), [FILLER], {}, ())[0]
    assert told.payoffs[0].text.en.startswith("If that were no longer so")
    assert told.gain_lead_in is None


@pytest.mark.method("M15")
def test_before_several_people_words_are_told_by_name() -> None:
    people = (person("Bo"), person("Ruth"))
    given = standing(TOLD, sale=MAJOR, people=people)
    assert plan_problems(given, [FILLER], {}, people)[0].lead_in.en.startswith("Bo said")


@pytest.mark.method("M25")
def test_each_problem_has_its_own_questions_and_none_recites_it() -> None:
    first, second = (revealing_questions("Loggers are only read on a Friday", nth) for nth in (0, 1))
    assert first[0].text.en == "Do you ever find that loggers are only read on a Friday?"
    assert {one.text for one in first}.isdisjoint(one.text for one in second)
    assert all("“" not in one.text.en for one in (*first, *second))


@pytest.mark.method("M25")
@pytest.mark.parametrize(
    ("problem", "asked"),
    [
        ("灌装头老是卡", "您这边有没有碰到过灌装头老是卡的情况？"),
        ("温度漂移", "温度漂移这个事，眼下最让您费劲的是哪一步？"),
        ("一到夏天，电机就烧", "您这边会不会有这种情况：一到夏天，电机就烧？"),
        ("Stock disappears overnight", "Does this come up here: stock disappears overnight?"),
        ("The filler jams", "Does this come up here: the filler jams?"),
        ("Slow changeovers", "How much trouble do you have with slow changeovers?"),
    ],
)
def test_a_problem_is_asked_for_by_how_it_is_written(problem: str, asked: str) -> None:
    assert asked in {text for one in revealing_questions(problem) for text in (one.text.en, one.text.zh)}


@pytest.mark.method("M24")
def test_a_want_of_another_is_not_called_yours() -> None:
    people = (person("Bo"), person("Ruth"))
    given = standing(TOLD, GROWN, sale=MAJOR, people=people)
    theirs, own = (build_statements(given, [FILLER], {}, {}, met).built[0].text for met in (people[1:], people[:1]))
    assert "what Bo asked for: “We want a filler head" in theirs
    assert "what Bo asked for" in build_statements(given, [FILLER], {}, {}, ()).built[0].text
    assert "what you asked for: “We want a filler head" in own


@pytest.mark.method("M24")
def test_nothing_is_said_to_answer_a_want_it_shares_no_word_with() -> None:
    given = standing(TOLD, GROWN, sale=MAJOR)
    label = given.state.needs[0].label
    other = Offer("Probes", ("four probes",), ("reads every minute",), ("The filler head jams",))
    loose = build_statements(given, [other], {}, {}).built[0]
    assert (loose.text, loose.want) == ("", "We want a filler head that never jams.")
    by_hand = build_statements(given, [other], {}, {label: {"feature": "four probes"}}).built[0]
    assert "that answers what you asked for" in by_hand.text


@pytest.mark.method("M15")
def test_of_many_tellings_the_one_about_our_problem_is_taken_up() -> None:
    aside = TOLD + "seller Ana: {problem_question: Else?}\nbuyer Bo: {implied_need: The filler is a nuisance.}\n"
    told = plan_problems(standing(aside, sale=MAJOR), [FILLER], {}, ())[0]
    assert told.lead_in.en == "You said: “The filler head jams twice a week”."
