"""Notices about how a file was read, in words."""

from functools import cache

from askwell.transcript.words import packaged_words


@cache
def notice_texts() -> dict[str, dict[str, str]]:
    """Each notice (``draft.Notice``) in ``en`` and ``zh``."""
    texts: dict[str, dict[str, str]] = packaged_words("notices")
    return texts


def notice_text(notice: str, lang: str) -> str:
    """One notice in a language; one of an earlier version, no longer known, as it is stored."""
    return notice_texts().get(notice, {}).get(lang, notice)
