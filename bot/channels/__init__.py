"""Ways by which a message leaves: Twilio's texts, or the phone simulator in development."""

from __future__ import annotations

from bot.channels.base import Channel, Pictures, Telephone
from bot.settings import Settings


def choose(settings: Settings) -> Channel:
    """The channel for texts. In development without both credentials nothing leaves the machine."""
    if _simulated(settings):
        from bot.channels.phone import PhoneSimulator

        return PhoneSimulator()
    from bot.channels.sms import TwilioTexts

    return TwilioTexts(settings)


def telephone(settings: Settings) -> Telephone:
    """The way to call: Twilio's, or in development without credentials the phone page."""
    if _simulated(settings):
        from bot.channels.phone import TelephoneSimulator

        return TelephoneSimulator()
    from bot.channels.voice import TwilioCalls

    return TwilioCalls(settings)


def album(settings: Settings) -> Pictures:
    """Where the pictures of texts are; in development without credentials nobody sends any."""
    if _simulated(settings):
        from bot.channels.phone import NoPictures

        return NoPictures()
    from bot.channels.pictures import TwilioPictures

    return TwilioPictures(settings)


def _simulated(settings: Settings) -> bool:
    return settings.development and not (settings.twilio_account_sid and settings.twilio_auth_tokens)
