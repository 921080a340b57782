"""The addresses that Twilio must have of us, with its own signs for trying again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag

from bot.preflight.findings import Finding

# Twilio reads what follows the # itself: how often to try again, after what, and within how many milliseconds.
TEXTS_RETRIED, CALLS_RETRIED = "rc=3&rp=ct,rt,5xx&rt=5000", "rc=2&rp=ct,rt,5xx&ct=2000&rt=5000"
TEXTS, CALLS = "/twilio/sms", "/twilio/voice"


@dataclass(frozen=True, slots=True)
class Address:
    """One field in Twilio's console: what it is called, what it holds, what it should hold."""

    field: str
    found: str
    path: str
    retried: str = ""
    method: str = "POST"


def compared(owner: str, public_url: str, addresses: tuple[Address, ...]) -> Iterator[Finding]:
    """A finding for each address of a number or messaging service."""
    for address in addresses:
        yield Finding(f"{owner}: {address.field}", _mend(address, public_url))


def _mend(address: Address, public_url: str) -> str:
    wanted = public_url + address.path
    advised = f"{wanted}#{address.retried}" if address.retried else wanted
    found, fragment = urldefrag(address.found)
    if found.rstrip("/") != wanted:
        return f"set it to {advised} (it is {address.found or 'empty'})"
    if address.method.upper() != "POST":
        return f"set its method to POST (it is {address.method})"
    if address.retried and "rc=" not in fragment:
        return f"set it to {advised}, so that Twilio tries again when a connection fails"
    return ""
