"""Ways by which a message leaves: Twilio's texts, or the phone simulator in development."""

from __future__ import annotations

from bot.channels.base import Channel
from bot.settings import Settings


def choose(settings: Settings) -> Channel:
    """The channel for texts. In development without both credentials nothing leaves the machine."""
    if settings.development and not (settings.twilio_account_sid and settings.twilio_auth_tokens):
        from bot.channels.phone import PhoneSimulator

        return PhoneSimulator()
    from bot.channels.sms import TwilioTexts

    return TwilioTexts(settings)
