"""Words of the buyer that tell how near a purchase is (data in ``cues.yaml``)."""

import re
from functools import cache

from askwell.understanding.cues import patterns_in, plain_quotes


def tells(cue: str, text: str) -> bool:
    """Whether the text holds a cue of this name, in either language; raises KeyError for a name not in the data."""
    return _patterns()[cue].search(plain_quotes(text)) is not None


def without(cue: str, text: str) -> str:
    """The text without the words of a cue."""
    return _patterns()[cue].sub("", plain_quotes(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return patterns_in(__package__)
