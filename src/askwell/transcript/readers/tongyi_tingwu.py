"""通义听悟 text: ``发言人1 00:00`` alone on a line, then the talk."""

from askwell.transcript.draft import Draft
from askwell.transcript.readers.chinese import timed_headers
from askwell.transcript.script import AFTER, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "tongyi_tingwu"
LABEL = "通义听悟"
STATUS = "documentation"


def detect(source: Source) -> float:
    long_times, short_times = timed_headers(source)
    if not long_times + short_times:
        return 0.0
    return 0.93 if "听悟" in source.head[:500] else 0.62 * (short_times > long_times)


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, frozenset((AFTER,))))
