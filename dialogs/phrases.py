"""Small tables of words, a line for each language, for what understanding has no act for.

"Both", "earlier", "I can't come", "I'll be there", "español": patterns over folded words (`normalise.plain`). A new
language adds its words here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dialogs.meanings import Shift
from dialogs.understanding.normalise import KEPT

_POLITE = r"(?: please| pls| thanks| thank you| por favor| gracias)*"
_PICK = re.compile(
    r"(?:(?:i choose|ill take|i want|option|number|opcion|numero|la|el|the) )*(\d{1,2})" + _POLITE, re.ASCII
)
_CORRECTION = (
    r"(?:no|actually|sorry|wait|oops|i mean|i meant|make it|make that|rather|better|mejor|perdon|digo|quise decir|"
    r"espere|no espere|then|entonces)"
)
_PICKED_ANEW = re.compile(
    rf"(?:{_CORRECTION} )+(?:(?:the|number|option|la|el|numero|opcion) )*(\d)(?: instead| mejor)?"
    + _POLITE
    + r"|(?:number |option |la |el )?(\d) (?:instead|rather|mejor)"
    + _POLITE,
    re.ASCII,
)
_NOT_WITH_THEM = re.compile(
    r"\b(?:not (?:with )?(?:him|her|them|that (?:doctor|one|provider))|(?:someone|somebody|anyone) else|"
    r"(?:another|a different|other) (?:doctor|provider)|"
    r"(?:con (?:el|ella|ese|esa)) no|no con (?:el|ella|ese|esa)|con otr[oa](?: doctora?)?)\b"
)
_SAME_DAY = re.compile(r"\b(?:in the|that|the same|same) day\b|\b(?:ese|el) mismo dia\b|\bese dia\b")
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "primera": 1, "primer": 1, "primero": 1, "segunda": 2, "segundo": 2, "tercera": 3, "tercero": 3, "cuarta": 4,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th) (?:one|option|choice|slot)\b"
    r"|\b(?:la|el) (primera|primer|primero|segunda|segundo|tercera|tercero|cuarta)(?: (?:opcion|hora))?$"
)
_TAKES_IT = re.compile(
    r"^(?:yes |ok |okay |sure |great |si |vale )*(?:(?:(?:ill|i will|we will|id) (?:take|have)|let me (?:take|have)) "
    r"(?:it|that|that one|this one)|me (?:lo|la) quedo|(?:lo|la) tomo|(?:lo|la) quiero)\b"
)
_ALL = re.compile(
    r"(?:(?:yes|yeah|si|yes to|cancel|confirm|cancela|cancele|confirmo|move|for|para) )*"
    r"(?:both|all|all of them|both of them|all of us|all three|all four|everyone|everybody|"
    r"ambos|ambas|las dos|los dos|todas|todos|las tres|los tres)"
    r"(?: (?:visits|appointments|citas|them|of))*" + _POLITE
)
_YES, _NO = r"(?:yes|yeah|yep|yea|y|si|ok|okay|sure|claro)", r"(?:no|nope|nah|n)"
_DOUBT = re.compile(rf"(?:{_YES}(?: or| o| and)? {_NO}|{_NO}(?: or| o| and)? {_YES})(?: maybe| idk| quizas| tal vez)*")
_NEW_VISIT = re.compile(
    r"\b(?:book|make|schedule|set up|need|want|get|agendar|reservar|sacar|hacer|pedir|necesito|quiero)\b.*"
    r"\b(?:new|another|additional|second|nueva|otra) (?:appointment|appt|visit|cita|consulta)\b"
)
_WANTS = re.compile(
    r"\b(?:i want|i need|i would like|id like|can i (?:get|have)|could i (?:get|have)|may i have|looking for|"
    r"(?:i )?need|find(?: me| us)?|locate|search for|quiero|quisiera|necesito|me gustaria|busco|buscando)\b"
)
_BOOKS_IT = re.compile(
    r"\b(?:book|reserve|schedule|make|set up) "
    r"(?:it|that|this|one|me (?:in|one)|us in|the (?:appointment|visit|booking))\b"
    r"|\b(?:reserve|agende|aparte|reserva|agenda)(?:la|lo|me|mela|melo)\b"
)
_RELATIVE = re.compile(
    r"\b(?:my (?:little |older |younger |other )?(?:son|daughter|kid|child|baby|boy|girl|husband|wife|mother|mom|mum|"
    r"father|dad|brother|sister|grand\w+|nephew|niece|partner)|(?:mi|mis) (?:hij[oa]|nin[oa]|bebe|espos[oa]|marido|"
    r"mujer|mama|madre|papa|padre|herman[oa]|niet[oa]|abuel[oa]|sobrin[oa]))s?\b"
)
_BESIDE = re.compile(r"\b(?:also|too|as well|another|second|2nd|one more|tambien|otra|otro|ademas|segunda)\b")
_MINE = re.compile(r"\b(?:mine|my own|la mia|el mio|lo mio)\b")
_OWN = re.compile(r"\b(?:mine|my|me|myself|i|la mia|el mio|mi|mio|mia|yo)\b")
_TOWARDS = re.compile(r"\b(?:to|for|until|till|on|al|para|hasta|a la|instead)\b")
_DROPS = re.compile(
    r"(?:no |please |ok )*(?:cancel|stop|drop|forget) (?:that|it|this|the booking)"
    + _POLITE
    + r"|(?:no |mejor )*cancel(?:elo|ela|alo|ala|e eso|a eso)"
    + _POLITE
)
_ANY_TIME = re.compile(
    r"\b(?:any ?time|any ?day|whenever|you (?:choose|pick|decide)|no preference|first available|"
    r"(?:dont care|doesnt matter|not picky)|cualquier (?:dia|hora|momento)|cuando sea|no importa|me da igual)\b"
    r"(?! (?:but|except|other than|menos|excepto|after|before|despues|antes))"
)
_ANY_OPTION = re.compile(
    r"(?:both (?:of them |of those )?(?:work|are fine|are good|are ok|would work|suit me)|"
    r"(?:las|los) dos (?:me )?(?:sirven|funcionan|estan bien|van bien)|"
    r"any|either|any one|either one|cualquiera)(?: of (?:them|these|those)| de (?:ellas|ellos|esas|esos))?"
    r"(?: (?:is|are|works?|will do|would work|fine|good|ok|okay|esta|bien|me sirve))*" + _POLITE
)
_EARLIER = re.compile(r"\b(?:earlier|sooner|too late|muy tarde|demasiado tarde|mas temprano|mas pronto|antes)\b")
_LATER = re.compile(r"\b(?:later|too early|muy temprano|demasiado temprano|mas tarde|despues|mas adelante)\b")
_INSTEAD = re.compile(r"\b(?:ins?t?ead|insted)\b|\b(?:en vez|en lugar)\b|\bmejor (?:el|para|a las?|este|esta)\b")
_ASKS_OPENINGS = re.compile(
    r"\bhave you(?: got)? (?:anything|any|something)\b|\byou have (?:anything|any|something|open|free|available)\b"
    r"|\b(?:any|what) (?:\w+ )?(?:appointments?|openings?|slots?|times?|availability)\b"
    r"|\bwhat(?:s| is| do you have| have you)\b.*\b(?:available|open|free|have|got)\b"
    r"|\bwhat do you have\b|\b(?:latest|earliest) (?:you have|appointment|time|slot|opening)\b"
    r"|\b(?:works?|is|are|would be|suits?) (?:better|best|for me|for us)\b|\b(?:any ?time|any other|prefer|rather)\b"
    r"|\b(?:is|are) (?:(?:the )?doctor|dr|he|she|they|anyone|anybody|somebody|someone)\b(?: \w+)? "
    r"(?:available|free|open|in|working|there|around)\b"
    r"|\bis \d[\w: ]{0,12} (?:ok|okay|possible|free|available|open|good|fine)\b"
    r"|\b(?:next|first|soonest|earliest) (?:available|opening|slot|appointment|appt|free)\b"
    r"|\b(?:se puede|puede ser|podria ser|seria posible)\b"
    r"|\besta (?:(?:el|la) )?doctora?(?: \w+)? (?:disponible|libre)\b"
    r"|\bme (?:sirve|conviene|queda) (?:mejor|bien)\b|\b(?:prefiero|preferiria|cualquier (?:otro|hora|dia))\b"
    r"|\bcan (?:i|we) (?:come|be seen|get in|stop by)\b|\bpuedo (?:ir|venir|pasar)\b"
    r"|\b(?:hay|tienen|tiene) (?:algo|alguna|citas?|lugar|espacio|disponible|horas?|horarios?)\b"
)
_SEES_SOMEONE = re.compile(
    r"\b(?:can|could|may|need|want|like|love|able|possible|try|trying|hoping|wanna|have) (?:\w+ ){0,3}"
    r"(?:(?:see|be seen by) (?:someone|somebody|anyone|anybody|one of|an? (?:doctor|nurse|provider|dentist|specialist)|"
    r"the (?:doctor|nurse|dentist)|dr|doctor|you)|be seen|get seen)\b"
    r"|\b(?:puedo|podria|quiero|quisiera|necesito|puede) (?:\w+ ){0,3}"
    r"(?:ver a (?:alguien|un|una|la|el|algun)|que (?:me|lo|la) (?:vea|revise|atienda)n?)\b"
)
_WHO_WITH = re.compile(
    r"\bwho(?:s| is| am i| will i be| do i)?\b.{0,30}\b(?:appointment|appt|visit|scheduled|booked)\b.{0,12}\bwith\b"
    r"|\b(?:who|which doctor|what doctor|which provider) (?:am i|will i be|do i) (?:see|seeing|have|meeting)\b"
    r"|\b(?:con quien|con que doctora?) (?:es|tengo|me toca)\b|\bque doctora? me (?:toca|ve|atiende)\b"
)
_NO_LONGER = re.compile(
    r"\b(?:dont|do not|no longer|wont) (?:\w+ )?(?:need|want) "
    r"(?:it|this|that|one|to come|(?:the|my) (?:appointment|appt|visit))\b"
    r"|\bya no (?:la |lo )?(?:necesito|quiero|hace falta)\b"
)
_ASKS_REMINDER = re.compile(
    r"\b(?:can|could|will|would|please|do) (?:\w+ ){0,3}(?:remind me|send (?:me |out )?(?:a )?reminders?|"
    r"get (?:a )?reminders?)\b|^remind me\b"
    r"|\b(?:puede|pueden|podria|me) (?:\w+ ){0,3}(?:recordar(?:me|lo|la)?|mandar(?:me)? un recordatorio)\b"
)
_ASKS_CALL = re.compile(
    r"\b(?:call|ring|phone) (?:me|us|back)\b|\bgive (?:me|us) a (?:call|ring)\b|\bcall ?back\b"
    r"|\bllam(?:e|a|en)(?:me|nos)\b|\b(?:me|nos) (?:llam(?:e|a|en)|(?:puede|pueden|podria|podrian) llamar)\b"
    r"|\b(?:puede|pueden|podria|podrian) llamar(?:me|nos)\b"
)
_WAS_CANCELLED = re.compile(
    r"\b(?:was|were|been|got) (?:\w+ ){0,2}cancell?ed\b"
    r"|\b(?:did|have) (?:you|they|the clinic) (?:\w+ )?cancel(?:l?ed)?\b"
    r"|\b(?:fue|ha sido) cancelad[oa]\b|\bme (?:la )?cancelaron\b"
)
_SUPPOSES = re.compile(
    r"\bwhat (?:if|happens if|would happen if)\b|\bif (?:im|i am|i get there|i run)\b|\bque pasa si\b"
)
_CHECKS = re.compile(
    r"\b(?:right|correct|isnt it|is it not|is that (?:right|correct)|is it (?:still )?(?:on|at|for)|verdad|cierto|"
    r"correcto|no es asi)$|^(?:is|so) (?:it|that|my (?:appointment|appt|visit))\b(?: is)?(?: still)? (?:on|at|for)\b|"
    r"^(?:es|sigue siendo) (?:el|a las?)\b"
)
_SEE_YOU = re.compile(r"\b(?:see (?:you|ya|u)|nos vemos|hasta (?:el|la|manana))\b")
_OTHER_ONE = re.compile(
    r"\bthe other(?: one| visit| appointment| appt)?(?= to | for |$)|\b(?:la|el) otr[ao](?: cita)?(?= para | al? |$)"
)
_CANNOT_COME = re.compile(
    r"\b(?:cant|cannot|can not|wont|wont be able to|not be able to|unable to|not going to|not gonna) "
    r"(?:make|come|attend|be there|be able|keep)\b"
    r"|\bno (?:voy a poder|puedo|podre|vamos a poder|podemos) (?:ir|asistir|llegar|acudir|venir|estar)\b"
)
_WILL_COME = re.compile(
    r"^(?:confirm|confirmed|confirming|confirmo|confirmado|confirmada|confirmar)"
    r"(?: (?:both|all|them|all of them|both of them|ambas|ambos|todas|todos|las dos|los dos))?$"
    r"|\b(?:i|we) (?:can |do |want to |would like to |will )?confirm\b"
    r"|\bconfirm (?:my|the|our|this|it|for)\b|\bconfirm(?:o|ar|amos) (?:mi|la|nuestra|el|para)\b"
    r"|\b(?:ill|i will|well|we will|im going to) (?:be there|be coming|come|attend|make it)\b"
    r"|\b(?:ahi|alli) (?:estare|estaremos)\b|\b(?:si voy|alla voy|voy a ir|si ire|asistire)\b"
)
_LIST = r"\b(?:wait(?:ing)? ?list|stand ?by list|cancellation list|lista de espera)\b"
_WAITS = re.compile(
    _LIST + r"|\b(?:text|tell|call|notify|message|ping|contact|let) (?:me|us)\b.*\b(?:if|when|in case|should)\b.*"
    r"\b(?:opens?(?: up)?|comes? (?:up|free)|frees? up|(?:becomes?|is) (?:free|available)|cancels?|cancell?ations?)\b"
    r"|\bavis(?:e|a|en)(?:me|nos)\b.*\bsi\b.*\b(?:hay|abre|libera|cancela|cancelacion|sale)\b"
)
_LEAVES_LIST = re.compile(
    r"\b(?:off|from|remove|leave|drop|delete|out of|cancel|no longer|not (?:need|want)|dont (?:need|want)|salir|"
    r"quit(?:ar|e|a|eme|ame|enme)|sa(?:que|ca)(?:me|nos)?|borr\w+|elimin\w+|ya no)\b.*" + _LIST
)
_ABOUT_TEXTS = re.compile(
    r"\b(?:stop|no more) (?:texting|texts|messaging|messages)\b|\b(?:no|dejen? de) (?:me )?escrib"
)
_LANGUAGES = {
    "es": re.compile(
        r"(?:en |in |i speak |speak )?(?:espanol|spanish|castellano)"
        + _POLITE
        + r"|.*\bhabl\w+ espanol"
        + _POLITE
        + r"|(?:can|could|will|would) you (?:please )?(?:text|write|talk|speak|reply|answer)"
        + r"(?: to)?(?: me)?(?: in)? spanish"
        + _POLITE
    ),
    "en": re.compile(r"(?:en |in |i speak |speak )?(?:english|ingles)" + _POLITE + r"|.*\bhabl\w+ ingles" + _POLITE),
}


@lru_cache(maxsize=KEPT)
def picked(words: str) -> int | None:
    """The number, where little else was sent: "2", "option 2", "2 please"."""
    match = _PICK.fullmatch(words) if len(words) < 60 else None
    return int(match.group(1)) if match else None


@lru_cache(maxsize=KEPT)
def picked_anew(words: str) -> int | None:
    """The number in a correction: "actually 3", "no, I meant 1", "3 instead"."""
    match = _PICKED_ANEW.fullmatch(words) if len(words) < 60 else None
    return int(match.group(1) or match.group(2)) if match else None


@lru_cache(maxsize=KEPT)
def not_with_them(words: str) -> bool:
    """Not with the provider who was offered."""
    return _NOT_WITH_THEM.search(words) is not None


@lru_cache(maxsize=KEPT)
def same_day(words: str) -> bool:
    """The day that is talked about."""
    return _SAME_DAY.search(words) is not None


@lru_cache(maxsize=KEPT)
def asks_openings(words: str) -> bool:
    """Whether it is asked what is free, or told what would suit: "anything on Friday?", "Friday works better"."""
    return _ASKS_OPENINGS.search(words) is not None


@lru_cache(maxsize=KEPT)
def asks_reminder(words: str) -> bool:
    """Whether a reminder will come."""
    return _ASKS_REMINDER.search(words) is not None


@lru_cache(maxsize=KEPT)
def asks_call(words: str) -> bool:
    """A call is asked for, and no text."""
    return _ASKS_CALL.search(words) is not None


@lru_cache(maxsize=KEPT)
def was_cancelled(words: str) -> bool:
    """A visit is said to have been cancelled by others."""
    return _WAS_CANCELLED.search(words) is not None


@lru_cache(maxsize=KEPT)
def supposes(words: str) -> bool:
    """What would be if: "what if I'm late"."""
    return _SUPPOSES.search(words) is not None


@lru_cache(maxsize=KEPT)
def sees_someone(words: str) -> bool:
    """Somebody of the clinic shall see them: "can I see someone this week"."""
    return _SEES_SOMEONE.search(words) is not None


@lru_cache(maxsize=KEPT)
def who_with(words: str) -> bool:
    """With whom the visit is."""
    return _WHO_WITH.search(words) is not None


@lru_cache(maxsize=KEPT)
def no_longer(words: str) -> bool:
    """The visit is not needed any more."""
    return _NO_LONGER.search(words) is not None


@lru_cache(maxsize=KEPT)
def checks(words: str) -> bool:
    """What was arranged is asked back: "Tuesday at 9, right?", "is it on Friday"."""
    return _CHECKS.search(words) is not None


@lru_cache(maxsize=KEPT)
def instead(words: str) -> bool:
    """In place of what was arranged."""
    return _INSTEAD.search(words) is not None


@lru_cache(maxsize=KEPT)
def ordinal(words: str) -> int | None:
    """The number of an option in words: "the second one", "la segunda"."""
    match = _ORDINAL.search(words)
    return _ORDINALS[match.group(1) or match.group(2)] if match else None


@lru_cache(maxsize=KEPT)
def takes_all(words: str) -> bool:
    """All are meant: "both", "all of them"."""
    return _ALL.fullmatch(words) is not None


@lru_cache(maxsize=KEPT)
def takes_it(words: str) -> bool:
    """What is on the table is taken: "I'll take it", "me la quedo"."""
    return _TAKES_IT.search(words) is not None


@lru_cache(maxsize=KEPT)
def new_visit(words: str) -> bool:
    """One more visit, not another time for a booked one."""
    return _NEW_VISIT.search(words) is not None


def wants(words: str) -> bool:
    """Something is wished for."""
    return _WANTS.search(words) is not None


@lru_cache(maxsize=KEPT)
def books_it(words: str) -> bool:
    """What was talked about shall be booked: "book it"."""
    return _BOOKS_IT.search(words) is not None


@lru_cache(maxsize=KEPT)
def relative(words: str) -> bool:
    """Somebody of the family is spoken of, not by name: "my son"."""
    return _RELATIVE.search(words) is not None


@lru_cache(maxsize=KEPT)
def beside(words: str) -> bool:
    """One more thing than what is talked about: "also", "another"."""
    return _BESIDE.search(words) is not None


@lru_cache(maxsize=KEPT)
def towards(words: str) -> bool:
    """A time is named as the one to come to: "to Friday"."""
    return _TOWARDS.search(words) is not None


@lru_cache(maxsize=KEPT)
def mine(words: str) -> bool:
    """The visit of whoever writes."""
    return _MINE.search(words) is not None


@lru_cache(maxsize=KEPT)
def own(words: str) -> bool:
    """The writer's own: "mine"."""
    return _OWN.search(words) is not None


@lru_cache(maxsize=KEPT)
def drops(words: str) -> bool:
    """What is just being arranged shall not be: "cancel that"."""
    return _DROPS.fullmatch(words) is not None


@lru_cache(maxsize=KEPT)
def any_time(words: str) -> bool:
    """No time is preferred."""
    return _ANY_TIME.search(words) is not None


@lru_cache(maxsize=KEPT)
def any_option(words: str) -> bool:
    """None of the options is preferred."""
    return _ANY_OPTION.fullmatch(words) is not None


@lru_cache(maxsize=KEPT)
def doubts(words: str) -> bool:
    """A yes and a no, and nothing else."""
    return _DOUBT.fullmatch(words) is not None


@lru_cache(maxsize=KEPT)
def shift(words: str) -> Shift:
    """Whether something earlier or later is asked for; both at once is neither."""
    earlier, later = bool(_EARLIER.search(words)), bool(_LATER.search(words))
    if earlier == later:
        return Shift.NONE
    return Shift.EARLIER if earlier else Shift.LATER


@lru_cache(maxsize=KEPT)
def see_you(words: str) -> bool:
    """A goodbye until a day: no wish for that day."""
    return _SEE_YOU.search(words) is not None


@lru_cache(maxsize=KEPT)
def other_one(words: str) -> bool:
    """Not the visit that is talked about but the other one."""
    return _OTHER_ONE.search(words) is not None


@lru_cache(maxsize=KEPT)
def cannot_come(words: str) -> bool:
    """The visit cannot stay ("I can't make it"), and what should become of it is not said."""
    return _CANNOT_COME.search(words) is not None


@lru_cache(maxsize=KEPT)
def will_come(words: str) -> bool:
    """Words that promise to come, not only a yes."""
    return _WILL_COME.search(words) is not None


@lru_cache(maxsize=KEPT)
def waits(words: str) -> bool:
    """Somebody wants to be on the waiting list, or to hear when a time comes free."""
    return _WAITS.search(words) is not None and not leaves_list(words)


@lru_cache(maxsize=KEPT)
def leaves_list(words: str) -> bool:
    """Off the waiting list, which is no opt-out from texts."""
    return _LEAVES_LIST.search(words) is not None and not _ABOUT_TEXTS.search(words)


@lru_cache(maxsize=KEPT)
def language(words: str, served: tuple[str, ...]) -> str | None:
    """The language that is asked for, where the clinic serves it."""
    if len(words) > 60:
        return None
    return next((code for code in served if code in _LANGUAGES and _LANGUAGES[code].fullmatch(words)), None)
