"""Names as they are compared: two spellings of one company or person have the same key."""

import re
import unicodedata

from askwell.transcript.conversation import is_han

KEY_LENGTH = 200
# Legal forms say nothing about who somebody is. Longer ones first, so that none leaves a remainder behind.
_CHINESE_FORMS = (
    "集团股份有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "集团公司",
    "分公司",
    "股份",
    "集团",
    "公司",
)
_FORMS = frozenset(
    [
        "ab",
        "ag",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "group",
        "holding",
        "holdings",
        "inc",
        "incorporated",
        "kg",
        "kgaa",
        "kk",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "ltda",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pte",
        "pty",
        "sa",
        "sas",
        "sarl",
        "se",
        "spa",
        "srl",
    ]
)
_TITLES = frozenset(["dr", "herr", "frau", "madam", "miss", "mr", "mrs", "ms", "prof", "professor", "sir"])
_CHINESE_TITLES = ("先生", "女士", "小姐")
_FREE_MAIL = frozenset(
    [
        "126.com",
        "139.com",
        "163.com",
        "aol.com",
        "foxmail.com",
        "gmail.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "sina.com",
        "sohu.com",
        "web.de",
        "yahoo.com",
        "yeah.net",
    ]
)


def name_key(name: str) -> str:
    """A company's name without case, accents, punctuation and legal form: ``"ACME Co., Ltd."`` is ``"acme"``."""
    words = _words(name)
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return _without_ending("".join(words), _CHINESE_FORMS)[:KEY_LENGTH]


def person_key(name: str) -> str:
    """A person's name without address and order: ``"Dr Helen Stroud"`` is ``"Stroud, Helen"``."""
    words = [word for word in _words(name) if word not in _TITLES] or _words(name)
    if all(word.isascii() for word in words):
        return " ".join(sorted(words))[:KEY_LENGTH]
    return _without_ending("".join(words), _CHINESE_TITLES)[:KEY_LENGTH]


def is_part_of(short: str, name: str) -> bool:
    """Whether a name may be short for another: a word of it, or in Chinese the given name alone."""
    key, words = person_key(short), [person_key(word) for word in name.split()]
    given = len(key) > 1 and is_han(key[0]) and person_key(name).endswith(key)
    return bool(key) and (key in words or given)


def domain_of(text: str) -> str:
    """The host of a web or e-mail address, without ``www.``; nothing where there is none."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip().lower()).rpartition("@")[2]
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].removeprefix("www.").strip(".")
    return host if "." in host else ""


def company_domain(email: str) -> str:
    """The domain of an e-mail address, if it says where somebody works: free mail does not."""
    domain = domain_of(email) if "@" in email else ""
    return "" if domain in _FREE_MAIL else domain


def _words(name: str) -> list[str]:
    """Letters and digits in lower case, without accents; what stands between them divides, but for dots: Inc., S.A."""
    folded = unicodedata.normalize("NFKD", name.casefold()).replace(".", "").replace("'", "").replace("’", "")
    kept = (char if char.isalnum() else " " for char in folded if not unicodedata.combining(char))
    return "".join(kept).split()


def _without_ending(key: str, endings: tuple[str, ...]) -> str:
    """Without any of these at its end, unless nothing would be left."""
    found = next((ending for ending in endings if key.endswith(ending) and len(key) > len(ending)), "")
    return _without_ending(key.removesuffix(found), endings) if found else key
