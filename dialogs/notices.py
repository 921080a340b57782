"""What the host says of its own accord: reminders, and news that the clinic moved, cancelled or booked a visit.

Each function returns the prompts for `prompts.compose(says, language, channel, clinic)`, and `ask_to_confirm` for the
`ReminderSent(visits, ask_to_confirm)` with which the host then tells the dialog that the text went out. Visits are
`dialogs.visits.Visit`, with the patient's first name where a phone has several patients (`visits.visit_of`).
"""

from __future__ import annotations

from dialogs.answers import prep_text
from dialogs.events import ChoiceSent, FormSent, OfferSent
from dialogs.flows import form as form_flow
from dialogs.flows import reschedule, waitlist
from dialogs.say import Say
from dialogs.visits import Visit
from scheduler.clinic import Clinic
from scheduler.model import Slot


def reminder(
    visits: tuple[Visit, ...], ask_to_confirm: bool, language: str, clinic: Clinic, *, prep: bool = True
) -> tuple[Say, ...]:
    """A reminder of visits of one phone; follow it with `ReminderSent(…, ask_to_confirm)`. `prep`: how to prepare."""
    key = "reminder_confirm" if ask_to_confirm else "reminder_inform"
    return (Say(key, {"visits": visits, "visit": visits[0], "prep": _prep(visits, language, clinic) if prep else ""}),)


def moved(visit: Visit) -> tuple[Say, ...]:
    """The clinic moved a visit. The text says "2 if that does not suit you": follow it with `ReminderSent(…, True)`."""
    return (Say("moved_by_clinic", {"visit": visit}),)


def cancelled(visit: Visit) -> tuple[Say, ...]:
    """The clinic cancelled a visit; no question is open afterwards."""
    return (Say("cancelled_by_clinic", {"visit": visit}),)


def booked(visits: tuple[Visit, ...]) -> tuple[Say, ...]:
    """The clinic booked visits. The text says "2 if that does not suit you", as that of a moved one does."""
    return (Say("booked_by_clinic", {"visit": visits[0], "visits": visits}),)


def instead(sent: ChoiceSent) -> tuple[Say, ...]:
    """A visit cannot stay; the openings are numbered. Follow it with `sent`."""
    told = reschedule.values(reschedule.told_to_move(sent))
    return (Say("must_move" if sent.openings else "must_move_when", told),)


def offer(sent: OfferSent) -> tuple[Say, ...]:
    """An opening for somebody on the waiting list; follow it with `sent`."""
    key = "waitlist_offer_instead" if sent.visit else "waitlist_offer"
    return (Say(key, waitlist.values(waitlist.offered(sent))),)


def withdrawn(slot: Slot) -> tuple[Say, ...]:
    """An offered opening is there no more; no question is open afterwards."""
    return (Say("offer_withdrawn", {"slot": slot}),)


def form(sent: FormSent, *, chase: bool) -> tuple[Say, ...]:
    """The invitation to a form, or the one reminder of it; follow it with `sent`."""
    return (Say("form_chase" if chase else "form_invite", form_flow.values(form_flow.invited(sent))),)


def still_waiting(priority: str) -> tuple[Say, ...]:
    """Nobody has answered in time; no question is open afterwards."""
    return (Say("still_waiting_emergency" if priority == "emergency" else "still_waiting"),)


def on_call(link: str) -> tuple[Say, ...]:
    """For staff: an emergency that nobody has taken."""
    return (Say("on_call", {"link": link}),)


def _prep(visits: tuple[Visit, ...], language: str, clinic: Clinic) -> str:
    """How to prepare, once, where all visits ask for the same; several visits have no room for more."""
    texts = {prep_text(clinic, visit.appointment.slot.visit_type, language) for visit in visits}
    return texts.pop() if len(texts) == 1 else ""
