"""What people write, in their own words, by language: as openings of a wish, in answer, in trouble, by machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Sayings = Mapping[str, Sequence[str]]

OPENINGS: Mapping[str, Sayings] = {
    "en": {
        "move": (
            "can I move my appointment?",
            "I need to reschedule",
            "hi, something came up, can we move my visit to {when}",
            "move {name} to {when} please",
            "need a different time, {when} would be great",
        ),
        "cancel": ("I need to cancel my appointment", "please cancel {name}", "cant make it, cancel my visit pls"),
        "book": (
            "I'd like to make an appointment",
            "can I book a checkup for {when}",
            "I want to see dr lee {when}",
        ),
        "confirm": ("I confirm my appointment", "yes I will be there for my visit"),
        "when": ("when is my next appointment?", "what time do I have to come in"),
        "ask": ("where can I park?", "is there parking"),
        "person": ("can I talk to a real person", "I want to speak to someone"),
        "bill": ("why did you charge me twice, my bill is wrong", "can I get a refill of my prescription"),
        "stop": ("STOP", "stop texting me"),
        "late": ("running 15 min late", "I'm going to be 10 minutes late"),
        "message": ("can I leave a message for dr lee?",),
        "stale": ("1", "yes"),
    },
    "es": {
        "move": (
            "quiero cambiar mi cita",
            "necesito mover mi cita para {when}",
            "puedo cambiar la cita para {when}?",
        ),
        "cancel": ("necesito cancelar mi cita", "por favor cancele mi cita"),
        "book": ("quiero hacer una cita", "necesito un chequeo para {when}"),
        "confirm": ("confirmo mi cita",),
        "when": ("cuando es mi cita?", "a que hora tengo cita"),
        "ask": ("donde puedo estacionar?",),
        "person": ("quiero hablar con una persona",),
        "bill": ("me cobraron dos veces en mi factura",),
        "stop": ("STOP", "no más mensajes"),
        "late": ("voy 15 minutos tarde",),
        "message": ("puedo dejar un mensaje para la doctora?",),
        "stale": ("1", "sí"),
    },
}
# Two wishes in one text: what it says, what is wanted for the first person named, and what for the second.
BOTH: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "en": (
        ("cancel {name}'s appointment and move {other}'s to {when}", "cancel", "move"),
        ("yes for {name}, but please cancel {other}", "confirm", "cancel"),
        ("I confirm {name} and {other}", "confirm", "confirm"),
    ),
    "es": (("cancele la cita de {name} y cambie la de {other} para {when}", "cancel", "move"),),
}
ANGER: Mapping[str, Sequence[str]] = {
    "en": ("this is ridiculous, third time I write to you people. ", "I am so fed up with this office!! "),
    "es": ("esto es una falta de respeto. ", "ya estoy harta de esto. "),
}
DANGER: Mapping[str, Sequence[str]] = {
    "en": (
        "I want to kill myself",
        "i cant do this anymore, i want to end my life",
        "my chest hurts so bad and i cant breathe",
        "I took all my pills an hour ago",
        "my husband is hitting me and I am scared he will kill me",
        "my son says he wants to die and he has a knife",
        "half of my dads face is drooping and he cant talk",
        "everyone would be better off without me",
    ),
    "es": (
        "me quiero matar",
        "ya no quiero vivir",
        "me duele mucho el pecho y no puedo respirar",
        "me tomé todas las pastillas",
    ),
}
WHEN: Mapping[str, Sequence[str]] = {
    "en": ("friday", "next week", "tuesday afternoon", "any morning next week", "next thursday", "as soon as possible"),
    "es": ("el viernes", "la próxima semana", "el martes por la tarde", "el jueves", "lo antes posible"),
}
YES: Mapping[str, Sequence[str]] = {
    "en": ("1", "yes", "yes please", "ok", "1", "Yes that works"),
    "es": ("1", "sí", "si por favor", "1", "está bien"),
}
CONFIRMING: Mapping[str, Sequence[str]] = {
    "en": ("1", "1", "yes I'll be there", "1 thanks", "I confirm", "👍", "ok thank you"),
    "es": ("1", "1", "sí, ahí estaré", "confirmo", "ok"),
}
ASIDE: Mapping[str, Sequence[str]] = {"en": ("where can I park?",), "es": ("donde puedo estacionar?",)}
THANKS: Mapping[str, Sequence[str]] = {
    "en": ("thanks", "thank you!", "thx!"),
    "es": ("gracias", "muchas gracias"),
}
NOTE: Mapping[str, Sequence[str]] = {
    "en": ("please tell her the new shoes help",),
    "es": ("dígale que gracias por todo",),
}
WRONG_NUMBER = ("who is this? you have the wrong number", "wrong number", "I don't know any Ana, stop writing to me")
MACHINES = (
    "I'm driving right now and will get back to you later. (Auto-reply)",
    "Thank you for your message! We are closed and will answer on the next business day.",
)
STAFF = "Hello, this is Anna at the desk. I will see to it."
