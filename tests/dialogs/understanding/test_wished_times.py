"""Days and times that patients wish for, seen from Friday 12 March 2027, ten in the morning, in Chicago."""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from scheduler.wishes import Grain
from tests.builders import NOW, ZONE
from tests.dialogs.understanding.hearing import acts, hear, refused, wished

WHOLE = "{0} 00:00 to {1} 00:00".format


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("tomorrow at 3", ["13 15:00 to 13 15:01"]), ("monday at 9", ["15 09:00 to 15 09:01"]), ("thursday afternoon", ["18 12:00 to 18 17:00"]),
        ("next week", [WHOLE(15, 22)]), ("the week after", [WHOLE(15, 22)]), ("week after next", [WHOLE(22, 29)]), ("the 3rd", [WHOLE("04-03", "04-04")]),
        ("friday", [WHOLE(19, 20)]), ("next friday", [WHOLE(19, 20)]), ("today", [WHOLE(12, 13)]), ("this weekend", [WHOLE(13, 15)]),
        ("after 4", ["16:00 to .."]), ("not until april", ["04-01 00:00 to .."]), ("before noon on friday", ["19 00:00 to 19 12:00"]), ("between 2 and 4 tomorrow", ["13 14:00 to 13 16:00"]),
        ("thursday 9 to 11", ["18 09:00 to 18 11:00"]), ("half past two", ["14:30 to 14:31"]), ("ten to twelve in the morning", ["11:50 to 11:51"]),
        ("330pm", ["15:30 to 15:31"]), ("6pm tonight", ["12 18:00 to 12 18:01"]), ("this afternoon", ["12 12:00 to 12 17:00"]),
        ("in 3 days", [WHOLE(15, 16)]), ("in two weeks", [WHOLE(26, 27)]), ("first monday of april", [WHOLE("04-05", "04-06")]),
        ("from the 4 to the 8 of June", [WHOLE("06-04", "06-09")]), ("monday or tuesday", [WHOLE(15, 16), WHOLE(16, 17)]),
        ("friday from 8pm to midnight", ["19 20:00 to 20 00:00"]), ("tmrw at 3p", ["13 15:00 to 13 15:01"]), ("thrusday at noon", ["18 12:00 to 18 12:01"]),
        ("2027-03-18", [WHOLE(18, 19)]), ("3/18", [WHOLE(18, 19)]), ("15-Apr-27 at 3 pm", ["04-15 15:00 to 04-15 15:01"]), ("20270415", [WHOLE("04-15", "04-16")]), ("15apr 2027", [WHOLE("04-15", "04-16")]),
    ],
)  # fmt: skip
def test_a_wish_is_read_in_english(text: str, windows: list[str]) -> None:
    assert wished(text) == windows


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("mañana a las 3", ["13 15:00 to 13 15:01"]), ("el martes por la mañana", ["16 06:00 to 16 12:00"]), ("la próxima semana", [WHOLE(15, 22)]),
        ("el 15 de abril", [WHOLE("04-15", "04-16")]), ("después de las 4", ["16:00 to .."]), ("entre las 3 y las 4 de la tarde", ["15:00 to 16:00"]),
        ("de las 2 pm a las 4:15 pm", ["14:00 to 16:15"]), ("las dos y media", ["14:30 to 14:31"]), ("las tres y cinco de la tarde", ["15:05 to 15:06"]),
        ("esta mañana a las 11", ["12 11:00 to 12 11:01"]), ("pasado mañana", [WHOLE(14, 15)]), ("lunes o martes", [WHOLE(15, 16), WHOLE(16, 17)]),
        ("dentro de dos semanas", [WHOLE(26, 27)]), ("el jueves a mediodía", ["18 12:00 to 18 12:01"]), ("18/3", [WHOLE(18, 19)]),
    ],
)  # fmt: skip
def test_a_wish_is_read_in_spanish(text: str, windows: list[str]) -> None:
    assert wished(text, lang="es") == windows


@pytest.mark.parametrize(
    "text",
    [
        "any day but friday",
        "anything but friday",
        "not friday",
        "friday doesn't work",
        "I can't do friday",
        "el viernes no puedo",
        "cualquier día menos el viernes",
    ],
)
def test_a_refused_weekday_is_excluded_every_week(text: str) -> None:
    assert wished(text) == []
    assert refused(text)[:2] == [WHOLE(19, 20), WHOLE(26, 27)]


@pytest.mark.parametrize(
    "text", ["I can't do monday but tuesday works", "monday doesn't work, tuesday does", "lunes no puedo, martes sí"]
)
def test_one_day_is_refused_and_another_wished(text: str) -> None:
    assert wished(text) == [WHOLE(16, 17)]
    assert refused(text)[0] == WHOLE(15, 16)


@pytest.mark.parametrize("text", ["any day works", "anytime", "cualquier día"])
def test_any_time_is_a_wish_without_windows(text: str) -> None:
    when = hear(text).when
    assert when is not None
    assert when.is_any_time


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("the earliest you have", "earliest"),
        ("asap", "earliest"),
        ("lo antes posible", "earliest"),
        ("the later the better", "latest"),
    ],
)
def test_an_order_of_preference_is_heard(text: str, order: str) -> None:
    when = hear(text).when
    assert when is not None
    assert when.order == order
    assert acts(text) == ["give_date"]


@pytest.mark.parametrize(
    "text",
    [
        "I am free",
        "hold on one second",
        "on second thought no",
        "3 nights",
        "call 512-555-0100",
        "555-0100",
        "two kids",
        "99/99/9999",
        "the 31st of february",
        "february 30",
        "I'd like one",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert hear(text).when is None


def test_a_clock_time_without_am_or_pm_has_another_reading() -> None:
    when = hear("monday at 9").when
    assert when is not None
    (other,) = when.alternatives
    assert other.windows[0].start == datetime(2027, 3, 15, 21, tzinfo=ZONE)
    assert other.windows[0].grain is Grain.MINUTE


def test_a_sure_clock_time_has_no_other_reading() -> None:
    when = hear("monday at 9 am").when
    assert when is not None
    assert when.alternatives == ()


@pytest.mark.parametrize(("text", "offset"), [("tomorrow at 9 am", -6), ("monday at 9 am", -5)])
def test_the_clock_on_the_wall_counts_on_both_sides_of_the_change(text: str, offset: int) -> None:
    when = hear(text).when
    assert when is not None
    start = when.windows[0].start
    assert isinstance(start, datetime)
    assert (start.hour, start.utcoffset()) == (9, timedelta(hours=offset))


def test_the_day_of_the_change_has_23_hours() -> None:
    when = hear("on sunday").when
    assert when is not None
    start, end = when.windows[0].start, when.windows[0].end
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    assert end.astimezone(NOW.tzinfo) - start.astimezone(NOW.tzinfo) == timedelta(hours=23)


@pytest.mark.parametrize("text", ["running 10 minutes late", "voy a llegar tarde", "stop texting me tomorrow"])
def test_how_late_somebody_is_is_no_wish(text: str) -> None:
    assert hear(text).when is None


@pytest.mark.parametrize("weeks", range(1, 9))
@pytest.mark.parametrize("day", ["monday", "wednesday", "saturday"])
def test_days_counted_in_weeks_fall_on_that_weekday(day: str, weeks: int) -> None:
    when = hear(f"{day} in {weeks} weeks").when
    assert when is not None
    start = when.windows[0].start
    assert isinstance(start, datetime)
    assert f"{start:%A}".lower() == day
    assert 0 <= (start - NOW).days // 7 - weeks + 1 <= 1


VISIT_NAMED = {
    "en": "Your visit with Dr. Lee is on Thursday, March 18 at 3:00 PM. Reply yes to confirm.",
    "es": "Su cita es el jueves 18 de marzo a las 3:00 PM. ¿La confirma?",
}


@pytest.mark.parametrize(
    ("text", "lang", "window"),
    [
        ("same time next week", "en", "25 15:00 to 25 15:01"),
        ("friday, same time", "en", "19 15:00 to 19 15:01"),
        ("same day at 5", "en", "18 17:00 to 18 17:01"),
        ("an hour later", "en", "18 16:00 to 18 16:01"),
        ("30 minutes earlier", "en", "18 14:30 to 18 14:31"),
        ("the day before", "en", WHOLE(17, 18)),
        ("the week after", "en", WHOLE(22, 29)),
        ("a la misma hora la próxima semana", "es", "25 15:00 to 25 15:01"),
        ("una hora más tarde", "es", "18 16:00 to 18 16:01"),
        ("dos días después", "es", WHOLE(20, 21)),
    ],
)
def test_a_wish_in_relation_to_the_visit_that_was_just_named_is_counted_from_it(
    text: str, lang: str, window: str
) -> None:
    assert wished(text, VISIT_NAMED[lang], lang=lang) == [window]


def test_without_a_visit_that_was_named_nothing_is_counted_from_one() -> None:
    assert wished("an hour later") == []
    assert wished("an hour later", "We have Monday at 9 AM or Tuesday at 10 AM. Which one?") == []


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("monday, no wait, tuesday", [WHOLE(16, 17)]),
        ("monday, no, tuesday", [WHOLE(16, 17)]),
        ("tuesday at 3, no make that 4", ["16 16:00 to 16 16:01"]),
        ("monday. sorry, I meant wednesday", [WHOLE(17, 18)]),
        ("move it from monday to wednesday", [WHOLE(17, 18)]),
        ("change my visit from 2 pm to 4 pm", ["16:00 to 16:01"]),
        ("change it to 3 o'clock", ["15:00 to 15:01"]),
    ],
)
def test_what_was_taken_back_is_not_wished(text: str, windows: list[str]) -> None:
    assert wished(text) == windows


@pytest.mark.parametrize(
    "text", ["monday no, tuesday yes", "not monday, but tuesday", "I can't do monday, tuesday is fine"]
)
def test_a_no_behind_or_before_a_day_refuses_that_day(text: str) -> None:
    assert wished(text) == [WHOLE(16, 17)]
    assert refused(text)[0] == WHOLE(15, 16)


@pytest.mark.parametrize(
    ("text", "lang", "windows"),
    [
        ("quiero una appointment el friday a las 3", "es", ["19 15:00 to 19 15:01"]),
        ("can I come el viernes at 3", "en", ["19 15:00 to 19 15:01"]),
        ("martes in the afternoon please", "en", ["16 12:00 to 16 17:00"]),
        ("puedo el tuesday por la mañana", "es", ["16 06:00 to 16 12:00"]),
    ],
)
def test_two_languages_in_one_sentence_are_one_wish(text: str, lang: str, windows: list[str]) -> None:
    assert wished(text, lang=lang) == windows


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("can u mov my appt to tmrw aftrnoon", ["13 12:00 to 13 17:00"]),
        ("wensday", [WHOLE(17, 18)]),
        ("nxt thurs @ 230", ["18 14:30 to 18 14:31"]),
        ("tue or thur afternon", ["16 12:00 to 16 17:00", "18 12:00 to 18 17:00"]),
        ("late-afternoon on the twenty-third", ["23 15:00 to 23 17:00"]),
    ],
)
def test_a_misspelt_or_shortened_wish_is_read(text: str, windows: list[str]) -> None:
    assert wished(text) == windows


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("the 3pm", ["15:00 to 15:01"]), ("thursday at 5 or 6", ["18 17:00 to 18 17:01", "18 18:00 to 18 18:01"]), ("ten to six", ["17:50 to 17:51"]),
        ("from ten to six", ["10:00 to 18:00"]), ("20 to 4", ["15:40 to 15:41"]), ("how about 3?", ["15:00 to 15:01"]), ("by friday evening", [".. to 19 21:00"]),
        ("the 3rd and 4th of may", [WHOLE("05-03", "05-04"), WHOLE("05-04", "05-05")]), ("from may to july 2028", [WHOLE("05-01", "08-01")]),
        ("from monday at 4 pm until tuesday at 5 pm", ["15 16:00 to 16 17:00"]), ("day after christmas", [WHOLE("12-26", "12-27")]),
        ("within 5 days", [WHOLE(12, 17)]), ("in more than two weeks", ["26 00:00 to .."]), ("early thursday", ["18 06:00 to 18 12:00"]),
        ("from now until friday", [WHOLE(12, 20)]), ("later today", ["12 10:00 to 13 00:00"]), ("last friday", [WHOLE("05", "06")]),
    ],
)  # fmt: skip
def test_shared_parts_and_neighbours_settle_what_is_meant(text: str, windows: list[str]) -> None:
    assert wished(text) == windows


@pytest.mark.parametrize(
    "text",
    [
        "I paid $200",
        "2 adults",
        "the first one",
        "the third floor",
        "good morning",
        "why am I waiting",
        "that's all for now",
        "one night",
        "2 weeks ago",
    ],
)
def test_money_things_and_greetings_are_no_times(text: str) -> None:
    assert wished(text) == []


@pytest.mark.parametrize(
    ("text", "said"), [("the 31st of february", "the 31st of february"), ("february 30", "february 30")]
)
def test_a_day_that_no_year_has_is_told_as_such(text: str, said: str) -> None:
    assert f"no_such_day: {said}" in hear(text).because


@pytest.mark.parametrize(
    ("text", "windows", "none_of"),
    [
        ("10 instead of 9", ["10:00 to 10:01"], ["09:00 to 09:01"]),
        ("can we do 10 instead of 9:30?", ["10:00 to 10:01"], ["09:30 to 09:31"]),
        ("2 rather than 3", ["14:00 to 14:01"], ["15:00 to 15:01"]),
        ("10 en vez de 9:30", ["10:00 to 10:01"], ["09:30 to 09:31"]),
        ("the 18th instead of the 16th", [WHOLE(18, 19)], [WHOLE(16, 17)]),
    ],
)  # fmt: skip
def test_what_stands_in_place_of_another_time_is_wished_and_the_other_refused(
    text: str, windows: list[str], none_of: list[str]
) -> None:
    assert (wished(text), refused(text)) == (windows, none_of)


@pytest.mark.parametrize(
    ("text", "windows", "none_of"),
    [
        ("in the morning but on the 18th", ["18 06:00 to 18 12:00"], []),
        ("any day but on the 18th", [], [WHOLE(18, 19)]),
        ("morning but on the 18th i can't", ["06:00 to 12:00"], [WHOLE(18, 19)]),
    ],
)  # fmt: skip
def test_but_adds_a_day_or_takes_one_away(text: str, windows: list[str], none_of: list[str]) -> None:
    assert (wished(text), refused(text)) == (windows, none_of)
