"""Welcome: what can be done here. Its choices are what a patient could also have said; `router` takes them."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.flow import Flow, State
from dialogs.meanings import AskedWhen, WantsBooking, WantsCancel, WantsMove


@dataclass(frozen=True, slots=True)
class Welcome:
    """Nothing to remember."""


WELCOME = Flow(
    "welcome",
    State("choosing", ask="menu", menu=(AskedWhen(), WantsMove(), WantsCancel(), WantsBooking())),
    memory=Welcome,
)
