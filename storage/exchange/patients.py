"""Patients from rows: read, put in an order in which guardians come first, and written in the caller's transactions.

A row says what its file has columns for; of a known patient everything else stays. Known is who has the row's
`external_id`, or whom we entered ourselves with the same name, date of birth and phone: that patient takes it over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from scheduler.clinic import Clinic
from scheduler.model import Patient
from storage import appointments, audit, patients, reminders
from storage.exchange import values
from storage.exchange.outcomes import Outcome
from storage.exchange.sheets import Fault, Refused, Row
from storage.exchange.values import Cells
from storage.work import Work

COLUMNS = (
    "external_id",
    "first_name",
    "last_name",
    "date_of_birth",
    "phone",
    "language",
    "email",
    "timezone",
    "sms_consent",
    "voice_consent",
    "guardian_external_id",
)
NEEDED = ("external_id", "first_name", "last_name", "date_of_birth")
# What our own export adds; on the way in it says nothing.
EXPORTED = ("id", "clinic", "opted_out", "wrong_number", "created_at")
ACTOR = "import"
_NOBODY = date.min


@dataclass(frozen=True, slots=True)
class Entry:
    """A row without faults of its own. `told` are the fields of a `Patient` that it says."""

    row: Row
    external_id: str
    guardian: str
    told: Mapping[str, Any]


def read_row(row: Row, clinic: Clinic) -> Entry:
    """The row's values. Raises `Refused`."""
    cells = Cells(row)
    told: dict[str, Any] = {
        "external_id": cells.take("external_id", values.words, ""),
        "first_name": cells.take("first_name", values.words, ""),
        "last_name": cells.take("last_name", values.words, ""),
        "date_of_birth": cells.take("date_of_birth", values.day, _NOBODY),
        "phone": cells.take("phone", values.phone_or_nothing(clinic.region), ""),
        "language": cells.take("language", _language(clinic), ""),
        "email": cells.take("email", values.email, ""),
        "timezone": cells.take("timezone", values.zone_or_nothing, ""),
        "sms_consent": cells.take("sms_consent", values.yes_no, False),
        "voice_consent": cells.take("voice_consent", values.yes_no, False),
    }
    guardian = cells.take("guardian_external_id", values.words_or_nothing, "")
    cells.demand_no_faults()
    said = {column: value for column, value in told.items() if row.says(column)}
    return Entry(row, told["external_id"], guardian, said)


def _language(clinic: Clinic) -> values.Parser[str]:
    known = values.one_of(clinic.languages, "language")
    return lambda text: known(text) if text else clinic.default_language


def guardians_first(entries: Sequence[Entry]) -> Iterator[Entry | Outcome]:
    """Every entry after the one that its guardian is in; those that are guardians in a circle are rejected."""
    waiting = list(entries)
    while waiting:
        names = {entry.external_id for entry in waiting}
        ready = [entry for entry in waiting if entry.guardian not in names]
        if not ready:
            circle = Refused(Fault("guardian_external_id", "these patients are guardians in a circle"))
            yield from (Outcome.rejected(entry.row, circle) for entry in waiting)
            return
        yield from ready
        waiting = [entry for entry in waiting if entry.guardian in names]


def bring_in(work: Work, clinic: Clinic, entries: Sequence[Entry]) -> list[Outcome]:
    """Write one batch."""
    names = {entry.external_id for entry in entries} | {entry.guardian for entry in entries if entry.guardian}
    known = dict(patients.by_external_id(work, sorted(names)))
    outcomes = []
    for entry in entries:
        try:
            outcomes.append(_bring_in(work, clinic, entry, known))
        except Refused as refused:
            outcomes.append(Outcome.rejected(entry.row, refused))
    return outcomes


def _bring_in(work: Work, clinic: Clinic, entry: Entry, known: dict[str, Patient]) -> Outcome:
    before = known.get(entry.external_id) or _entered_by_us(work, entry)
    after = _merged(work, clinic, entry, before, _guardian_id(entry, before, known))
    if after.date_of_birth > work.now.astimezone(clinic.zone()).date():
        raise Refused(Fault("date_of_birth", "lies in the future"))
    if not after.phone and after.guardian_id is None:
        raise Refused(Fault("phone", "is empty; only a patient with a guardian may have none"))
    known[entry.external_id] = after
    if before == after:
        return Outcome(entry.row, "unchanged")
    if before is None:
        patients.add(work, after)
        audit.write(work, ACTOR, "patient.created", f"patient:{after.id}", after=_plain(after))
        return Outcome(entry.row, "created")
    _update(work, clinic, before, after)
    return Outcome(entry.row, "updated")


def _entered_by_us(work: Work, entry: Entry) -> Patient | None:
    """The patient whom we entered ourselves and whom this row means."""
    told = entry.told
    found = patients.by_identity(
        work, told["first_name"], told["last_name"], told["date_of_birth"], told.get("phone", "")
    )
    return found if found is not None and found.external_id == found.id else None


def _guardian_id(entry: Entry, before: Patient | None, known: Mapping[str, Patient]) -> str | None:
    if not entry.row.says("guardian_external_id"):
        return before.guardian_id if before else None
    if not entry.guardian:
        return None
    guardian = known.get(entry.guardian)
    if guardian is None:
        raise Refused(Fault("guardian_external_id", f'no patient has the external_id "{entry.guardian}"'))
    return guardian.id


def _merged(work: Work, clinic: Clinic, entry: Entry, before: Patient | None, guardian_id: str | None) -> Patient:
    if before is None:
        rest = {"phone": "", "language": clinic.default_language}
        return Patient(id=work.new_id(), guardian_id=guardian_id, **{**rest, **entry.told})
    told = dict(entry.told)
    if told.get("phone", before.phone) != before.phone:
        told["wrong_number"] = False  # that was said of the old one
    return replace(before, guardian_id=guardian_id, **told)


def _update(work: Work, clinic: Clinic, before: Patient, after: Patient) -> None:
    patients.update(work, after)
    old, new = _plain(before), _plain(after)
    changed = [name for name in new if old[name] != new[name]]
    audit.write(
        work,
        ACTOR,
        "patient.updated",
        f"patient:{after.id}",
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    if before.timezone != after.timezone:
        for visit in appointments.upcoming_of(work, [after.id]):
            reminders.plan(work, clinic, visit, after, visit.updated_at or work.now)


def _plain(patient: Patient) -> dict[str, Any]:
    return {**asdict(patient), "date_of_birth": patient.date_of_birth.isoformat()}
