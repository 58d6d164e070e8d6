"""What is wrong with the very sentence that was refused as an objective (M06)."""

from askwell.counsel.plans.acts import Names, listed
from askwell.counsel.plans.acts_en import felt_in_english, named_in_english
from askwell.counsel.plans.acts_zh import felt_in_chinese, named_in_chinese
from askwell.counsel.plans.shapes import lang_of
from askwell.counsel.plans.wording import put, text_of
from askwell.method.entries import Bilingual

WRONG = "objective.wrong"


def what_is_wrong(text: str, names: Names) -> Bilingual | None:
    """Nobody of theirs is named; or they are, and only thought of, done something for, or left without an act.

    None where there is no sentence.
    """
    if not text.strip():
        return None
    chinese = lang_of(text) == "zh"
    named = named_in_chinese(text, names) if chinese else named_in_english(text, names)
    if named is None:
        return text_of(WRONG, "nobody")
    name, ours = named
    who = Bilingual(f"the {name}" if name.islower() and name not in listed("third") else name, name)
    felt = felt_in_chinese(text) if chinese else felt_in_english(text)
    if ours:
        return put(text_of(WRONG, "towards"), who=who)
    return put(text_of(WRONG, "felt"), who=who, word=felt) if felt else put(text_of(WRONG, "no_act"), who=who)
