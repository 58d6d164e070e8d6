"""Signs of who sells and who buys, in both languages (``words/side_signs.yaml``), ready to be matched."""

import re

from askwell.transcript.words import packaged_words

SIGNS: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (group["weight"], re.compile("|".join(group["patterns"]), re.MULTILINE)) for group in packaged_words("side_signs")
)
