"""Calls, in and out: Twilio's doors, one document a turn, people, voice messages, reminders that are spoken."""

from __future__ import annotations

from bot.calls.doors import blueprint

__all__ = ["blueprint"]
