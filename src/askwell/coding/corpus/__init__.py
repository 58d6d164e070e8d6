"""The coded calls the shipped models are trained on: packaged splits of our own corpus.

``train``, ``development`` and ``guard`` come with the package; the test split stays in the repository and is read for
reporting only. A call stands in a split once for each coding of it. ``fragments`` are short talks, ``snippets`` talks
of which the codes are told and what their objections are, ``endings`` ends of calls of which only the outcome is known;
all three for training only.
"""

import json
import lzma
from importlib.resources import files

from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_from_json

SPLITS = ("train", "development", "guard")
FRAGMENTS, SNIPPETS, ENDINGS = "fragments", "snippets", "endings"
CODED_AFTER = "coded_after"
"""The coder of those of the snippets that are whole calls which their writer did not code."""


def packaged(split: str) -> tuple[CodedConversation, ...]:
    """The codings of a split, by call and coder."""
    data = files(__name__).joinpath(f"{split}.jsonl.xz").read_bytes()
    return tuple(coded_from_json(json.loads(line)) for line in lzma.decompress(data).decode("utf-8").splitlines())
