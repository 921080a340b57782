"""The simulator: nothing leaves the machine. The phone page shows what the patient would have received."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.base import OnRecord, Outgoing, Ringing


class PhoneSimulator:
    """Delivers at once. Sending a message again gives it the same id, so nobody gets it twice."""

    name = "phone"
    repeatable = True
    arrives_as = "delivered"
    lease = timedelta(seconds=5)

    def send(self, outgoing: Outgoing) -> str:
        return "SM" + outgoing.message_id.replace("-", "")

    def sent_to(self, number: str, since: datetime) -> tuple[OnRecord, ...]:
        return ()

    def on_record(self, sid: str) -> OnRecord | None:
        return None

    def received_by(self, number: str, since: datetime) -> tuple[OnRecord, ...]:
        return ()


class TelephoneSimulator:
    """Rings on the phone page, where the call can be taken. Nothing is ever recorded."""

    def ring(self, ringing: Ringing) -> str:
        return "CA" + ringing.id.replace("-", "")

    def recording(self, sid: str) -> bytes | None:
        return None


class NoPictures:
    """The phone page sends none."""

    def fetch(self, message_sid: str, media_sid: str, position: int) -> None:
        return None
