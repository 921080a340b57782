from __future__ import annotations

import threading
from pathlib import Path

from bot.circuit import Circuit


class Disk:
    """A database that can be broken and mended."""

    def __init__(self) -> None:
        self.broken = threading.Event()
        self.probed = threading.Event()
        self.recovered = threading.Event()

    def probe(self) -> None:
        self.probed.set()
        if self.broken.is_set():
            raise OSError

    def circuit(self, folder: Path) -> Circuit:
        return Circuit(folder / "journal" / "unavailable", self.probe, self.recovered.set, probe_seconds=0.01)


def test_nobody_waits_after_one_failure_until_a_probe_has_written(tmp_path: Path) -> None:
    disk = Disk()
    circuit = disk.circuit(tmp_path)
    assert circuit.closed()
    disk.broken.set()
    circuit.trip()
    assert disk.probed.wait(5)
    assert not circuit.closed()
    disk.broken.clear()
    assert disk.recovered.wait(5)
    assert circuit.closed()


def test_a_second_process_learns_of_the_failure_without_waiting_for_its_own(tmp_path: Path) -> None:
    disk, other = Disk(), Disk()
    disk.broken.set()
    other.broken.set()
    disk.circuit(tmp_path).trip()
    neighbour = other.circuit(tmp_path)
    assert not neighbour.closed()
    assert other.probed.wait(5), "a neighbour probes too, in case the first process was killed"
    disk.broken.clear()
    other.broken.clear()
    assert other.recovered.wait(5)
    assert neighbour.closed()


def test_a_probe_that_lost_its_folder_gives_up(tmp_path: Path) -> None:
    disk = Disk()
    circuit = disk.circuit(tmp_path)
    disk.broken.set()
    circuit.trip()
    (tmp_path / "journal" / "unavailable").unlink()
    assert circuit.closed()
