"""When a yes is none: words that want everything left as it is, and conditions on a yes.

Patterns over folded words (`normalise.plain`), for the questions that end in a change. A yes with a condition is asked
again; whoever wants to keep the visit, come after all or forget about it keeps it.
"""

from __future__ import annotations

import re

from dialogs.phrases import cannot_come, see_you, will_come

CANCELLING = frozenset({"confirm_cancel", "confirm_cancel_all"})
REMINDING = frozenset({"reminder_confirm", "confirm_again", "which_to_confirm"})
READ_BACK = CANCELLING | {"confirm_move", "confirm_book"}
CHANGING = READ_BACK | {
    "which_to_cancel", "which_to_move", "which_to_change", "move_or_cancel", "when_suits", "when_suits_again",
    "other_days", "offer_slots", "offer_slots_again", "offer_nearest", "offer_waitlist",
    "which_kind", "for_whom", "what_message", "book_when", "book_when_again", "book_other_days", "book_offer_again",
    "book_offer_waitlist",
}  # fmt: skip
_KEEPS = re.compile(
    r"\b(?:keep|leave) (?!.*\bnew\b)(?:it|them|my|the|our|this|that|things|everything|both|all)\b"
    r"|\b(?:never ?mind|nvm|forget (?:it|about it|that)|disregard|changed my mind)\b"
    r"|\b(?:dont|do not|please dont|not) (?:change|cancel|move|reschedule|touch)\b|^(?:no )?please dont$"
    r"|\b(?:olvid(?:elo|ela|alo|ala|ate)|mejor no)\b|\bdej(?:ela|elo|ala|alo|enla|enlo|arla|arlo|emosla|emoslo)\b"
    r"|\b(?:mantener|mantenerla|mantenerlo|mantengala|mantenga|mantenla|conservar|conservarla|conserve|quedarme con|"
    r"quedo con|quedamos con)\b(?!.*\bnueva\b)"
    r"|\bno (?:la |lo |me la )?(?:cambie|cambies|cancele|canceles|mueva|muevas)\b|\bcomo est(?:a|aba)$"
)
_NOT_A_PROMISE = re.compile(
    r"(?:yes |si |ok )?(?:i |we )?(?:confirm|confirmed|confirming|confirmo|confirmado|confirmada|confirmar)"
)
_AFTER_ALL = re.compile(r"\b(?:come|coming|make it|be there) after all\b|\b(?:i|we) can (?:make it|come) now\b")
_CONDITION = re.compile(
    r"\b(?:but(?! thank)|if|unless|as long as|provided|depends|pero(?! gracias)|solo si|siempre que|siempre y cuando|"
    r"a menos que|si no (?:hay|me cobran|cobran|cuesta)|depende)\b"
)
_CONDITION_OF_COMING = re.compile(
    r"(?<!know )(?<!call )(?<!text )(?<!ask )(?<!sure )(?<!me )\bif\b"
    r"(?! (?:you need|anything|something|not|there is any))"
    r"|\b(?:unless|as long as|provided|depends|only when|depende|solo si|siempre que|siempre y cuando|a menos que)\b"
    r"|\b(?:si|pero) si (?:es|no|me|hay|puedo|consigo)\b|\bsi es con\b"
)


def keeps(words: str, question: str) -> bool:
    """Everything shall stay as booked: an answer to a `question` that leads to a change."""
    if question not in CHANGING or _but_otherwise(words):
        return False
    return _KEEPS.search(words) is not None or (question in CANCELLING and _comes(words))


def conditional(words: str, question: str) -> bool:
    """A yes to what was read back or to a reminder, though only under a condition; that it is impossible is none."""
    if cannot_come(words):
        return False
    condition = _CONDITION if question in READ_BACK else _CONDITION_OF_COMING if question in REMINDING else None
    return condition is not None and condition.search(words) is not None


def _comes(words: str) -> bool:
    """A promise to come to the visit that was about to be cancelled; a bare "I confirm" is a yes to the question."""
    if _NOT_A_PROMISE.fullmatch(words):
        return False
    return will_come(words) or see_you(words) or _AFTER_ALL.search(words) is not None


def _but_otherwise(words: str) -> bool:
    """A wish follows, as in "keep it, but later"."""
    return re.search(r"\b(?:but|instead|pero|sino)\b", words) is not None
