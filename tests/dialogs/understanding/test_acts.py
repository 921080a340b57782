"""What patients want, in their own words, in English and Spanish."""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

import pytest

from tests.dialogs.understanding.hearing import acts, hear

FIRST_ACT = [
    ("confirm", ["yes", "Yep!", "yeah that works", "sure", "ok", "K", "y", "👍", "sounds good to me", "I'll be there", "i confirm", "of course", "no problem"]),
    ("confirm", ["sí", "Si", "claro que sí", "confirmo", "está bien", "ahí estaré", "de acuerdo", "me sirve"]),
    ("deny", ["no", "Nope", "nah", "no thanks", "not now", "n", "👎", "that's wrong", "no way"]),
    ("deny", ["no gracias", "no quiero", "ahora no", "mejor no"]),
    ("cancel", ["cancel my appointment", "pls cancel my appt", "I need to cancel", "please canel my appointment", "I no longer need the visit", "get rid of my visit tomorrow"]),
    ("cancel", ["quiero cancelar mi cita", "cancela la cita por favor", "cancelar cita", "ya no voy a ir", "necesito anular la cita"]),
    ("reschedule", ["can we move it to Thursday", "need to resched", "reschedule please", "I can't make it", "change my visit to monday", "could you push it back an hour", "i cant come tomorrow"]),
    ("reschedule", ["quiero cambiar mi cita", "puedo mover la cita al lunes", "reprogramar", "no puedo ir mañana", "necesito reagendar"]),
    ("book", ["I'd like to book an appointment", "I need to see a doctor", "can i schedule a check-up", "make an appt for me pls", "I want to see Dr. Lee"]),
    ("book", ["quiero hacer una cita", "necesito una cita", "me gustaría agendar una consulta", "tienen citas disponibles?"]),
    ("ask_when", ["when is my appointment?", "what time is my appt", "I forgot when my visit is", "whens my next appointment"]),
    ("ask_when", ["¿cuándo es mi cita?", "a qué hora es mi cita", "no recuerdo qué día me toca"]),
    ("request_alternatives", ["anything earlier?", "do you have something else", "none of those work", "any other times?", "show me more options"]),
    ("request_alternatives", ["¿hay otro horario?", "ninguna me sirve", "tiene algo más temprano?", "más opciones"]),
    ("running_late", ["running 10 minutes late", "I'll be late", "stuck in traffic", "I am going to be a bit late", "be there in 10 min"]),
    ("running_late", ["voy a llegar tarde", "estoy en camino", "se me hizo tarde", "llego en 10 minutos"]),
    ("arrived", ["I'm here", "im in the parking lot", "just got here", "we have arrived"]),
    ("arrived", ["ya llegué", "estoy aquí", "estoy afuera", "ya estoy en la clínica"]),
    ("thanks", ["thanks", "thx", "thank you so much", "I appreciate it", "🙏", "gracias", "muy amable"]),
    ("greeting", ["hi", "Hello", "hola", "buenos días"]),
    ("goodbye", ["bye", "have a nice day", "see you later", "adiós", "que tenga buen día"]),
    ("human", ["I want to talk to a person", "can someone call me", "representative", "let me speak to the receptionist", "are you a robot?"]),
    ("human", ["quiero hablar con una persona", "me pueden llamar por favor", "páseme con la recepcionista"]),
    ("opt_out", ["STOP", "stop texting me", "quit sending me these", "unsubscribe me", "take me off your list", "opt out", "please stop", "do not text me again", "stop all", "wrong person, stop", "stop writing to me"]),
    ("opt_out", ["no más mensajes", "ALTO", "Baja", "PARAR", "no me manden más mensajes", "ya no quiero recibir mensajes", "déjenme en paz"]),
    ("opt_out", ["Remove me", "I don't need reminders"]),
    ("give_date", ["any day works", "whenever", "cualquier día"]),
    ("opt_in", ["START", "unstop", "opt me in", "start texting me again", "quiero recibir mensajes otra vez"]),
    ("help", ["HELP", "help me please", "what can you do", "ayuda", "¿qué puedes hacer?"]),
    ("wrong_number", ["wrong number", "you've got the wrong person", "I don't know who this is", "número equivocado", "no soy Juan", "se equivocó de número"]),
    ("repeat", ["say that again", "can you repeat the options", "what?", "¿me lo repite?", "otra vez por favor"]),
    ("back", ["go back", "start over", "volver", "regresar"]),
    ("other", ["asdf qwer", "blue elephants", "🤷", "..."]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in FIRST_ACT for text in texts])
def test_each_wish_is_heard_in_its_many_wordings(act: str, text: str) -> None:
    assert acts(text)[0] == act


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("address", "where are you located?"), ("address", "what's the address"), ("address", "¿dónde están ubicados?"), ("directions", "how do I get there"),
        ("hours", "what are your hours"), ("hours", "are you open on saturday?"), ("hours", "¿a qué hora abren?"), ("phone", "what is your phone number"),
        ("parking", "where do I park?"), ("parking", "is there parking"), ("parking", "hay estacionamiento"), ("prep", "can I eat before the test?"),
        ("prep", "do I need to fast"), ("prep", "¿tengo que ir en ayunas?"), ("bring", "what should I bring"), ("bring", "¿qué tengo que llevar?"),
        ("cost", "how much does it cost?"), ("cost", "¿cuánto cuesta la consulta?"), ("insurance", "do you take Aetna"), ("insurance", "¿aceptan mi seguro?"),
        ("results", "are my lab results ready?"), ("refill", "can I get a refill of my prescription?"),
    ],
)  # fmt: skip
def test_a_question_carries_its_topic(topic: str, text: str) -> None:
    heard = hear(text).acts[0]
    assert (heard.act.value, heard.topic) == ("ask_info", topic)


@pytest.mark.parametrize(
    "text",
    [
        "I lost my insurance card",
        "my insurance changed",
        "I parked the car badly",
        "llevo paraguas siempre conmigo hoy",
    ],
)
def test_a_statement_about_a_topic_is_no_question(text: str) -> None:
    assert "ask_info" not in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to cancel",
        "no, don't cancel it",
        "please do not cancel my visit",
        "no quiero cancelar",
        "no cancele mi cita",
        "never cancel it",
    ],
)
def test_a_cancellation_that_is_refused_is_a_no(text: str) -> None:
    heard = acts(text)
    assert "cancel" not in heard
    assert "deny" in heard


@pytest.mark.parametrize(
    "text",
    ["cancel my appointment", "cancel the visit on friday", "cancelar mi cita", "please stop by and cancel my visit"],
)
def test_cancelling_a_visit_never_stops_the_messages(text: str) -> None:
    heard = acts(text)
    assert "cancel" in heard
    assert "opt_out" not in heard


@pytest.mark.parametrize(
    "text",
    [
        "no recibí el mensaje de confirmación", "can I stop by at 3?", "I don't want to get there late", "no puedo más temprano", "the bleeding gums stopped",
        "did you get my message?", "tengo la presión en alto", "end of the month", "remove me from the waitlist", "take me off the schedule", "can you text me the address",
    ],
)  # fmt: skip
def test_ordinary_words_do_not_stop_the_messages(text: str) -> None:
    assert "opt_out" not in acts(text)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", ["stop texting me", "no más mensajes"])
def test_messages_are_stopped_in_any_language_of_the_clinic(text: str, lang: str) -> None:
    assert acts(text, lang=lang)[0] == "opt_out"


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("yes, and where do I park?", {"confirm", "ask_info"}),
        ("yes but move it to friday", {"confirm", "reschedule", "give_date"}),
        ("no thanks, bye", {"deny", "thanks", "goodbye"}),
        ("I don't want to cancel, I want to move it", {"deny", "reschedule"}),
        ("hi, I need to cancel tomorrow's visit", {"greeting", "cancel", "give_date"}),
        ("buenos días, necesito cambiar mi cita", {"greeting", "reschedule"}),
    ],
)
def test_several_wishes_in_one_text_are_all_heard(text: str, both: set[str]) -> None:
    assert set(acts(text)) == both


@pytest.mark.parametrize(
    "text", ["I cant make it, something came up, please cancel", "cancel it, I am out of town that day"]
)
def test_a_reason_to_cancel_is_no_wish_to_move(text: str) -> None:
    assert acts(text)[0] == "cancel"
    assert "reschedule" not in acts(text)


@pytest.mark.parametrize(
    "text", ["I want to see Dr. May on Friday", "with Dr. Ann Friday please", "Dr. May at 3", "is May in?"]
)
def test_a_providers_name_is_no_day(text: str) -> None:
    when = hear(text).when
    months = [window.start.month for window in when.windows if window.has_day] if when else []  # type: ignore[union-attr]
    assert 5 not in months
    assert ("give_date" in acts(text)) == ("on Friday" in text)


def test_the_words_behind_each_act_are_told() -> None:
    understanding = hear("please cancel my visit on friday")
    assert understanding.acts[0].because == "cancel: please cancel"
    assert any("friday" in because for because in understanding.because)


def test_words_that_nobody_knows_leave_the_bot_unsure() -> None:
    assert hear("blue elephants").confidence < 0.5 < hear("cancel my appointment").confidence
