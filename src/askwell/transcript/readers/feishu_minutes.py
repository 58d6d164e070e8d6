"""飞书妙记 text: title, date and length, 关键词, 文字记录, then ``说话人 1 00:05`` and the talk."""

from askwell.transcript.draft import Draft
from askwell.transcript.readers.chinese import timed_headers
from askwell.transcript.script import AFTER, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "feishu_minutes"
LABEL = "飞书妙记"
STATUS = "constructed"


def detect(source: Source) -> float:
    if not any(timed_headers(source)):
        return 0.0
    opening = source.head[:3_000]
    if "文字记录" in opening or "飞书" in opening:
        return 0.92
    return 0.85 if "|" in opening[:300] and "分钟" in opening[:300] else 0.0


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, frozenset((AFTER,))))
