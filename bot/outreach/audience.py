"""Who a campaign is for: some patients by name, those with certain visits ahead, or those who are overdue.

An audience is plain JSON with one key. `resolve` finds it as it is now; the list is fixed when the campaign starts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from scheduler.clinic import Clinic
from scheduler.duration import Duration
from scheduler.model import Appointment
from storage import appointments, overdue, patients
from storage.work import Work

MOST = 20_000
LONGEST = timedelta(days=92)
COLUMN = "external_id"


class BadAudience(ValueError):
    """What is wrong with a list, as a sentence."""


@dataclass(frozen=True, slots=True)
class Member:
    """One patient, and the visit that is talked about; `unknown` is an id of a list that nobody on file has."""

    patient_id: str
    visit: Appointment | None = None
    unknown: str = ""


def of_csv(text: str) -> dict[str, Any]:
    """The audience of a list with a column `external_id`. Raises `BadAudience`."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    names = [name.strip() for name in rows.fieldnames or ()]
    if names != [COLUMN]:
        raise BadAudience(f'The list needs one column, "{COLUMN}"; it has {", ".join(names) or "none"}.')
    ids = [(row[rows.fieldnames[0]] or "").strip() for row in rows if rows.fieldnames]
    return {"patients": list(dict.fromkeys(filter(None, ids)))}


def check(audience: dict[str, Any], clinic: Clinic) -> None:
    """Raises `BadAudience`."""
    if len(audience) != 1 or not audience.keys() <= _RESOLVE.keys():
        raise BadAudience("Say for whom: patients, visits or overdue.")
    [(kind, about)] = audience.items()
    if kind == "patients":
        _check_ids(about)
    elif not isinstance(about, dict):
        raise BadAudience(f'"{kind}" must be an object.')
    elif kind == "visits":
        _check_known(about, clinic, {"provider", "visit_type", "first", "last"})
        _days(about)
    else:
        _check_known(about, clinic, {"visit_type", "after"})
        _after(about)


def about_visits(audience: dict[str, Any]) -> bool:
    """Whether each patient has a visit that the text may name."""
    return "visits" in audience


def resolve(work: Work, clinic: Clinic, audience: dict[str, Any]) -> tuple[Member, ...]:
    """Everybody, each once, in the order in which they will be written to. Raises `BadAudience`."""
    [(kind, about)] = audience.items()
    found = tuple(_RESOLVE[kind](work, clinic, about))
    if len(found) > MOST:
        raise BadAudience(f"These are {len(found)} patients. Make the list shorter: {MOST} at most.")
    return found


def _named(work: Work, clinic: Clinic, ids: list[str]) -> Iterator[Member]:
    known = patients.by_external_id(work, ids)
    yield from (Member(known[id_].id) if id_ in known else Member("", unknown=id_) for id_ in ids)


def _with_visits(work: Work, clinic: Clinic, about: dict[str, Any]) -> Iterator[Member]:
    first, last = _days(about)
    start = datetime.combine(first, time(), clinic.zone()).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time(), clinic.zone()).astimezone(UTC)
    for visit in appointments.between(work, max(start, work.now), end):
        wanted = about.get("provider") in (None, visit.slot.provider)
        if wanted and about.get("visit_type") in (None, visit.slot.visit_type) and visit.status.upcoming:
            yield Member(visit.patient_id, visit)


def _overdue(work: Work, clinic: Clinic, about: dict[str, Any]) -> Iterator[Member]:
    before = _after(about).before(work.now, clinic.zone())
    last = overdue.overdue(work, about["visit_type"], before, MOST + 1, again=True)
    yield from (Member(patient) for patient in dict.fromkeys(visit.patient_id for visit in last))


_RESOLVE: dict[str, Any] = {"patients": _named, "visits": _with_visits, "overdue": _overdue}


def _check_ids(ids: object) -> None:
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) and one for one in ids):
        raise BadAudience("The list is empty. Name at least one patient by external_id.")
    if len(ids) > MOST:
        raise BadAudience(f"These are {len(ids)} patients. Make the list shorter: {MOST} at most.")
    if len(set(ids)) < len(ids):
        raise BadAudience("The list names somebody twice. Name each patient once.")


def _check_known(about: dict[str, Any], clinic: Clinic, keys: set[str]) -> None:
    if unknown := sorted(about.keys() - keys):
        raise BadAudience(f'"{unknown[0]}" is not known here: use {", ".join(sorted(keys))}.')
    for key, entries in (("provider", clinic.providers), ("visit_type", clinic.visit_types)):
        if about.get(key) is not None and all(entry.id != about[key] for entry in entries):
            raise BadAudience(f'There is no {key.replace("_", " ")} "{about[key]}".')


def _days(about: dict[str, Any]) -> tuple[date, date]:
    try:
        first = date.fromisoformat(about["first"])
        last = date.fromisoformat(about.get("last") or about["first"])
    except (KeyError, TypeError, ValueError):
        raise BadAudience('"first" and "last" must be days like "2027-03-14".') from None
    if not timedelta() <= last - first <= LONGEST:
        raise BadAudience(f'"last" must be on or after "first", and at most {LONGEST.days} days later.')
    return first, last


def _after(about: dict[str, Any]) -> Duration:
    try:
        after = Duration.parse(about.get("after"))
    except ValueError as fault:
        raise BadAudience(str(fault)) from None
    if not about.get("visit_type") or after.days < 1:
        raise BadAudience('"overdue" needs a "visit_type" and an "after" of days or weeks, like "52w".')
    return after
