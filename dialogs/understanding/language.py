"""Which of the clinic's languages a text is in, told by its frequent words and letters.

A text that says nothing about its language ("ok", "2", a name) is in the language of the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dialogs.understanding.normalise import KEPT, Token

_WORDS = {
    "en": (
        "the i im you my is are to and of for it in on that this can cant what when where how do does dont not "
        "with have need want would like "
        "please thanks thank yes yeah yep yup nope sure be at from me we your will wont appointment appt cancel "
        "doctor monday tuesday wednesday thursday friday "
        "saturday sunday tomorrow today morning afternoon evening after before next week any there was been am "
        "just hello hi hey okay "
        "good help stop time late here was its or but if they he she his her change move reschedule confirm book "
        "see who which why could should "
        "tmrw thx pls wrong number address insurance anything something noon earlier later first second last one"
    ),
    "es": (
        "el la los las un una de del que y en mi su para por con es esta estoy soy tengo tiene tienen quiero "
        "quisiera necesito puedo puede pueden "
        "cuando donde como cual cuanto gracias hola buenos buenas dias tardes noches si cita citas manana hoy "
        "ayer lunes martes miercoles jueves viernes "
        "sabado domingo semana mes hora horas tarde noche mas pero porque muy ahora cancelar cambiar confirmo "
        "confirmar doctora ayuda favor "
        "no me se le lo al mis sus este esa ese eso esto otra otro nada algo bien adios despues antes proxima "
        "proximo voy ir llego llegue "
        "numero equivocado direccion seguro alto baja parar nombre llamo vale claro porfa quien hay dia primera "
        "segunda "
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre mediodia "
        "podemos podre hijo hija enfermo enferma esposo nombre entiendo entendi repita repite repetir "
        "opciones opcion abren aceptan cuesta dolor pecho respirar duele "
        "mensajes perdon"
    ),
}  # fmt: skip
_STRONG = {"es": "ñ¿¡áéíóúü"}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _list in _WORDS.items():
    for _word in _list.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)
_SHARED = {"y", "no", "me", "he", "a", "as", "hay", "mes", "son", "come", "once", "ten"}
_LETTERS = {letter: language for language, letters in _STRONG.items() for letter in letters}


@lru_cache(maxsize=KEPT)
def language_of(text: str, tokens: Sequence[Token], so_far: str, languages: Sequence[str]) -> str:
    """The language of a text among `languages`; `so_far` where nothing tells."""
    if len(languages) < 2 and so_far in languages:
        return so_far
    scores: dict[str, float] = dict.fromkeys(languages, 0.0)
    for token in tokens:
        for language in () if token.text in _SHARED else _LANGUAGES_OF.get(token.text, ()):
            if language in scores:
                scores[language] += 1.0
    if not text.isascii():
        for letter in text[:200].lower():
            language = _LETTERS.get(letter, "")
            if language in scores:
                scores[language] += 1.0
    best = max(scores, key=lambda language: scores[language], default=so_far)
    held = scores.get(so_far)
    if held is None:
        return best if scores and scores[best] > 0 else (languages[0] if languages else so_far)
    return best if scores[best] > held else so_far
