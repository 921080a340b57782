"""Whom and what a text names: providers and visit types by the clinic's names for them, patients by first name.

Names are compared as folded words, so accents, case and apostrophes ("Ana's") make no difference. Where none is there
as the clinic writes it, a slip of one counts (`misspelt`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dialogs.meanings import NamedProvider
from dialogs.misspelt import TITLES, Names, owner_of
from dialogs.understanding.normalise import plain
from scheduler.clinic import Clinic
from scheduler.model import Patient

# What stands in front of a name that is not wanted: "not with Dr. Lee", "anyone but Lee", "que no sea Ortiz".
_REFUSALS = (
    "not", "not with", "not to", "no", "dont want", "dont want to see", "anyone but", "anybody but", "other than",
    "except", "instead of", "rather than", "without", "besides", "no con", "que no sea", "que no sea con", "menos",
    "menos con", "excepto", "salvo", "en vez de", "en lugar de", "sin", "no quiero", "no quiero a", "no quiero con",
    "no quiero ver a",
)  # fmt: skip
# In front of a name that is somebody else's, though a provider has it too: "my daughter Lee", "my name is Lee".
_SOMEBODY = (
    "son", "daughter", "kid", "child", "baby", "boy", "girl", "wife", "husband", "mom", "mother", "dad", "father",
    "brother", "sister", "partner", "grandson", "granddaughter", "named", "my name is", "name is", "i am", "im",
    "hijo", "hija", "nino", "nina", "bebe", "esposa", "esposo", "mama", "papa", "hermano", "hermana", "me llamo",
    "mi nombre es", "soy", "se llama",
)  # fmt: skip
# A name this long may be written in one word or in two.
_JOINED_FROM = 7
_SOMEBODYS = tuple(f" {words} " for words in _SOMEBODY)
_REFUSED_BY = tuple(f" {words} " for words in _REFUSALS)

Spoken = tuple[tuple[str, tuple[str, ...]], ...]


def named_provider(words: str, clinic: Clinic) -> NamedProvider | None:
    """The provider named in folded words, the longest name first, and whether they are refused."""
    padded = f" {words} "
    for name, provider in _folded_names(clinic.spoken_providers):
        at = padded.find(name)
        if at >= 0 and not padded[: at + 1].endswith(_SOMEBODYS):
            return NamedProvider(provider, padded[: at + 1].endswith(_REFUSED_BY))
    meant = owner_of(words, _single_words(clinic.spoken_providers))
    if meant is None:
        return None
    provider, before = meant
    if f" {before.strip()} ".endswith(_SOMEBODYS):
        return None
    return NamedProvider(provider, _untitled(before).endswith(_REFUSED_BY))


def named_kind(words: str, clinic: Clinic) -> str | None:
    """The visit type named in folded words, the longest name first: "a check-up" is a "checkup" too."""
    padded, joined = f" {words} ", words.replace(" ", "")
    for name, kind in _folded_names(clinic.spoken_visit_types):
        bare = name.replace(" ", "")
        if name in padded or (len(bare) >= _JOINED_FROM and bare in joined):
            return kind
    meant = owner_of(words, _folded_names(clinic.spoken_visit_types))
    return meant[0] if meant is not None else None


def named_patients(words: str, patients: Sequence[Patient]) -> tuple[str, ...]:
    """Ids of the patients whose first name is said; none where a phone has one patient only."""
    if len(patients) < 2:
        return ()
    padded = f" {words} "
    return tuple(patient.id for patient in patients if _says(padded, _folded(patient.first_name)))


def speaking(patients: Sequence[Patient]) -> tuple[str, ...]:
    """Whoever speaks for the others, their guardian; empty where nobody or several do."""
    guardians = {patient.guardian_id for patient in patients}
    found = tuple(patient.id for patient in patients if patient.id in guardians)
    return found if len(found) == 1 else ()


def _says(padded: str, name: str) -> bool:
    return bool(name) and (f" {name} " in padded or f" {name}s " in padded)


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return plain(name)


def _untitled(before: str) -> str:
    """What stands before a name and its title, padded like a refusal."""
    words = before.split()
    return f" {' '.join(words[:-1] if words and words[-1] in TITLES else words)} "


@lru_cache(maxsize=64)
def _single_words(spoken: Spoken) -> Names:
    """The words of names with whose they are, without titles and what two share."""
    owners: dict[str, set[str]] = {}
    for owner, names in spoken:
        for word in {word for name in names for word in plain(name).split()} - TITLES:
            owners.setdefault(word, set()).add(owner)
    return tuple((word, next(iter(owner))) for word, owner in sorted(owners.items()) if len(owner) == 1)


@lru_cache(maxsize=64)
def _folded_names(spoken: Spoken) -> Names:
    """Padded names with whose they are; a name that two share tells nothing and is left out."""
    owners: dict[str, set[str]] = {}
    for owner, names in spoken:
        for name in names:
            if folded := plain(name):
                owners.setdefault(f" {folded} ", set()).add(owner)
    single = [(name, next(iter(owner))) for name, owner in owners.items() if len(owner) == 1]
    return tuple(sorted(single, key=lambda item: -len(item[0])))
