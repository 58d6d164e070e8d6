"""Speaker labels: what may be one, and what only looks like one."""

import re
import unicodedata
from collections.abc import Mapping

from askwell.method.terms import Side
from askwell.transcript.words import packaged_words

_SENTENCE_MARKS = re.compile(r"[?!。？！;；\"“”<>|=]|\.\s|,\s|，|、|://")
_INITIAL = re.compile(r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|Sr|Jr)\.\s?")
_GENERIC = re.compile(
    r"(?:speaker|spk|participant|voice|caller|unknown speaker|(?:未知)?(?:发言人|说话人|讲话人))[ _]?[0-9a-z]{0,3}",
    re.IGNORECASE,
)
_BRACKETED = re.compile("[(（]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS: Mapping[str, list[str]] = packaged_words("labels")
_SELLER_HAN, _BUYER_HAN, _HAN_ROLES = (tuple(_WORDS[kind]) for kind in ("seller_han", "buyer_han", "han_roles"))
_ROLES = frozenset(
    word for kind in ("seller_words", "buyer_words", "other_roles", "seller_han", "buyer_han") for word in _WORDS[kind]
)


def clean_label(label: str) -> str:
    """A label without surrounding blanks and marks, inner runs of blanks made one space."""
    return " ".join(label.replace("\u3000", " ").split()).strip("*:：-– ").strip()


def is_label(label: str) -> bool:
    """Could this be who speaks: short, holds a letter or figure, and no sentence."""
    bare = _INITIAL.sub("", label)
    han = len(_HAN.findall(_BRACKETED.split(label, maxsplit=1)[0]))
    return (
        0 < len(label) <= 60
        and any(char.isalnum() for char in label)
        and len(label.split()) <= 7
        and han <= 12
        and not _SENTENCE_MARKS.search(bare)
        and label.casefold() not in _WORDS["not_names"]
    )


def is_generic(label: str) -> bool:
    """``Speaker 1``, ``说话人 2``, or a role word: a label by its form, wherever it stands."""
    return bool(_GENERIC.fullmatch(label)) or label.casefold() in _ROLES


def is_nobody(label: str) -> bool:
    """A label under which a tool collects everyone it did not recognise."""
    return label.casefold() in _WORDS["nobody"]


def looks_like_name(label: str) -> bool:
    """Looks like a name even if it occurs only once: capitalised words, or few Han characters."""
    if is_generic(label):
        return True
    if _HAN.search(label):
        return label[0] not in _WORDS["han_starters"] and (
            len(label) <= 4 or label.endswith(_HAN_ROLES) or label[-1] in ")）"
        )
    words = label.split()
    if not words[0][:1].isupper():
        return False
    return len(words) <= 5 and all(not word[0].islower() or word in _WORDS["particles"] for word in words)


def bare_name(label: str) -> str:
    """The name after a role word (``Seller Ana``, ``销售 李明``); the label itself where no name follows one."""
    role, _, name = label.partition(" ")
    names = role.casefold() in _ROLES and bool(name) and not is_generic(name) and stated_side(name) is None
    return name if names and looks_like_name(name) else label


def label_key(label: str) -> str:
    """The form two spellings of one label share: width, case and blanks folded."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def stated_side(label: str) -> Side | None:
    """The side a role word states (``Customer``, ``销售 李明``); None where the label names none, or both."""
    label = label[:80].replace("客户经理", "销售")
    words = frozenset(re.split(r"[^\w]+", label.casefold().replace("customer success", "seller")))
    seller = (
        bool(words.intersection(_WORDS["seller_words"])) or label.startswith(_SELLER_HAN) or label.endswith(_SELLER_HAN)
    )
    buyer = (
        bool(words.intersection(_WORDS["buyer_words"])) or label.startswith(_BUYER_HAN) or label.endswith(_BUYER_HAN)
    )
    if seller == buyer:
        return None
    return Side.SELLER if seller else Side.BUYER
