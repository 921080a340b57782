"""Kinds of texts that a number does not want."""

from __future__ import annotations

from scheduler.clinic import Clinic
from storage import mutes
from tests import builders
from tests.visits import AtWork

PHONE = builders.phone(1)


def test_one_kind_ends_and_the_others_go_on(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        for _ in range(2):
            mutes.mute(work, PHONE, "reminders", source="conversation:c1")
        assert mutes.is_muted(work, PHONE, "reminders")
        assert not mutes.is_muted(work, PHONE, "waitlist")
        assert not mutes.is_muted(work, builders.phone(2), "reminders")


def test_whoever_opts_in_again_gets_all_kinds(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        mutes.mute(work, PHONE, "reminders", source="conversation:c1")
        mutes.unmute(work, PHONE)
        assert not mutes.is_muted(work, PHONE, "reminders")
