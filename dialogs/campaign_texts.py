"""The words that staff write for a campaign: what is wrong with them, and how they are filled for one phone.

A clinic's number is registered for news of care, not for marketing: words that sell are refused, and so are links,
which phone companies filter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dialogs.segments import segments
from dialogs.words import Wording
from scheduler.clinic import Clinic
from scheduler.model import Appointment

PLACEHOLDERS = ("first_name", "provider", "date")
OF_VISIT = ("provider", "date")
MOST_SEGMENTS = 4
LONGEST = 600

_FIELD = re.compile(r"\{([^{}]*)\}")
_SELLS = re.compile(
    r"\b(?:sales?|discounts?|deals?|coupons?|promo(?:tion)?s?|special offers?|limited time|free gift|buy|bargain|"
    r"act now|giveaway|ofertas?|descuentos?|rebajas?|cup[oó]n(?:es)?|promoci[oó]n(?:es)?|gratis|regalo|compre|"
    r"tiempo limitado)\b|\d+ ?% ?(?:off|de descuento)",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://|\bwww\.|\b[\w-]+\.(?:ly|gl|com|net|org|co|io|me)/", re.IGNORECASE)
_AND = {"en": "and", "es": "y"}


def faults(texts: Mapping[str, str], clinic: Clinic, *, with_visits: bool) -> tuple[str, ...]:
    """What must be mended before anything is sent, a sentence each."""
    missing = (language for language in clinic.languages if not texts.get(language, "").strip())
    found = [
        f'The text in "{language}" is missing. Write it, as patients are written to in it.' for language in missing
    ]
    unknown = sorted(set(texts) - set(clinic.languages))
    found += [f'The clinic does not speak "{language}". Leave that text out.' for language in unknown]
    for language, text in texts.items():
        found += [f'The text in "{language}" {fault}' for fault in _faults_of(text, clinic, with_visits)]
    return tuple(found)


def _faults_of(text: str, clinic: Clinic, with_visits: bool) -> Iterator[str]:
    if len(text) > LONGEST:
        yield f"has {len(text)} characters. Use at most {LONGEST}."
    for name in _FIELD.findall(text):
        if name not in PLACEHOLDERS:
            yield f'names "{{{name}}}". Only {{first_name}}, {{provider}} and {{date}} are filled in.'
        elif name in OF_VISIT and not with_visits:
            yield f'names "{{{name}}}", but this list is of patients, not of visits. Take it out.'
    if "{" in (rest := _FIELD.sub("", text)) or "}" in rest:
        yield "has a brace that is not closed. Write placeholders like {first_name}."
    if sold := _SELLS.search(text):
        yield f'says "{sold[0]}". The number is registered for news of care: tell what patients must know.'
    if _LINK.search(text):
        yield "has a link. Phone companies filter texts with links; ask patients to reply or call."
    if (length := segments(f"{clinic.name}: {text}")) > MOST_SEGMENTS:
        yield f"takes {length} segments. Use at most {MOST_SEGMENTS}."


def filled(template: str, names: Sequence[str], visit: Appointment | None, language: str, clinic: Clinic) -> str:
    """The text for one phone, for all who are `names`d."""
    wording = Wording(clinic, language, "sms", lambda _key, _values: "")
    values = {"first_name": _joined(names, language)}
    if visit is not None:
        values |= {"provider": wording.provider(visit.slot), "date": wording.when(visit.slot, "sentence")}
    return _FIELD.sub(lambda match: values.get(match[1], ""), template).strip()


def _joined(names: Sequence[str], language: str) -> str:
    """All names in one, as in "Ana, Ben and Cem"."""
    *most, last = names
    return f"{', '.join(most)} {_AND.get(language, 'and')} {last}" if most else last
