"""What a channel promises: it sends, tells what it has sent and received, and says whether trying again can help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way. `status_callback` is where its delivery is reported.

    After `valid_seconds` nobody wants it any more; None where it never grows old.
    """

    message_id: str
    from_number: str
    to_number: str
    body: str
    status_callback: str
    valid_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class OnRecord:
    """One message on the channel's own record, in or out; `at` is the channel's time, which is the real one."""

    sid: str
    inbound: bool
    from_number: str
    to_number: str
    body: str
    media: int
    status: str
    code: str
    at: datetime


class ChannelError(Exception):
    """The message was not sent. `permanent` says that trying again cannot help; `code` is the channel's reason."""

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


class MaybeSent(Exception):
    """The connection broke after the message was handed over: it may have been sent. Never send it again blindly."""


class Channel(Protocol):
    """A way to the patient.

    `repeatable` says that sending the same message twice has no second effect, so that an interrupted attempt may
    simply be made again. `arrives_as` is the status of a message that was sent. `lease` is how long an attempt keeps
    others away; it is far above the time that one takes.
    """

    @property
    def name(self) -> str: ...

    @property
    def repeatable(self) -> bool: ...

    @property
    def arrives_as(self) -> str: ...

    @property
    def lease(self) -> timedelta: ...

    def send(self, outgoing: Outgoing) -> str:
        """Send it and return the channel's id. Raises `ChannelError` or `MaybeSent`."""

    def sent_to(self, number: str, since: datetime) -> Sequence[OnRecord]:
        """What the channel took from us for this number since then. Raises `ChannelError`."""

    def on_record(self, sid: str) -> OnRecord | None:
        """What became of one message; None where it is not known. Raises `ChannelError`."""

    def received_by(self, number: str, since: datetime) -> Sequence[OnRecord]:
        """What came in for this number of ours since then. Raises `ChannelError`."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """One call on its way. `address` is asked for its first document, `status_callback` is told what becomes of it."""

    id: str
    from_number: str
    to_number: str
    address: str
    status_callback: str


class Telephone(Protocol):
    """A way to call."""

    def ring(self, ringing: Ringing) -> str:
        """Ring, and return the call's id. Raises `ChannelError` or `MaybeSent`."""

    def recording(self, sid: str) -> bytes | None:
        """The sound of a recording; None where it does not exist (any more). Raises `OSError`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or file as it was fetched."""

    content_type: str
    content: bytes


class RefusedPicture(Exception):
    """It exists, and we do not take it: `too_large`, `type` or `elsewhere`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Pictures(Protocol):
    """Where the pictures of texts are."""

    def fetch(self, message_sid: str, media_sid: str, position: int) -> Picture | None:
        """The picture; None where it does not exist (any more). Raises `RefusedPicture` or `OSError`."""
