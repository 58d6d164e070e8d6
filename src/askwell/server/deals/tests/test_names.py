"""Names that are the same to people are the same by their key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.server.deals.names import company_domain, domain_of, is_part_of, name_key, person_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brackwell Springs Ltd", "brackwell springs limited"),
        ("ACME Co., Ltd.", "Acme"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("The Harbour Group plc", "Harbour"),
        ("海晟压铸有限公司", "海晟压铸（集团）股份有限公司"),
        ("海晟压铸有限责任公司", "海晟 压铸"),
        ("ＡＣＭＥ Inc", "acme, inc."),
    ],
)
def test_two_spellings_of_a_company_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Brackwell Springs", "Brackwell"), ("海晟压铸", "海晟机械"), ("公司", ""), ("Group", "")]
)
def test_different_companies_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr Helen Stroud", "Stroud, Helen"),
        ("王立业 先生", "王立业"),
        ("Pat O’Neil", "Pat O'Neil"),
        ("José Pérez", "Jose Perez"),
    ],
)
def test_two_spellings_of_a_person_have_one_key(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Brackwell.example/about?x=1", "brackwell.example"),
        ("brackwell.example", "brackwell.example"),
        ("helen@brackwell.example", "brackwell.example"),
        ("no address", ""),
        ("", ""),
    ],
)
def test_a_domain_is_found_in_addresses(text: str, domain: str) -> None:
    assert domain_of(text) == domain


def test_free_mail_says_nothing_of_an_employer() -> None:
    assert company_domain("helen@brackwell.example") == "brackwell.example"
    assert company_domain("helen@qq.com") == company_domain("brackwell.example") == ""


@given(st.text(max_size=300))
def test_every_name_has_a_key_that_fits(name: str) -> None:
    assert len(name_key(name)) <= 200
    assert len(person_key(name)) <= 200


@pytest.mark.parametrize(
    ("short", "name", "is_part"),
    [
        ("Helen", "Helen Stroud", True),
        ("雅琴", "葛雅琴", True),
        ("葛", "葛雅琴", False),
        ("Hel", "Helen Stroud", False),
    ],
)
def test_a_given_name_may_stand_for_the_whole(short: str, name: str, *, is_part: bool) -> None:
    assert is_part_of(short, name) is is_part
