"""Phone numbers: any usual form in, E.164 out. Numbers reserved for fiction (555-01xx) are numbers here."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

# +1 is checked by its plan alone: the library knows no area code 555, and new ones come out faster than releases.
_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


@lru_cache(maxsize=4096)
def is_e164(text: str) -> bool:
    """Whether `text` is a number that somebody could have, written like +15125550100."""
    if text.startswith("+1"):
        return _NORTH_AMERICAN.fullmatch(text) is not None
    if not _E164.fullmatch(text):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def to_e164(text: str, region: str) -> str | None:
    """The number in E.164, read as people in `region` ("US") write it; None where it is none, or has an extension."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if number.extension:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164 if is_e164(e164) else None


@lru_cache(maxsize=4096)
def region_of(e164: str) -> str:
    """The country of a number, as a two-letter code ("US"); the plan's main country where the number does not tell."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ""
    country = phonenumbers.region_code_for_number(number)
    return country or phonenumbers.region_code_for_country_code(number.country_code or 0)
