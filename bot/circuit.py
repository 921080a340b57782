"""Whether the database can be written, as far as this machine knows.

After one failure nobody waits for it again until a probe has written. The mark is a file, so that all processes of the
machine agree, also after one of them was killed; each process that meets it probes until somebody has removed it.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from bot import log

PROBE_SECONDS = 1.0


class Circuit:
    """Closed while all is well. `trip` opens it; it closes when `probe` returns instead of raising."""

    def __init__(
        self,
        mark: Path,
        probe: Callable[[], None],
        recovered: Callable[[], object],
        probe_seconds: float = PROBE_SECONDS,
    ) -> None:
        self._mark = mark
        self._probe = probe
        self._recovered = recovered
        self._probe_seconds = probe_seconds
        self._lock = threading.Lock()
        self._prober: threading.Thread | None = None

    def closed(self) -> bool:
        """Whether it is worth asking the database."""
        if not self._mark.exists():
            return True
        self._begin_probing()
        return False

    def trip(self) -> None:
        """The database could not be written."""
        with contextlib.suppress(OSError):  # known already, or the disk is full: then each one finds out alone
            self._mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._mark.touch(exist_ok=False)
            log.get().warning("database_unavailable")
        self._begin_probing()

    def recover(self) -> None:
        """Something was left over by processes that are gone: care for it now, in the background."""
        self._begin_probing()

    def _begin_probing(self) -> None:
        with self._lock:
            if self._prober is None or not self._prober.is_alive():
                self._prober = threading.Thread(target=self._until_it_writes, name="probe", daemon=True)
                self._prober.start()

    def _until_it_writes(self) -> None:
        pause = threading.Event()
        while True:
            while self._mark.exists() and not self._writes():
                pause.wait(self._probe_seconds)
            self._recovered()
            if not self._mark.exists():
                return

    def _writes(self) -> bool:
        try:
            self._probe()
        except Exception:  # noqa: BLE001  # whatever it is, the database is not back yet
            return False
        self._mark.unlink(missing_ok=True)
        log.get().warning("database_available")
        return True
