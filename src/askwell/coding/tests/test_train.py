"""Training on a handful of calls: it learns them, and does so the same way each time."""

import pytest

from askwell.coding.coded import CodedConversation
from askwell.coding.notation import read_coded_text
from askwell.coding.sequence import units_by
from askwell.coding.talks import prepared, segment_codes
from askwell.coding.tests.test_notation import CALL
from askwell.coding.train import heard_in, train_models, trained_files
from askwell.coding.trained import judge_by, network_votes
from askwell.method.terms import Code

PROBLEMS = ("jams", "leaks", "stops", "breaks")


def calls(lang: str) -> list[CodedConversation]:
    return [read_coded_text(text.format(id=f"{lang}-{word}", word=word)) for word in PROBLEMS for text in [TALKS[lang]]]


TALKS = {
    "en": (
        "# id: {id}\n# lang: en\n# outcome: continuation\n"
        "seller: {{situation_question: How many pumps do you run?}}\nbuyer: Twelve.\n"
        "seller: {{problem_question: What goes wrong with them?}}\nbuyer: {{implied_need: One {word} every week.}}\n"
        "seller: {{feature: Ours is made of steel.}}\nbuyer: {{objection: That is too dear for us.}}\n"
    ),
    "zh": (
        "# id: {id}\n# lang: zh\n# outcome: continuation\n"
        "seller: {{situation_question: 您这儿一共几台泵？}}\nbuyer: 十二台。\n"
        "seller: {{problem_question: 哪里最容易出毛病？}}\nbuyer: {{implied_need: 每周总有一台{word}坏掉。}}\n"
        "seller: {{feature: 我们的是不锈钢的。}}\nbuyer: {{objection: 这也太贵了吧。}}\n"
    ),
}


def test_a_segment_has_the_code_of_the_unit_that_covers_most_of_it() -> None:
    coded = read_coded_text(CALL)
    talk = prepared([coded])[0]
    codes = segment_codes(talk.parts, coded.units)
    assert [code for code in codes if code is not Code.OTHER] == [
        Code.SITUATION_QUESTION,
        Code.IMPLIED_NEED,
        Code.IMPLICATION_QUESTION,
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_models_find_again_what_they_were_trained_on(lang: str) -> None:
    talks = prepared(calls(lang))
    models = train_models(talks, talks)
    talk = talks[0]
    read = network_votes(models[lang], heard_in(talk))
    units = units_by(judge_by(models[lang], read, lang), talk.coded.conversation, talk.parts, lang)
    assert [unit.code for unit in units] == [unit.code for unit in talk.coded.units]


def test_the_files_of_the_models_are_the_same_each_time() -> None:
    told = [*calls("en"), *calls("zh")]
    files = trained_files(told, told[:1], told[:1])
    assert files == trained_files(told, told[:1], told[:1])
    assert sorted(files) == [
        "attributes.npz",
        "card.json",
        "cuts.npz",
        "joins.npz",
        "network.npz",
        "ngram-en-buyer.npz",
        "ngram-en-seller.npz",
        "ngram-zh-buyer.npz",
        "ngram-zh-seller.npz",
    ]
