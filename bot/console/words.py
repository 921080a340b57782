"""How the console writes things: times, numbers, names and the words for our codes. Plain functions of values."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

import phonenumbers

from scheduler.model import AppointmentStatus, Confirmation

REASONS = {
    "emergency": "Emergency",
    "crisis": "Crisis",
    "asked_for_person": "Asked for a person",
    "not_understood": "Not understood",
    "billing": "Billing",
    "insurance": "Insurance",
    "referral": "Referral",
    "records": "Records",
    "results": "Test results",
    "medication": "Medication",
    "clinical_question": "Clinical question",
    "complaint": "Complaint",
    "identity": "Not on file",
    "wrong_number": "Wrong number",
    "cannot_book": "Wants to book",
    "form": "Form",
    "voicemail": "Voicemail",
    "callback": "Call back",
    "delivery_failed": "Not delivered",
    "running_late": "Running late",
    "other": "Other",
}

OUTCOMES = {
    "answered": "Answered",
    "booked": "Visit arranged",
    "called": "Called",
    "no_reply": "No reply from the patient",
    "not_needed": "Nothing to do",
    "other": "Other",
}

ALARMS = {
    "emergency": "The patient's words sound like an emergency; they were told to call 911 at once.",
    "crisis": "The patient's words sound like a crisis; they were told to call or text 988 at once.",
}

# status of a message -> what to say, whether it arrived, whether it failed, whether it is still on its way
DELIVERY = {
    "received": ("", False, False, False),
    "queued": ("Waiting to be sent", False, False, True),
    "sending": ("Being sent", False, False, True),
    "accepted": ("Being sent", False, False, True),
    "scheduled": ("Waiting to be sent", False, False, True),
    "sent": ("Sent", False, False, False),
    "delivered": ("Delivered", True, False, False),
    "read": ("Read", True, False, False),
    "undelivered": ("Not delivered", False, True, False),
    "failed": ("Not sent", False, True, False),
    "canceled": ("Not sent", False, True, False),
    "void": ("Not sent", False, True, False),
    "unknown": ("Perhaps sent; the phone company did not say", False, False, True),
}

# What staff can do something about; every other code is shown as its number.
CAUSES = {
    "21211": "the number does not exist",
    "21610": "the patient opted out",
    "21614": "not a mobile number",
    "30003": "the phone is off or out of reach",
    "30004": "the phone company blocks it",
    "30005": "the number does not exist any more",
    "30006": "a landline, which takes no texts",
    "30007": "the phone company took it for spam",
}

STATUSES = {
    AppointmentStatus.ARRIVED: "Arrived",
    AppointmentStatus.CHECKED_IN: "Checked in",
    AppointmentStatus.FULFILLED: "Seen",
    AppointmentStatus.CANCELLED: "Cancelled",
    AppointmentStatus.NOSHOW: "Did not come",
    AppointmentStatus.ENTERED_IN_ERROR: "Entered in error",
    AppointmentStatus.WAITLIST: "On the waitlist",
    AppointmentStatus.PROPOSED: "Proposed",
    AppointmentStatus.PENDING: "Pending",
}

CONFIRMATIONS = {
    Confirmation.ACCEPTED: ("Confirmed", "good"),
    Confirmation.DECLINED: ("Declined", "bad"),
    Confirmation.TENTATIVE: ("Perhaps", "wait"),
    Confirmation.NEEDS_ACTION: ("Not confirmed", "wait"),
}

LANGUAGES = {"en": "English", "es": "Spanish"}

REFUSALS = {
    "opted_out": ("Opted out of texts", "This number opted out of texts, so nothing may be sent to it."),
    "wrong_number": ("Wrong number", "This number is marked as wrong, so nothing is sent to it."),
}


def cause(error_code: str) -> str:
    """Why a message did not arrive."""
    return CAUSES.get(error_code, f"error {error_code}")


def clock(at: datetime, zone: ZoneInfo) -> str:
    """`2:05 PM`, on the wall of that zone."""
    local = at.astimezone(zone)
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"


def long_day(day: date) -> str:
    """`Friday, March 12, 2027`."""
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def short_day(day: date, today: date) -> str:
    """`Today`, `Yesterday`, or `Fri, Mar 12`, with the year where it is another one."""
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((day - today).days)
    if near:
        return near
    return f"{day:%a}, {day:%b} {day.day}" + (f", {day.year}" if day.year != today.year else "")


def span(length: timedelta) -> str:
    """How long, in the one or two units that matter: `now`, `12 min`, `2 h 5 min`, `3 days`."""
    minutes = max(0, int(length.total_seconds()) // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest and hours < 10 else f"{hours} h"
    days = hours // 24
    return f"{days} day{'s' if days > 1 else ''}"


def ago(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """When something was, as people say it: how long ago today, else the day."""
    if now - at < timedelta(hours=12):
        length = span(now - at)
        return length if length == "now" else f"{length} ago"
    return short_day(at.astimezone(zone).date(), now.astimezone(zone).date())


def seconds(number: float) -> str:
    """A length as short as it can be said, from seconds on."""
    return f"{number:.0f} s" if number < 120 else span(timedelta(seconds=number))


def phone(e164: str) -> str:
    """The number as people write it: `(512) 555-0101` for one of North America, else the international form."""
    if e164.startswith("CA"):
        return "Hidden number"
    if e164.startswith("patient:"):
        return "No phone on file"
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if number.country_code == 1 else style.INTERNATIONAL)


def initials(name: str) -> str:
    """One or two letters; none for a phone number."""
    parts = [part for part in name.split() if part[0].isalpha()]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


def hue(text: str) -> int:
    """One of four colours, always the same for the same person."""
    return crc32(text.encode()) % 4


def age(born: date, today: date) -> int:
    """In whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def born(day: date) -> str:
    """`June 12, 1984`."""
    return f"{day:%B} {day.day}, {day.year}"
