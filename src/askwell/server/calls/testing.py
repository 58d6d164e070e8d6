"""A call for tests: Ana's, read and coded by the very steps of the product, with a coder that knows a few words."""

from dataclasses import dataclass

from askwell.coding.coded import Unit
from askwell.coding.coder import code_conversation
from askwell.method.terms import Code, SaleSize, Side
from askwell.server.accounts.models import Team, User
from askwell.server.calls.actions import Details, add_call, comment_on, keep_coding, receive_upload, settle_upload
from askwell.server.calls.models import Call, Upload
from askwell.server.calls.page_actions import anchor_at, correct_code
from askwell.server.testing import Cast
from askwell.transcript.conversation import Conversation, Participant, Turn

WORDS = {
    "what happens": Code.IMPLICATION_QUESTION,
    "trouble": Code.PROBLEM_QUESTION,
    "how": Code.SITUATION_QUESTION,
    "影响": Code.IMPLICATION_QUESTION,
    "停线": Code.IMPLIED_NEED,
    "stop": Code.IMPLIED_NEED,
}
TALK = (
    (Side.SELLER, "How do you plan the line today?"),
    (Side.BUYER, "By hand. It stops three times a shift."),
    (Side.SELLER, "And when it stops, what happens to the downtime figures?"),
    (Side.BUYER, "Downtime eats the margin, honestly."),
)


@dataclass(frozen=True)
class WordCoder:
    """Codes a whole turn by the first of a few words it holds."""

    name: str = "words/1"

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:  # noqa: ARG002 - the interface of coders
        codes = [next((code for word, code in WORDS.items() if word in turn.text.lower()), Code.OTHER)
                 for turn in conversation.turns]  # fmt: skip
        turns = enumerate(zip(conversation.turns, codes, strict=True))
        return tuple(Unit(f"u{i + 1:04}", i, 0, len(turn.text), code) for i, (turn, code) in turns)


def conversation_of(
    talk: tuple[tuple[Side, str], ...] = TALK, *, title: str = "Line planning", seconds: float = 20.0
) -> Conversation:
    """A conversation of two people, a turn every few seconds."""
    people = {Side.SELLER: Participant("p1", Side.SELLER, "Ana"), Side.BUYER: Participant("p2", Side.BUYER, "Mr Reed")}
    people[Side.UNKNOWN] = Participant("p3", Side.UNKNOWN, "Somebody")
    spoken = {side for side, _text in talk}
    turns = tuple(
        Turn(side, text, participant=people[side].id, name=people[side].name, start=i * seconds, end=(i + 1) * seconds)
        for i, (side, text) in enumerate(talk)
    )
    lang = "zh" if any("\u4e00" <= char <= "\u9fff" for _side, text in talk for char in text) else "en"
    participants = tuple(person for side, person in people.items() if side in spoken)
    return Conversation("talk", turns, lang=lang, title=title, participants=participants)


def bring_call(
    user: User, team: Team, conversation: Conversation | None = None, *, details: Details | None = None
) -> Call:
    """A call brought by this person and coded."""
    said = conversation or conversation_of()
    upload = receive_upload(user, team, f"{said.title}.txt", repr(said).encode(), details or Details())
    call = add_call(upload, said, format_name="text")
    settle_upload(upload, [])
    code(call)
    return Call.objects.get(pk=call.pk)


def code(call: Call) -> None:
    """Code the call's current revision."""
    revision = call.current_revision
    keep_coding(revision, code_conversation(revision.conversation, WordCoder()))


def matrix_objects(cast: Cast) -> dict[str, object]:
    """What the addresses of the role matrix are made of: Ana's call, what she left on it, and a file not read."""
    call = bring_call(cast.ana, cast.team, details=Details(sale=SaleSize.MAJOR.value))
    refused = Upload.objects.create(team=cast.team, user=cast.ana, name="broken.vtt", state=Upload.State.REFUSED)
    said = call.current_revision.conversation
    anchor = anchor_at(said, 1, "turn")
    made = {
        "comment": comment_on(call, cast.ana, anchor, "Ask on here.").pk,
        "decision": correct_code(call, cast.ana, said, anchor, Code.IMPLIED_NEED).pk,
    }
    return {"slug": call.slug, "upload": refused.pk, "turn": 1, "kind": "csv", **made}
