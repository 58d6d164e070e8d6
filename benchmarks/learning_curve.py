"""What more calls bring: ``./dev bench learning_curve``. Takes about twice as long as ``askwell train``.

Trains the default coder on an eighth, a quarter, a half and all of the training calls, fragments and snippets, each
share within the next, and evaluates it on the development split in both forms and on the hard items as written. Figures
go to ``results/learning_curve.json`` as each share is done, and into the page on coding quality in the end.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from _quality_figures import Figures, headline, store
from _quality_pages import CURVE, LANGUAGES, write_pages
from _splits import FORMS
from _tables import measured, print_table
from hard_items import GOLD, SETS, read

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.coder import code_conversation
from askwell.coding.corpus import FRAGMENTS, SNIPPETS, packaged
from askwell.coding.cutting import CutModels
from askwell.coding.encoder import encoder, surroundings
from askwell.coding.evaluate import evaluate_codings
from askwell.coding.recurrent import heard
from askwell.coding.sequence import segmented, units_by
from askwell.coding.talks import both_forms, prepared
from askwell.coding.train import models_of, temperatures
from askwell.coding.train_cuts import fit_cuts
from askwell.coding.train_joins import fit_joins
from askwell.coding.trained import Models, judge_by, network_votes
from askwell.coding.trained_joins import JoinModel
from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation

SHARES = (Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), Fraction(1))
HEADS = (
    *("share", "calls", "fragments", "snippets"),
    *(f"turn kappa, {form}, {lang}" for form in FORMS for lang in LANGUAGES),
    *(f"hard items, {lang}" for lang in LANGUAGES),
)


@dataclass(frozen=True)
class Corpus:
    """What is learned from: calls and fragments with all that is coded, snippets with codes alone."""

    calls: Sequence[CodedConversation]
    fragments: Sequence[CodedConversation]
    snippets: Sequence[CodedConversation]

    def share(self, share: Fraction) -> "Corpus":
        """A share of each part."""
        return Corpus(*(share_of(part, share) for part in (self.calls, self.fragments, self.snippets)))


@dataclass(frozen=True)
class FittedCoder:
    """Codes as the shipped coder does, with models just trained; attributes are left as the cues tell them."""

    models: Mapping[str, Models]
    cuts: CutModels
    joins: JoinModel
    name: str = "learning-curve"

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:
        """The units of a conversation in ``en`` or ``zh``."""
        parts, models = segmented(conversation, lang, self.cuts), self.models[lang]
        found = encoder()
        meaning = surroundings(parts, found.encode).own  # type: ignore[union-attr]
        read = network_votes(models, heard(conversation, parts, meaning, lang))
        return units_by(judge_by(models, read, lang), conversation, parts, lang, self.joins.carries_on)


def main() -> None:
    corpus = Corpus([*packaged("train"), *packaged("guard")], packaged(FRAGMENTS), packaged(SNIPPETS))
    development, hard = packaged("development"), {lang: read(SETS["Hard items"] / GOLD, lang) for lang in LANGUAGES}
    done = list[Figures]()
    for point in points(corpus, development, hard):
        done.append(point)
        store(CURVE, {"measured": measured(), "points": done})
    print_table("Agreement by share of the corpus", HEADS, [*map(row, done)])
    for path in write_pages():
        print(path)


def points(
    corpus: Corpus,
    development: Sequence[CodedConversation],
    hard: Mapping[str, Sequence[CodedConversation]],
    shares: Sequence[Fraction] = SHARES,
) -> Iterator[Figures]:
    """The figures of each share, smallest first, as they are done.

    Raises TrainingUnavailable where the encoder or scikit-learn is not installed.
    """
    for share in shares:
        part = corpus.share(share)
        coder = coder_from(part, development)
        yield {
            "share": str(share),
            "calls": _count(part.calls),
            "fragments": _count(part.fragments),
            "snippets": _count(part.snippets),
            "figures": {
                form: {lang: evaluated(coder, _in_form(development, form, lang)) for lang in LANGUAGES}
                for form in FORMS
            },
            "hard": {lang: evaluated(coder, hard[lang]) for lang in LANGUAGES},
        }


def _count(codings: Sequence[CodedConversation]) -> dict[str, int]:
    return {lang: len({coded.id for coded in codings if coded.lang == lang}) for lang in LANGUAGES}


def share_of(training: Sequence[CodedConversation], share: Fraction) -> list[CodedConversation]:
    """The codings of a share of each language's talks; a smaller share lies within a larger one.

    Talks stand in an order that looks like chance and is the same each time.
    """
    kept = set[str]()
    for lang in LANGUAGES:
        names = sorted({coded.id for coded in training if coded.lang == lang}, key=_shuffled)
        kept.update(names[: ceil(share * len(names))])
    return [coded for coded in training if coded.id in kept]


def _shuffled(name: str) -> tuple[int, str]:
    return zlib.crc32(name.encode()), name


def coder_from(corpus: Corpus, development: Sequence[CodedConversation]) -> FittedCoder:
    """The default coder trained on a corpus and calibrated on the development split, as ``askwell train`` does."""
    training = [*corpus.calls, *corpus.fragments]
    cuts = fit_cuts([*training, *corpus.snippets])
    models, read, _others = models_of(training, corpus.snippets, cuts)
    fitted = temperatures(models, prepared(both_forms(development), cuts=cuts))
    calibrated = {
        lang: replace(each, temperature={Side(side): t for side, t in fitted[lang].items()})
        for lang, each in models.items()
    }
    return FittedCoder(calibrated, cuts, fit_joins(read))


def _in_form(codings: Sequence[CodedConversation], form: str, lang: str) -> list[CodedConversation]:
    written = [coded for coded in codings if coded.lang == lang]
    return [both_forms([coded])[FORMS.index(form)] for coded in written]


def evaluated(coder: FittedCoder, gold: Sequence[CodedConversation]) -> Figures:
    """Agreement with some codings."""
    return headline(evaluate_codings(gold, [code_conversation(coded.conversation, coder) for coded in gold]))


def row(point: Figures) -> tuple[object, ...]:
    """One line of the table."""
    counts = [sum(point[part].values()) for part in ("calls", "fragments", "snippets")]
    kappas = [point["figures"][form][lang]["turn"]["kappa"] for form in FORMS for lang in LANGUAGES]
    return (point["share"], *counts, *kappas, *(point["hard"][lang]["turn"]["kappa"] for lang in LANGUAGES))


if __name__ == "__main__":
    main()
