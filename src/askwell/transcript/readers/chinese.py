"""What the Chinese text exports share: speaker lines with times, in a text with Han characters."""

from askwell.transcript.conversation import is_han
from askwell.transcript.script import AFTER, BRACKET
from askwell.transcript.source import Source


def timed_headers(source: Source) -> tuple[int, int]:
    """How many speaker lines carry times with hours, and how many without; none where the text is not Chinese."""
    if not source.is_text or not any(is_han(char) for char in source.head[:5_000]):
        return 0, 0
    found = [line.raw for line in source.script.body if line.kind in (AFTER, BRACKET)]
    long = sum(raw[:160].replace("：", ":").split("):")[0].count(":") >= 2 for raw in found)
    return long, len(found) - long
