"""The parent: what it refuses to start with, and that it replaces a child that dies."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import processes, serve, settings
from bot.processes import StartError
from tests import builders

if TYPE_CHECKING:
    from tests.office import Office


def read(tmp_path: Path, **more: str) -> settings.Settings:
    return settings.read({"DATABASE_URL": f"sqlite:///{tmp_path}/frontdesk.db", **more})


def child(tmp_path: Path, program: str, name: str = "child") -> serve._Child:
    """A child that notes each start in a file, then runs `program`."""
    note = f"open({str(tmp_path / name)!r}, 'a').write('x')"
    return serve._Child(name, (sys.executable, "-S", "-c", f"{note}\n{program}"), {})


def starts(tmp_path: Path, name: str = "child") -> int:
    file = tmp_path / name
    return len(file.read_text()) if file.exists() else 0


def supervised(child: serve._Child, until: Callable[[], bool]) -> int:
    """The exit code of a parent that is told to stop when `until` holds."""
    stop = threading.Event()

    def watch() -> None:
        while not until() and not stop.wait(0.02):
            pass
        stop.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = serve._supervise((child,), stop)
    watcher.join()
    return code


def test_the_clinics_file_is_applied_at_the_start_and_again_without_change(tmp_path: Path) -> None:
    file = tmp_path / "oak.toml"
    file.write_text(builders.CLINIC_FILE, encoding="utf-8")
    for _ in range(2):
        desk = serve.prepare(read(tmp_path, FRONTDESK_CLINIC=str(file)))
        with desk.database.reading() as connection:
            found = desk.clinic_by_phone(connection, "+15125550100")
        desk.database.close()
        assert found is not None
        assert found.name == "Oak Hill Clinic"


def test_a_clinic_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"Cannot read .*nowhere\.toml: No such file"):
        serve.prepare(read(tmp_path, FRONTDESK_CLINIC=str(tmp_path / "nowhere.toml")))


def test_a_faulty_clinic_file_is_named_with_its_key(tmp_path: Path) -> None:
    file = tmp_path / "oak.toml"
    file.write_text(builders.CLINIC_FILE.replace("America/Chicago", "America/Nowhere"), encoding="utf-8")
    with pytest.raises(StartError, match=r"oak\.toml: timezone"):
        serve.prepare(read(tmp_path, FRONTDESK_CLINIC=str(file)))


def test_a_child_that_dies_is_replaced(tmp_path: Path) -> None:
    mortal = child(tmp_path, "raise SystemExit(1)")
    assert supervised(mortal, lambda: starts(tmp_path) >= 3) == 0


def test_a_child_that_cannot_start_ends_the_parent_with_its_code(tmp_path: Path) -> None:
    hopeless = child(tmp_path, "raise SystemExit(2)")
    assert supervised(hopeless, lambda: False) == 2
    assert starts(tmp_path) == 1


def test_a_child_is_asked_to_end_and_may_finish(tmp_path: Path) -> None:
    patient = child(
        tmp_path,
        "import signal, sys, time\n"
        f"def end(*_): open({str(tmp_path / 'ended')!r}, 'w').write('x'); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"open({str(tmp_path / 'ready')!r}, 'w').write('x')\n"
        "while True: time.sleep(0.05)",
    )
    assert supervised(patient, (tmp_path / "ready").exists) == 0
    assert (tmp_path / "ended").exists()
    assert patient.exit_code == 0


def test_a_port_that_is_taken_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PORT_SECONDS", 0.0)
    with processes.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=f"Port {port} is taken by another program"):
            processes.listen("127.0.0.1", port)


def test_an_address_of_another_machine_is_one_sentence() -> None:
    with pytest.raises(StartError, match="--host"):
        processes.listen("192.0.2.1", 0)


def test_processes_of_one_machine_count_together_and_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.COUNTS, raising=False)
    with processes.counting_together():
        directory = Path(os.environ[settings.COUNTS])
        with processes.counting_together():
            assert Path(os.environ[settings.COUNTS]) == directory
        assert directory.is_dir()
    assert not directory.exists()


def test_ready_means_a_database_with_the_current_schema(office: Office) -> None:
    answer = office.client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True})
    with office.desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    answer = office.client.get("/readyz")
    assert answer.status_code == 503
    assert "frontdesk migrate" in answer.json["reason"]
    assert office.client.get("/healthz").status_code == 200
