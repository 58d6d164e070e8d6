"""Every notice has its words in both languages."""

from askwell.transcript.draft import Notice
from askwell.transcript.notices import notice_text, notice_texts


def test_every_notice_is_worded_and_no_other_is() -> None:
    assert set(notice_texts()) == {notice.value for notice in Notice}
    assert all(texts.keys() == {"en", "zh"} and all(texts.values()) for texts in notice_texts().values())


def test_a_notice_no_longer_known_is_shown_as_stored() -> None:
    assert notice_text("of_old", "en") == "of_old"
