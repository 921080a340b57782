"""The worker: whatever is due. APScheduler is only its clock; what is due is rows, claimed with a lease.

Any number of workers may run. Each job looks for what is due and does it, as often as it is called; a job that is
still at it is not started a second time. On SIGTERM a job ends after what it has claimed.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler

from bot import (
    alerts,
    channels,
    deadlines,
    forms,
    holds,
    housekeeping,
    log,
    metrics,
    pictures,
    processes,
    reconciling,
    recovery,
    reminders,
    silence,
    waitlist,
)
from bot.calls import fetching, ringing
from bot.clock import new_id, real_now
from bot.kept import Journal
from bot.outbox import Sender
from bot.outreach import closures, planning, sending
from bot.settings import Settings
from bot.sweep import Sweep
from bot.wiring import Desk, build
from storage.database import DatabaseUnavailable


@dataclass(frozen=True, slots=True)
class Job:
    """A look for what is due, and how often. It returns how much it did."""

    name: str
    seconds: float
    look: Callable[[], int]


def jobs(desk: Desk, stopping: threading.Event) -> tuple[Job, ...]:
    """All that a worker does, in the order in which one thing may make the next one due."""
    journal = Journal.of(desk.settings)
    channel = channels.choose(desk.settings)
    sender, sweep, worker_id = Sender(desk, channel, stopping), Sweep(desk, channel, journal), new_id()
    telephone, album = channels.telephone(desk.settings), channels.album(desk.settings)
    return (
        Job("sweep", 30.0, sweep.sweep_due),
        Job("journal", 1.0, lambda: recovery.take_all(desk, journal)),
        Job("reminders", 1.0, lambda: reminders.send_due(desk, stopping)),
        Job("forms", 2.0, lambda: forms.send_due(desk, stopping)),
        Job("waitlist", 2.0, lambda: waitlist.look(desk, stopping)),
        Job("deadlines", 10.0, lambda: deadlines.look(desk)),
        Job("alerts", 5.0, lambda: alerts.look(desk)),
        Job("followups", 30.0, lambda: planning.look(desk, stopping, planning.after_visits)),
        Job("recalls", 3600.0, lambda: planning.look(desk, stopping, planning.recalls)),
        Job("outreach", 1.0, lambda: sending.send_due(desk, stopping)),
        Job("closures", 30.0, lambda: closures.look(desk, stopping)),
        Job("outbox", 0.5, sender.send_due),
        Job("unknown", 5.0, lambda: reconciling.settle_unknown(desk, channel)),
        Job("silent", 30.0, lambda: silence.ask_due(desk, channel)),
        Job("calls", 1.0, lambda: ringing.ring_due(desk, telephone, stopping)),
        Job("recordings", 5.0, lambda: fetching.fetch_due(desk, telephone, stopping)),
        Job("pictures", 5.0, lambda: pictures.fetch_due(desk, album, stopping)),
        Job("holds", 60.0, lambda: holds.sweep(desk)),
        Job("search", 10.0, lambda: housekeeping.index(desk, stopping)),
        Job("heartbeat", 10.0, lambda: housekeeping.beat(desk, worker_id)),
        Job("ping", 60.0, lambda: housekeeping.ping(desk)),
        Job("tidy", 3600.0, lambda: housekeeping.tidy(desk)),
    )


def run(settings: Settings) -> None:
    """Work until told to stop."""
    log.configure(as_json=not settings.development)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    processes.follow_supervisor()
    with processes.at_work(settings.database_file), processes.counting_together():
        scheduler = _clock(jobs(build(settings), stopping))
        scheduler.start()
        stopping.wait()
        scheduler.shutdown(wait=True)


def run_once(desk: Desk) -> int:
    """Do everything that is due now; how much that was."""
    done = 0
    todo = jobs(desk, threading.Event())
    while step := sum(job.look() for job in todo):
        done += step
    return done


def _clock(todo: tuple[Job, ...]) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in todo:
        scheduler.add_job(_Guarded(job), "interval", seconds=job.seconds, name=job.name, next_run_time=real_now())
    return scheduler


class _Guarded:
    """A job whose faults are told once while they last, and stop nobody."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._failing = False

    def __call__(self) -> None:
        try:
            self._job.look()
            self._failing = False
        except DatabaseUnavailable:
            if not self._failing:
                log.get().warning("database_unavailable", job=self._job.name)
            self._failing = True
        except Exception as error:  # noqa: BLE001  # a worker goes on
            metrics.failed(self._job.name)
            if not self._failing:
                log.failure("job_failed", error, job=self._job.name)
            self._failing = True
