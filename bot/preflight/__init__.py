"""What must be right at Twilio before real phones are answered: asked there, compared, and said in plain words."""

from __future__ import annotations

from bot.preflight.findings import Finding
from bot.preflight.looking import look

__all__ = ["Finding", "look"]
