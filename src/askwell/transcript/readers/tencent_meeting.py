"""腾讯会议 text: ``名字(00:00:05): 话``, or ``名字 00:00:19`` alone on a line, then the talk."""

from askwell.transcript.draft import Draft
from askwell.transcript.readers.chinese import timed_headers
from askwell.transcript.script import AFTER, BRACKET, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "tencent_meeting"
LABEL = "腾讯会议"
STATUS = "constructed"


def detect(source: Source) -> float:
    long_times, short_times = timed_headers(source)
    if not long_times + short_times:
        return 0.0
    if "腾讯会议" in source.head[:500]:
        return 0.92
    return 0.8 if source.script.count(BRACKET) else 0.65 * (long_times > short_times)


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, frozenset((AFTER, BRACKET))))
