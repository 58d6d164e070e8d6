"""讯飞听见 text: file name, ``date | length``, then ``说话人1 00:00`` and the talk."""

import re

from askwell.transcript.draft import Draft
from askwell.transcript.readers.chinese import timed_headers
from askwell.transcript.script import AFTER, draft_from_script, read_script
from askwell.transcript.source import Source

NAME = "iflytek"
LABEL = "讯飞听见"
STATUS = "constructed"
_DATE_AND_LENGTH = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9] [0-9:]{5,8}\s{0,3}\|\s{0,3}[0-9:]{4,8}")


def detect(source: Source) -> float:
    if not any(timed_headers(source)):
        return 0.0
    opening = source.head[:500]
    return 0.9 if "讯飞" in opening or _DATE_AND_LENGTH.search(opening) else 0.0


def read(source: Source) -> Draft:
    return draft_from_script(read_script(source.text, frozenset((AFTER,))))
