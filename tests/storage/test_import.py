"""Rows in: what a file says, what is wrong with it, and what is left of a row that is refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.clinic import Clinic
from scheduler.model import Appointment, AppointmentStatus, Confirmation, Slot
from storage import appointments, patients, reminders
from storage.exchange import appointments as visit_rows
from storage.exchange import patients as patient_rows
from storage.exchange import sheets
from storage.exchange.outcomes import Outcome
from storage.exchange.sheets import Refused, SheetError
from storage.work import Work
from tests import builders
from tests.builders import patient_row, visit_row
from tests.storage import rows
from tests.storage.conftest import AtWork

MONDAY_9, MONDAY_10 = "2027-03-15T09:00", "2027-03-15T10:00"
Told = list[tuple[Appointment, Appointment]]


def sheet(tmp_path: Path, text: str, kind: Any = patient_rows) -> sheets.Sheet:
    file = tmp_path / "rows.csv"
    file.write_text(text, encoding="utf-8")
    return sheets.read(file, kind.NEEDED, (*kind.COLUMNS, *kind.EXPORTED))


def people(work: Work, clinic: Clinic, tmp_path: Path, *lines: dict[str, str]) -> list[Outcome]:
    entries = [patient_rows.read_row(row, clinic) for row in sheet(tmp_path, builders.as_csv(lines), patient_rows).rows]
    ordered = list(patient_rows.guardians_first(entries))
    refused = [entry for entry in ordered if isinstance(entry, Outcome)]
    return refused + patient_rows.bring_in(work, clinic, [entry for entry in ordered if not isinstance(entry, Outcome)])


def visits(
    work: Work, clinic: Clinic, tmp_path: Path, *lines: dict[str, str], told: Told | None = None
) -> list[Outcome]:
    entries = [visit_rows.read_row(row, clinic) for row in sheet(tmp_path, builders.as_csv(lines), visit_rows).rows]
    heard: Told = [] if told is None else told
    return visit_rows.bring_in(work, clinic, entries, lambda _work, _clinic, *change: heard.append(change))


def changes(outcomes: Iterable[Outcome]) -> list[str]:
    return [outcome.change for outcome in outcomes]


def the_visit(work: Work, external_id: str = "v1") -> Appointment:
    return appointments.by_external_id(work, [external_id])[external_id]


def refusal(clinic: Clinic, tmp_path: Path, kind: Any, line: dict[str, str]) -> str:
    [row] = sheet(tmp_path, builders.as_csv([line]), kind).rows
    with pytest.raises(Refused) as refused:
        kind.read_row(row, clinic)
    return str(refused.value)


# The file


def test_a_byte_order_mark_and_blank_lines_do_not_matter(tmp_path: Path) -> None:
    read = sheet(tmp_path, "\ufeff" + builders.as_csv([patient_row(1)]) + "\n\n")
    assert [(row.line, row.get("external_id")) for row in read.rows] == [(2, "p1")]


def test_line_numbers_count_the_lines_within_a_cell(tmp_path: Path) -> None:
    read = sheet(tmp_path, builders.as_csv([patient_row(1, last_name="Stone\nMill"), patient_row(2)]))
    assert [row.line for row in read.rows] == [2, 4]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("external_id,first_name,last_name,date_of_birth,shoe_size,hat\n", "shoe_size, hat"),
        ("external_id,first_name,first_name,last_name,date_of_birth\n", "twice: first_name"),
        ("external_id,first_name\n", "missing: last_name, date_of_birth"),
        ("", "missing"),
    ],
)
def test_a_header_that_is_wrong_is_told_with_its_columns(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(SheetError, match=names):
        sheet(tmp_path, text)


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(builders.as_csv([patient_row(1), patient_row(2, last_name="Nuñez")]).encode("latin-1"))
    with pytest.raises(SheetError, match=r"rows\.csv:3: this is not UTF-8"):
        sheets.read(file, patient_rows.NEEDED, patient_rows.COLUMNS)


@pytest.mark.parametrize("text", ["=1+1", "+1 512", "-3", "@SUM(A1)", "\tx", "\rx", "'=x", "''+x", "'", "plain", ""])
def test_a_cell_comes_back_as_it_went_out(text: str) -> None:
    cell = sheets.guarded(text)
    assert cell[:1] not in tuple("=+-@\t\r")
    assert sheets.bare(cell) == text


def test_a_plain_phone_number_needs_no_guard() -> None:
    assert sheets.guarded("+15125550101") == "+15125550101"


def test_rejected_rows_keep_their_cells_and_tell_the_reason(tmp_path: Path) -> None:
    read = sheet(tmp_path, builders.as_csv([patient_row(1, first_name="=cmd()"), patient_row(2)]))
    path = sheets.write_rejected(read, [(read.rows[0], "phone: no")])
    again = sheets.read(path, patient_rows.NEEDED, patient_rows.COLUMNS)
    assert path.name == "rows.rejected.csv"
    assert [(row.get("first_name"), row.get("reason")) for row in again.rows] == [("=cmd()", "phone: no")]
    assert "'=cmd()" in path.read_text(encoding="utf-8")


# Patients


def test_all_that_is_wrong_with_a_patient_is_told_at_once(tmp_path: Path) -> None:
    line = patient_row(1, first_name="", date_of_birth="02/03/1980", phone="123", sms_consent="maybe", language="fr")
    told = refusal(builders.clinic(), tmp_path, patient_rows, line)
    assert [part.partition(":")[0] for part in told.split("; ") if ":" in part] == [
        "first_name",
        "date_of_birth",
        "phone",
        "language",
        "sms_consent",
    ]


@pytest.mark.parametrize("written", ["(512) 555-0101", "512.555.0101", "+1 512 555 0101", "15125550101"])
def test_phones_are_read_as_people_of_the_country_write_them(
    at_work: AtWork, clinic: Clinic, tmp_path: Path, written: str
) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1, phone=written))
        assert patients.by_external_id(work, ["p1"])["p1"].phone == "+15125550101"


def test_the_same_row_changes_nothing_and_a_changed_one_only_what_it_says(
    at_work: AtWork, clinic: Clinic, tmp_path: Path
) -> None:
    with at_work() as work:
        assert changes(people(work, clinic, tmp_path, patient_row(1, email="ana@patients.example"))) == ["created"]
        assert changes(people(work, clinic, tmp_path, patient_row(1))) == ["unchanged"]
        assert changes(people(work, clinic, tmp_path, patient_row(1, language="es"))) == ["updated"]
        ana = patients.by_external_id(work, ["p1"])["p1"]
        assert (ana.language, ana.email) == ("es", "ana@patients.example")
        assert rows.audited(work)[-1][:2] == ("import", "patient.updated")
        assert rows.audited(work)[-1][3:] == ({"language": "en"}, {"language": "es"})


def test_an_empty_consent_is_a_no(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1, sms_consent=""))
        assert not patients.by_external_id(work, ["p1"])["p1"].sms_consent


def test_a_guardian_may_stand_after_the_child(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    child = patient_row(2, phone="", guardian_external_id="p1")
    with at_work() as work:
        outcomes = people(work, clinic, tmp_path, child, patient_row(1, guardian_external_id=""))
        known = patients.by_external_id(work, ["p1", "p2"])
        assert changes(outcomes) == ["created", "created"]
        assert known["p2"].guardian_id == known["p1"].id


def test_a_guardian_who_is_nowhere_or_oneself_is_refused(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        outcomes = people(
            work,
            clinic,
            tmp_path,
            patient_row(1, guardian_external_id="p9"),
            patient_row(2, guardian_external_id="p2"),
        )
        assert sorted(outcome.reason for outcome in outcomes) == [
            'guardian_external_id: no patient has the external_id "p9"',
            "guardian_external_id: these patients are guardians in a circle",
        ]


def test_nobody_is_without_phone_and_without_guardian(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        [outcome] = people(work, clinic, tmp_path, patient_row(1, phone=""))
        assert outcome.reason == "phone: is empty; only a patient with a guardian may have none"


def test_a_patient_whom_we_entered_is_taken_over_with_everything(
    at_work: AtWork, clinic: Clinic, tmp_path: Path
) -> None:
    with at_work() as work:
        patients.add(work, rows.ANA.__class__(**{**_fields(rows.ANA), "external_id": rows.ANA.id}))
        line = patient_row(7, first_name="ANA", last_name="Nunez", date_of_birth="1984-02-29", phone=rows.ANA.phone)
        assert changes(people(work, clinic, tmp_path, line)) == ["updated"]
        assert patients.by_external_id(work, ["p7"])["p7"].id == rows.ANA.id


def _fields(patient: Any) -> dict[str, Any]:
    return {name: getattr(patient, name) for name in patient.__dataclass_fields__}


def test_a_new_phone_is_not_the_wrong_number_any_more(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        patients.mark_wrong_number(work, builders.phone(1), "test")
        people(work, clinic, tmp_path, patient_row(1, phone=builders.phone(41)))
        assert not patients.by_external_id(work, ["p1"])["p1"].wrong_number


# Appointments


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("provider", "house"),
        ("visit_type", "dance"),
        ("location", "moon"),
        ("status", "maybe"),
        ("starts_at", "2027-03-15"),
        ("starts_at", "tomorrow"),
        ("starts_at", "2027-03-14T02:30"),
        ("starts_at", "9999-12-31T23:59"),
        ("overbook", "perhaps"),
    ],
)
def test_what_the_clinic_does_not_have_is_told_with_its_column(tmp_path: Path, column: str, value: str) -> None:
    line = visit_row(1, MONDAY_9) | {column: value}
    assert refusal(builders.clinic(), tmp_path, visit_rows, line).startswith(f"{column}: ")


@pytest.mark.parametrize("written", [MONDAY_9, "2027-03-15 09:00", "2027-03-15T09:00-05:00", "2027-03-15T14:00Z"])
def test_a_time_is_the_locations_wall_clock_or_has_an_offset(
    at_work: AtWork, clinic: Clinic, tmp_path: Path, written: str
) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        assert changes(visits(work, clinic, tmp_path, visit_row(1, written))) == ["created"]
        slot = the_visit(work).slot
        assert slot.starts_at.isoformat() == "2027-03-15T14:00:00+00:00"
        assert slot.ends_at - slot.starts_at == timedelta(minutes=30)


def test_a_row_for_nobody_is_refused(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        [outcome] = visits(work, clinic, tmp_path, visit_row(1, MONDAY_9))
        assert outcome.reason == 'patient_external_id: no patient has the external_id "p1"'


def test_a_changed_row_moves_and_cancels_the_same_visit(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    told: Told = []
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_9))
        first = the_visit(work)
        appointments.confirm(work, first.id, actor="test")
        assert changes(visits(work, clinic, tmp_path, visit_row(1, MONDAY_10), told=told)) == ["updated"]
        moved = the_visit(work)
        assert (moved.id, moved.confirmation) == (first.id, Confirmation.NEEDS_ACTION)
        assert moved.slot.starts_at == first.slot.starts_at + timedelta(hours=1)
        assert {r.starts_at for r in reminders.of_appointment(work, first.id) if r.state == "planned"} == {
            moved.slot.starts_at
        }
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_10, status="cancelled"), told=told)
        assert the_visit(work).status is AppointmentStatus.CANCELLED
        assert [(b.slot.starts_at, a.status.value) for b, a in told] == [
            (first.slot.starts_at, "booked"),
            (moved.slot.starts_at, "cancelled"),
        ]
        assert {action for _, action, *_ in rows.audited(work)} >= {"appointment.moved", "appointment.cancelled"}


def test_an_unchanged_row_undoes_nothing_that_happened_since(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_9))
        visit = the_visit(work)
        later = Slot("lee", "checkup", "main", *(at + timedelta(hours=3) for at in _times(visit)))
        appointments.move_to(work, clinic, visit.id, later, actor="conversation:c1")
        before = the_visit(work), rows.audited(work)
        assert changes(visits(work, clinic, tmp_path, visit_row(1, MONDAY_9))) == ["unchanged"]
        assert (the_visit(work), rows.audited(work)) == before


def _times(visit: Appointment) -> tuple[Any, Any]:
    return visit.slot.starts_at, visit.slot.ends_at


def test_a_cancelled_visit_can_be_booked_again_elsewhere(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_9, status="cancelled"))
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_10))
        visit = the_visit(work)
        assert visit.status is AppointmentStatus.BOOKED
        assert visit.slot.starts_at.isoformat() == "2027-03-15T15:00:00+00:00"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("2027-03-15T09:15", "overlaps another visit"),
        ("2027-03-15T09:32", "only shares the five-minute cell"),
    ],
)
def test_a_row_in_the_way_of_another_is_refused_unless_overbooked(
    at_work: AtWork, clinic: Clinic, tmp_path: Path, second: str, reason: str
) -> None:
    first = visit_row(1, "2027-03-15T09:02" if reason.startswith("only") else MONDAY_9)
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1), patient_row(2))
        outcomes = visits(work, clinic, tmp_path, first, visit_row(2, second))
        assert changes(outcomes) == ["created", "rejected"]
        assert outcomes[1].reason.startswith(f"starts_at: {reason}")
        assert changes(visits(work, clinic, tmp_path, visit_row(2, second, overbook="yes"))) == ["created"]
        assert the_visit(work, "v2").overbooked


def test_a_refused_change_leaves_the_visit_as_it_was(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1), patient_row(2))
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_9), visit_row(2, MONDAY_10))
        before = the_visit(work, "v2"), rows.audited(work)
        [outcome] = visits(work, clinic, tmp_path, visit_row(2, MONDAY_9, status="arrived"))
        assert outcome.change == "rejected"
        assert (the_visit(work, "v2"), rows.audited(work)) == before


def test_a_status_that_may_not_follow_is_refused(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_9, status="cancelled"))
        [outcome] = visits(work, clinic, tmp_path, visit_row(1, MONDAY_9, status="fulfilled"))
        assert outcome.reason == "status: cancelled cannot become fulfilled"


def test_an_imported_visit_need_not_lie_in_working_hours(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        assert changes(visits(work, clinic, tmp_path, visit_row(1, "2027-03-14T21:00"))) == ["created"]


def test_a_visit_that_we_booked_is_taken_over_under_its_own_name(
    at_work: AtWork, clinic: Clinic, tmp_path: Path
) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1))
        visits(work, clinic, tmp_path, visit_row(9, MONDAY_10, patient_external_id="p1"))
        ana = patients.by_external_id(work, ["p1"])["p1"]
        start = the_visit(work, "v9").slot.starts_at + timedelta(hours=2)
        ours = appointments.book(
            work,
            clinic,
            Slot("lee", "checkup", "main", start, start + timedelta(minutes=30)),
            patient_id=ana.id,
            actor="conversation:c1",
            source="sms",
        )
        assert changes(visits(work, clinic, tmp_path, visit_row(1, "2027-03-15T12:00"))) == ["updated"]
        assert the_visit(work).id == ours.id


def test_a_visit_is_not_handed_to_another_patient(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1), patient_row(2))
        visits(work, clinic, tmp_path, visit_row(1, MONDAY_9))
        [outcome] = visits(work, clinic, tmp_path, visit_row(1, MONDAY_9, patient_external_id="p2"))
        assert outcome.reason.startswith("patient_external_id: ")


def test_a_visit_that_needs_a_room_gets_one(at_work: AtWork, clinic: Clinic, tmp_path: Path) -> None:
    scan = {"provider": "ortiz", "visit_type": "ultrasound"}
    with at_work() as work:
        people(work, clinic, tmp_path, patient_row(1), patient_row(2))
        outcomes = visits(
            work,
            clinic,
            tmp_path,
            visit_row(1, MONDAY_9, **scan),
            visit_row(2, "2027-03-15T09:45", **scan),
        )
        assert the_visit(work).slot.room == "us1"
        assert outcomes[1].reason.startswith("starts_at: lies in the time that is kept free after a visit")
