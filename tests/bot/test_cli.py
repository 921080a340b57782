"""The command, as an operator runs it: what it prints, what it leaves behind, its exit code."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from storage import appointments
from storage.invariants import INVARIANTS
from tests import builders, office
from tests.builders import patient_row, visit_row
from tests.office import ANA, Office

MONDAY_9 = "2027-03-15T09:00"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Done]


@pytest.fixture
def frontdesk(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """`frontdesk("check")` runs the command over this test's database."""
    monkeypatch.chdir(tmp_path)
    for name, value in office.variables(database_url).items():
        monkeypatch.setenv(name, value)

    def run(*words: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True))
        with pytest.raises(SystemExit) as ended:
            main(words)
        out = sys.stdout.buffer.getvalue().decode()  # type: ignore[attr-defined]
        return Done(int(ended.value.code or 0), out, capsys.readouterr().err)

    return run


@pytest.fixture
def oak(frontdesk: Command, tmp_path: Path) -> Command:
    """The command where Oak Hill Clinic is."""
    (tmp_path / "oak.toml").write_text(builders.CLINIC_FILE, encoding="utf-8")
    assert frontdesk("clinic", "apply", "oak.toml").code == 0
    return frontdesk


def write(name: str, rows: Iterable[builders.Row]) -> str:
    Path(name).write_text(builders.as_csv(rows), encoding="utf-8")
    return name


def bring_in(command: Command, what: str, rows: Iterable[builders.Row], *options: str) -> Done:
    return command("import", what, write(f"{what}.csv", rows), *options)


def test_good_rows_go_in_and_bad_ones_are_named_and_kept(oak: Command) -> None:
    rows = [patient_row(1), patient_row(2, phone="12"), patient_row(1, language="es")]
    done = bring_in(oak, "patients", rows)
    assert done.code == 1
    assert 'patients.csv:3: phone: "12" is not a phone number' in done.err
    assert 'patients.csv:4: external_id: "p1" is on line 2 already' in done.err
    assert "1 created, 0 updated, 0 unchanged, 2 rejected." in done.err
    kept = list(csv.DictReader(io.StringIO(Path("patients.rejected.csv").read_text(encoding="utf-8"))))
    assert [row["external_id"] for row in kept] == ["p2", "p1"]
    assert kept[0]["reason"].startswith("phone: ")
    assert [row["external_id"] for row in oak("export", "patients").rows] == ["p1"]


def test_a_file_without_faults_leaves_no_rejects_behind(oak: Command) -> None:
    bring_in(oak, "patients", [patient_row(1, phone="12")])
    assert Path("patients.rejected.csv").exists()
    assert bring_in(oak, "patients", [patient_row(1)]).code == 0
    assert not Path("patients.rejected.csv").exists()


def test_an_unknown_column_is_named_and_nothing_goes_in(oak: Command) -> None:
    done = bring_in(oak, "patients", [patient_row(1, shoe_size="44")])
    assert (done.code, "shoe_size" in done.err) == (1, True)
    assert oak("export", "patients").rows == []


def test_a_dry_run_tells_all_and_changes_nothing(oak: Command) -> None:
    people = [patient_row(1), patient_row(2, phone="", guardian_external_id="p1"), patient_row(3, phone="x")]
    done = bring_in(oak, "patients", people, "--dry-run")
    assert done.code == 1
    assert "Dry run, nothing was changed: 2 created, 0 updated, 0 unchanged, 1 rejected." in done.err
    assert oak("export", "patients").rows == []
    assert not Path("patients.rejected.csv").exists()


def test_a_dry_run_sees_that_two_rows_of_the_file_overlap(oak: Command) -> None:
    bring_in(oak, "patients", [patient_row(1), patient_row(2)])
    done = bring_in(oak, "appointments", [visit_row(1, MONDAY_9), visit_row(2, MONDAY_9)], "--dry-run")
    assert "appointments.csv:3: starts_at: overlaps another visit" in done.err
    assert oak("export", "appointments").rows == []
    assert oak("export", "reminders").rows == []


def test_many_rows_go_in_and_a_second_time_change_nothing(oak: Command) -> None:
    numbers = range(1, 61)
    assert bring_in(oak, "patients", [patient_row(number) for number in numbers]).code == 0
    times = builders.free_times(builders.NOW.date() + timedelta(days=10))
    visits = [visit_row(number, start) for number, start in zip(numbers, times, strict=False)]
    assert bring_in(oak, "appointments", visits).code == 0
    before = oak("export", "audit").rows
    assert "0 created, 0 updated, 60 unchanged, 0 rejected." in bring_in(oak, "appointments", visits).err
    assert oak("export", "audit").rows == before
    assert oak("check").code == 0


def test_an_exported_table_can_be_brought_in_again(oak: Command) -> None:
    bring_in(oak, "patients", [patient_row(1, first_name="=HYPERLINK(1)"), patient_row(2, last_name="-Stone")])
    bring_in(oak, "appointments", [visit_row(1, MONDAY_9)])
    for what in ("patients", "appointments"):
        told = oak("export", what, "--format", "csv")
        again = Path(f"again-{what}.csv")
        again.write_text(told.out, encoding="utf-8", newline="")
        done = oak("import", what, str(again))
        assert (done.code, "0 updated" in done.err) == (0, True)
    assert "'=HYPERLINK(1)" in Path("again-patients.csv").read_text(encoding="utf-8")
    assert "'+1" not in Path("again-patients.csv").read_text(encoding="utf-8")
    assert oak("export", "patients").rows[0]["first_name"] == "=HYPERLINK(1)"


def test_whoever_was_told_a_time_hears_that_an_import_moved_it(office: Office, frontdesk: Command) -> None:
    office.text(ANA, "When is my appointment?")
    moved = visit_row(1, "2027-03-17T11:00")
    assert bring_in(frontdesk, "appointments", [moved]).code == 0
    news = [row for row in office.rows("messages") if row["in_reply_to_sid"] is None and row["direction"] == "outbound"]
    assert [row["status"] for row in news] == ["queued"]
    assert "11:00 AM" in news[0]["body"]


def test_whoever_was_told_no_time_hears_nothing_of_an_import(office: Office, frontdesk: Command) -> None:
    assert bring_in(frontdesk, "appointments", [visit_row(1, "2027-03-17T11:00")]).code == 0
    assert office.appointment().slot.starts_at.isoformat() == "2027-03-17T16:00:00+00:00"
    assert office.rows("messages") == []


def test_the_openings_are_those_that_a_patient_may_book(oak: Command) -> None:
    done = oak("slots", "--visit-type", "checkup", "--provider", "lee", "--days", "4", "--limit", "2")
    assert [tuple(row) for row in done.rows] == [("provider", "location", "room", "starts_at", "ends_at")] * 2
    # Now is Friday, a moment after ten; four hours of notice.
    assert [row["starts_at"] for row in done.rows] == ["2027-03-12T14:30:00-06:00", "2027-03-12T15:00:00-06:00"]


def test_a_taken_time_is_no_opening(oak: Command) -> None:
    bring_in(oak, "patients", [patient_row(1)])
    bring_in(oak, "appointments", [visit_row(1, MONDAY_9)])
    done = oak("slots", "--visit-type", "checkup", "--provider", "lee", "--when", "monday morning", "--limit", "1")
    assert done.rows[0]["starts_at"] == "2027-03-15T09:30:00-05:00"


def test_the_reason_is_told_where_there_is_no_opening(oak: Command) -> None:
    done = oak("slots", "--visit-type", "checkup", "--when", "sunday")
    why, *nearest = done.err.splitlines()
    assert (done.code, done.out, why) == (0, "", "No opening: nobody works then.")
    assert nearest[-1] == "Nearest: Mon 2027-03-15 09:00-09:30  lee main"


def test_each_line_of_a_pipe_is_a_text_and_is_answered(office: Office, frontdesk: Command) -> None:
    done = frontdesk("chat", "--from", ANA, stdin="where can I park?\nwhen is my appointment?\n")
    assert done.code == 0
    assert "Parking is free behind the building." in done.out
    assert "Tue, Mar 16" in done.out or "Tuesday, March 16" in done.out
    assert len(office.rows("turns")) == 2


def test_a_call_is_walked_to_a_moved_visit_in_the_terminal(office: Office, frontdesk: Command) -> None:
    lines = "I need to move my appointment\n01011980\nWednesday morning\n1\nyes\nno thanks\n"
    done = frontdesk("chat", "--voice", "--from", ANA, stdin=lines)
    assert done.code == 0
    assert "Done. I moved your visit with Dr. Lee to Wednesday, March 17" in done.out
    assert office.appointment().slot.starts_at.day == 17
    assert done.out.endswith("(the call has ended)\n")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("book a checkup\n01011980\nThursday afternoon\n1\n1\n", "I booked your visit with Dr. Lee on Thursday"),
        ("*\nquiero un chequeo\n01011980\nel jueves por la tarde\n1\n1\n", "reservada su cita con Dr. Lee el jueves"),
    ],
)
def test_a_call_is_walked_to_a_booked_visit_in_the_terminal(
    office: Office, frontdesk: Command, lines: str, told: str
) -> None:
    assert told in frontdesk("chat", "--voice", "--from", ANA, stdin=lines).out
    assert [row["source"] for row in office.rows("appointments")] == ["import", "call"]


def test_a_call_in_spanish_ends_in_a_voice_message(office: Office, frontdesk: Command) -> None:
    done = frontdesk("chat", "--voice", "--from", ANA, stdin="*\n0\nPor favor llámenme mañana\n")
    assert "Para confirmar su cita" in done.out
    assert "Nuestro equipo va a escuchar su mensaje" in done.out
    assert "voicemail" in [case["reason"] for case in office.rows("cases")]


def test_a_stored_talk_is_replayed_without_a_difference(office: Office, frontdesk: Command) -> None:
    office.text(ANA, "when is my appointment?")
    office.text(ANA, "please cancel it")
    office.text(ANA, "yes please")
    [talk] = office.rows("conversations")
    done = frontdesk("replay", talk["id"])
    assert (done.code, "DIFFERENT" in done.out) == (0, False)
    assert done.out.count("turn ") == 3


def test_a_talk_that_would_go_differently_today_is_told(office: Office, frontdesk: Command) -> None:
    office.text(ANA, "where can I park?")
    changed = builders.CLINIC_FILE.replace("Parking is free behind the building.", "There is no parking.")
    Path("oak.toml").write_text(changed, encoding="utf-8")
    frontdesk("clinic", "apply", "oak.toml")
    done = frontdesk("replay", office.rows("conversations")[0]["id"])
    assert done.code == 1
    assert "DIFFERENT: today's reply would be: " in done.out


def test_check_counts_what_holds(office: Office, frontdesk: Command) -> None:
    office.text(ANA, "where can I park?")
    done = frontdesk("check")
    assert done.code == 0
    assert done.out.startswith(f"{len(INVARIANTS)} invariants hold over ")


def test_check_names_what_does_not_hold(office: Office, frontdesk: Command) -> None:
    with office.writing() as work:
        work.connection.exec_driver_sql("DELETE FROM days")
        assert appointments.get(work, office.visit.id) is not None
    done = frontdesk("check")
    assert done.code == 1
    assert done.out.startswith("oak: calendar days are as their cells: day ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "patients", "nowhere.csv"), "nowhere.csv"),
        (("export", "shoes"), "shoes"),
        (("export",), "Missing argument"),
        (("export", "patients", "--clinic", "elm"), 'There is no clinic "elm"; there is: oak.'),
        (("slots", "--visit-type", "dance"), 'The clinic has no visit type "dance"'),
        (("slots", "--visit-type", "checkup", "--when", "purple"), '"purple" says no time'),
        (("replay", "nobody"), 'There is no conversation "nobody"'),
        (("chat", "--from", "12"), '"12" is not a phone number'),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_two(oak: Command, words: tuple[str, ...], sentence: str) -> None:
    done = oak(*words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1


def test_without_a_clinic_the_next_step_is_told(frontdesk: Command) -> None:
    done = frontdesk("export", "patients")
    assert (done.code, done.err) == (2, "There is no clinic yet; bring its file: frontdesk clinic apply FILE.toml\n")


def test_with_several_clinics_one_must_be_named(oak: Command) -> None:
    other = builders.CLINIC_FILE.replace('"oak"', '"elm"').replace("+15125550100", "+15125550190")
    Path("elm.toml").write_text(other, encoding="utf-8")
    assert oak("clinic", "apply", "elm.toml").code == 0
    assert "say which with --clinic: elm, oak." in oak("export", "patients").err
    assert oak("export", "patients", "--clinic", "elm").code == 0


def test_a_database_that_cannot_be_opened_is_one_sentence(
    frontdesk: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/missing/frontdesk.db")
    done = frontdesk("export", "patients")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_an_answer_that_takes_too_many_segments_is_named_and_still_applied(frontdesk: Command) -> None:
    long = builders.CLINIC_FILE.replace("Parking is free behind the building.", "Parking is free. " * 60)
    Path("oak.toml").write_text(long, encoding="utf-8")
    fault = "oak.toml: answers.parking.answer.en: takes 7 segments"
    checked, applied = frontdesk("clinic", "check", "oak.toml"), frontdesk("clinic", "apply", "oak.toml")
    assert (checked.code, applied.code) == (1, 0)
    assert checked.err.startswith(fault)
    assert applied.err.startswith(fault)
    assert "created" in applied.out


def test_a_clinic_file_without_faults_says_so(frontdesk: Command) -> None:
    Path("oak.toml").write_text(builders.CLINIC_FILE, encoding="utf-8")
    assert frontdesk("clinic", "check", "oak.toml").out == "oak.toml: no faults.\n"


def test_a_clinic_file_that_is_no_text_has_a_fault(frontdesk: Command) -> None:
    Path("oak.toml").write_bytes(b"\xff\xfe\x00")
    done = frontdesk("clinic", "check", "oak.toml")
    assert (done.code, done.err) == (1, "oak.toml: this is not UTF-8 text. Save it as UTF-8.\n")
