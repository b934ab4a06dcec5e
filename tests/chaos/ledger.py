"""What was sent, what the record holds and what each side saw, compared. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stored:
    """A message as the record holds it."""

    conversation: str
    seq: int
    id: str
    sender: str


@dataclass(frozen=True)
class Answered:
    """A turn that the record says was answered, and the messages it covers."""

    conversation: str
    first: int
    last: int


@dataclass
class Experience:
    """What one customer said, in order, and the ids of what they were shown, as often as they were shown it."""

    said: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    conversations: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Record:
    """What was found when everything had come to rest."""

    messages: Sequence[Stored]
    turns: Sequence[Answered] = ()
    pending: Sequence[str] = ()
    """Conversations that the record itself says wait for an answer."""
    handled: Sequence[str] = ()
    """The turn of every customer message in the bot's own memory."""

    def only(self, conversations: Collection[str]) -> Record:
        """What concerns these conversations."""
        return Record(
            [each for each in self.messages if each.conversation in conversations],
            [each for each in self.turns if each.conversation in conversations],
            [each for each in self.pending if each in conversations],
            self.handled,
        )


@dataclass(frozen=True)
class Desk:
    """What the agents said, with success, and what the desk shows of conversations."""

    said: Sequence[str] = ()
    shown: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The line that is printed, and what stands behind each figure."""

    sent: int
    seen: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nobody was let down."""
        return not (self.lost or self.doubled or self.unanswered)

    def line(self) -> str:
        """The one line."""
        return (
            f"sent {self.sent}, seen {self.seen}, lost {len(self.lost)}, doubled {len(self.doubled)}, "
            f"unanswered {len(self.unanswered)}"
        )


def judge(customers: Sequence[Experience], record: Record, desk: Desk) -> Verdict:
    """Compares all sides."""
    stored = {message.id for message in record.messages}
    sent = [each for customer in customers for each in customer.said] + list(desk.said)
    return Verdict(
        sent=len(sent),
        seen=sum(each in stored for each in sent),
        lost=(
            *(f"{each} was sent and is not in the record" for each in sent if each not in stored),
            *(problem for customer in customers for problem in _unseen(customer, record)),
            *(problem for customer in customers for problem in _out_of_order(customer, record)),
            *_unseen_at_desk(record, desk),
        ),
        doubled=(
            *(f"{each} is in the record twice" for each in _twice(message.id for message in record.messages)),
            *(f"{each} was shown twice" for customer in customers for each in _twice(customer.shown)),
            *(f"turn {each} was handled twice by the bot" for each in _twice(record.handled)),
            *_answered_twice(record.turns),
        ),
        unanswered=(
            *(f"{each} waits for the bot" for each in record.pending),
            *_unanswered(record.messages),
        ),
    )


def _twice(ids: Iterable[str]) -> list[str]:
    return [each for each, times in Counter(ids).items() if times > 1]


def _unseen(customer: Experience, record: Record) -> list[str]:
    theirs = [message for message in record.messages if message.conversation in customer.conversations]
    shown = set(customer.shown)
    return [f"{each.id} by {each.sender} was never shown to the customer" for each in theirs if each.id not in shown]


def _out_of_order(customer: Experience, record: Record) -> list[str]:
    number = {each: place for place, each in enumerate(customer.said)}
    last: dict[str, int] = {}
    problems = []
    for message in record.messages:
        if message.id in number:
            if number[message.id] < last.get(message.conversation, -1):
                problems.append(f"{message.id} is out of order")
            last[message.conversation] = number[message.id]
    return problems


def _unseen_at_desk(record: Record, desk: Desk) -> list[str]:
    return [
        f"{message.id} by {message.sender} is not shown at the desk"
        for message in record.messages
        if message.conversation in desk.shown and message.id not in desk.shown[message.conversation]
    ]


def _answered_twice(turns: Iterable[Answered]) -> list[str]:
    last: dict[str, int] = {}
    problems = []
    for turn in sorted(turns, key=lambda each: (each.conversation, each.first)):
        if turn.first <= last.get(turn.conversation, 0):
            problems.append(f"message {turn.first} of {turn.conversation} was answered by two turns")
        last[turn.conversation] = turn.last
    return problems


def _unanswered(messages: Sequence[Stored]) -> list[str]:
    """Words of a customer after which neither bot nor agent has said anything."""
    spoken = {each.conversation: each.seq for each in messages if each.sender in {"bot", "agent"}}
    return [
        f"{each.id} in {each.conversation} was never answered"
        for each in messages
        if each.sender == "customer" and each.seq > spoken.get(each.conversation, 0)
    ]
