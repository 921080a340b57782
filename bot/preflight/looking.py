"""Ask Twilio, and our own public address, one thing after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from bot.channels.sms import client
from bot.preflight.addresses import CALLS, CALLS_RETRIED, TEXTS, TEXTS_RETRIED, Address, compared
from bot.preflight.findings import Finding, judged
from bot.settings import Settings
from scheduler.clinic import Clinic

SECONDS = 10.0
TOLL_FREE = tuple(f"+1{code}" for code in (800, 833, 844, 855, 866, 877, 888))


def look(settings: Settings, clinics: Sequence[Clinic]) -> Iterator[Finding]:
    """One finding after the other. Where Twilio does not let us in or cannot be reached, the last says so."""
    yield from _settings(settings)
    if not (settings.twilio_account_sid and settings.twilio_auth_tokens):
        return
    try:
        yield from _at_twilio(settings, client(settings), clinics)
    except TwilioRestException as error:
        yield Finding("Twilio", _refused(error))
    except (TwilioException, requests.RequestException, ValueError):
        yield Finding("Twilio", "cannot be reached from here; check the network, then run this again")


def _settings(settings: Settings) -> Iterator[Finding]:
    yield judged("FRONTDESK_ENV", not settings.development, "set it to production before patients use it")
    yield judged(
        "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
        bool(settings.twilio_account_sid and settings.twilio_auth_tokens),
        "set both; they are on the first page of Twilio's console",
    )
    is_https = settings.public_url.startswith("https://")
    yield judged("FRONTDESK_PUBLIC_URL", is_https, "give the address that Twilio calls, like https://desk.example.org")
    if is_https:
        yield _public_address(settings.public_url)


def _public_address(public_url: str) -> Finding:
    what = f"{public_url} from outside"
    try:
        alive = requests.get(f"{public_url}/healthz", timeout=SECONDS)
        unsigned = requests.post(f"{public_url}{TEXTS}", timeout=SECONDS)
    except requests.RequestException as error:
        return Finding(what, f"it does not answer ({type(error).__name__}); check name, certificate and proxy")
    if alive.status_code != 200:
        return Finding(what, f"/healthz answers {alive.status_code} instead of 200; start Frontdesk, check the proxy")
    return judged(
        what,
        unsigned.status_code == 403,
        f"a text without a signature is answered {unsigned.status_code} instead of 403; another program answers there",
    )


def _at_twilio(settings: Settings, twilio: Client, clinics: Sequence[Clinic]) -> Iterator[Finding]:
    account = twilio.api.accounts(settings.twilio_account_sid).fetch()
    yield judged("Twilio account", account.status == "active", f"it is {account.status}; see Twilio's console")
    yield judged(
        "Twilio account type", account.type != "Trial", "upgrade it: a trial account reaches verified numbers only"
    )
    service = settings.messaging_service_sid
    if service:
        yield from _service(settings, twilio, service, clinics)
    for clinic in clinics:
        yield from _number(settings, twilio, clinic)


def _service(settings: Settings, twilio: Client, sid: str, clinics: Sequence[Clinic]) -> Iterator[Finding]:
    service = twilio.messaging.v1.services(sid).fetch()
    owner = f"Messaging service {service.friendly_name}"
    if not service.use_inbound_webhook_on_number:
        yield from compared(
            owner,
            settings.public_url,
            (
                Address("Request URL", service.inbound_request_url or "", TEXTS, TEXTS_RETRIED, service.inbound_method),
                Address("Fallback URL", service.fallback_url or "", TEXTS, method=service.fallback_method),
            ),
        )
    members = {member.phone_number for member in twilio.messaging.v1.services(sid).phone_numbers.list()}
    for clinic in clinics:
        yield judged(
            f"{owner}: sender {clinic.phone}", clinic.phone in members, "add the number to the service's sender pool"
        )


def _number(settings: Settings, twilio: Client, clinic: Clinic) -> Iterator[Finding]:
    found = twilio.incoming_phone_numbers.list(phone_number=clinic.phone, limit=1)
    owner = f"{clinic.name} {clinic.phone}"
    yield judged(owner, bool(found), "this account has no such number; buy it, or correct `phone` in the clinic file")
    if not found:
        return
    [number] = found
    yield from _able(owner, number)
    yield from compared(owner, settings.public_url, _addresses(number, by_service=bool(settings.messaging_service_sid)))
    if clinic.phone.startswith(TOLL_FREE):
        yield _toll_free(owner, twilio, number)
    elif clinic.phone.startswith("+1"):
        yield _ten_digits(owner, twilio, settings.messaging_service_sid)


def _able(owner: str, number: Any) -> Iterator[Finding]:
    for ability in ("sms", "voice"):
        able = bool(number.capabilities and number.capabilities.get(ability))
        yield judged(f"{owner}: {ability}", able, f"this number has no {ability}; take one that has")
    taken = [
        name for name in ("sms_application_sid", "voice_application_sid", "trunk_sid") if getattr(number, name, None)
    ]
    yield judged(
        f"{owner}: nothing in front", not taken, f"remove {', '.join(taken)}: it takes the place of the addresses"
    )


def _addresses(number: Any, *, by_service: bool) -> tuple[Address, ...]:
    calls = (
        Address("A call comes in", number.voice_url or "", CALLS, CALLS_RETRIED, number.voice_method),
        Address(
            "Call, primary handler fails", number.voice_fallback_url or "", CALLS, method=number.voice_fallback_method
        ),
        Address(
            "Call status changes", number.status_callback or "", f"{CALLS}/status", method=number.status_callback_method
        ),
    )
    if by_service:  # checked there
        return calls
    return (
        Address("A message comes in", number.sms_url or "", TEXTS, TEXTS_RETRIED, number.sms_method),
        Address(
            "Message, primary handler fails", number.sms_fallback_url or "", TEXTS, method=number.sms_fallback_method
        ),
        *calls,
    )


def _toll_free(owner: str, twilio: Client, number: Any) -> Finding:
    found = twilio.messaging.v1.tollfree_verifications.list(tollfree_phone_number_sid=number.sid)
    states = [str(verification.status) for verification in found] or ["not begun"]
    return judged(
        f"{owner}: toll-free verification",
        "TWILIO_APPROVED" in states,
        f"it is {states[0]}; until it is approved, texts are blocked",
    )


def _ten_digits(owner: str, twilio: Client, service: str) -> Finding:
    what = f"{owner}: A2P 10DLC campaign"
    if not service:
        return Finding(
            what,
            "put the number into a messaging service with a registered campaign and set TWILIO_MESSAGING_SERVICE_SID: "
            "carriers block unregistered texts",
        )
    states = [
        str(campaign.campaign_status) for campaign in twilio.messaging.v1.services(service).us_app_to_person.list()
    ]
    return judged(
        what,
        "VERIFIED" in states,
        f"it is {states[0] if states else 'not registered'}; until it is VERIFIED, carriers block texts",
    )


def _refused(error: TwilioRestException) -> str:
    if error.status == 401:
        return "it refuses the credentials; copy both again from the first page of its console"
    return f"it refused to tell ({error.status}, code {error.code}); check that the account owns what is named above"
