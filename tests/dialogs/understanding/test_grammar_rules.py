"""Every rule of the grammar of time, and every form of it, is there for a phrase that nothing else reads.

Without the form the phrase means something else or nothing. A new rule without an example fails here; so does one
that another rule has made idle: delete it.
"""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

from datetime import datetime

import pytest

from dialogs.understanding.lexicon import lexicon
from dialogs.understanding.normalise import tokens
from dialogs.understanding.times import GRAMMAR, read
from dialogs.understanding.times.rules import Grammar, Rule
from scheduler.wishes import When
from tests.builders import NOW, ZONE

VISIT = datetime.fromisoformat("2027-03-18T15:00")  # the one last talked about, for "an hour later"

# The phrases of each rule; those behind a bar are Spanish.
EXAMPLES = {
    "clock_with_minutes": "8:15 at night; evening 4:40",
    "hour_with_half": "3 o'clock; up to 6 pm; 1 at night | por la tarde a las siete",
    "hour_and_part": "5 evening",
    "hour_after_at": "tuesday at 3, no make that 4",
    "part_and_hour": "evening 4",
    "spoken_hour_and_minutes": "dinner at 9 05 p.m.; in the night six thirty; six oh two pm",
    "hour_and_minutes_alone": "the booking at 14 35",
    "spelt_minutes": "7 0 5 pm",
    "compact_clock": "332 pm; at 0600; 1407 hours",
    "compact_alone": "0930",
    "past_the_hour": "half six; between quarter past 3 and 4; five past one; 10 minutes from 2pm",
    "before_the_hour": "quarter to 3; 25 to 7 p.m.; ten to six",
    "and_minutes": "at 6 and a half",
    "minus_minutes": " | a las tres menos veinte",
    "minutes_to_the_hour": "20 para las 4",
    "same_time": "friday, same time",
    "same_time_next_week": "same time next week; next week at the same time",
    "hours_from_visit": "an hour later",
    "days_from_visit": "two days later",
    "beside_the_visit": "the day before",
    "same_day_but_later": "same day, but later",
    "months_from_visit": "a month later",
    "moved_by": "push it back half an hour; move it up a week",
    "end_of_the_day": "the end of the day",
    "before_noon": "quarter to noon",
    "nth_weekend_of_month": "the last weekend of may",
    "noon_or_midnight": "12 noon",
    "past_noon": "5 past noon",
    "part_of_day": "in the afternoon",
    "number_of_nights": "one night",
    "around_work_or_lunch": "after work",
    "half_of_the_day": "tomorrow am",
    "bare_number": "June 5-8",
    "relative_day": "today to tomorrow | mañana temprano",
    "right_now": "now",
    "from_now_on": "from now until friday",
    "as_soon_as_possible": "asap",
    "as_late_as_possible": "as late as possible",
    "next_such_weekday": "tomorrow until Friday",
    "this_weekday": "this Friday at half past seven p.m.; monday of this week",
    "weekday_of_next_week": "next sat | el lunes que viene no, el otro",
    "weekday_after_next": "friday after next",
    "weekday_and_number": "saturday 28",
    "day_of_this_month": "on the second; day 15; the 3rd of this month",
    "in_the_past": "last week | la semana pasada",
    "bare_ordinal": "22nd",
    "the_number": "on 15 | el 3 del próximo mes",
    "day_and_month": "June 5-8; from 3 to 9 August; 2028 april 3",
    "numeric_date": "7/4",
    "iso_date": "2028-04-03",
    "day_of_numbered_month": " | el 17 del 11",
    "day_month_and_short_year": "14 april 28; april 14 28",
    "last_day_of_month": "the last day of april | el último día del mes",
    "days_from_now": "two weeks from now; in a fortnight; a week today; tomorrow week | dos semanas a partir de hoy",
    "counted_from_weekday": "three weeks on Monday; friday two weeks from now; monday in two weeks; in two weeks on monday; Friday week",
    "weekdays_from_now": "in 3 fridays; 3 mondays from now",
    "nth_weekday_of_month": "first monday of next month; last friday in june",
    "hours_from_now": "in half an hour; two hours from now; in an hour and a half | dentro de 1 día y 5 horas",
    "within_hours": "next hour; within two hours | las 3 próximas horas",
    "rest_of_today": "later today; rest of the day | hoy mas tarde",
    "within_days": "within 5 days",
    "beyond_days": "in more than two weeks",
    "years_on": "thanksgiving in a year; march in 1 year",
    "beside_a_holiday": "day after christmas",
    "named_holiday": " | noche buena",
    "duration": "friday for 2 weeks",
    "whole_week": "this week; the week | la semana que viene",
    "week_after_next": "week after next",
    "part_of_week": "mid next week; next week early",
    "week_of_a_day": "week of april 6; week of the 6th",
    "nth_week_of_month": "last week of next month; the second week of april",
    "weekend": "next weekend",
    "weekend_of_a_day": "weekend of june 4; weekend of the 13th",
    "holiday_weekend": "the weekend of labor day; labor day weekend",
    "named_month": "in april 2028; this may; may 2028; april next year",
    "relative_month": "next month | mes que viene; el mes",
    "days_of_month": "4th to 9th of next month",
    "part_of_year": "early next year; next year | el año que viene",
    "working_week": "next working week",
    "month_after_next": "month after next",
    "part_of_month": "early april | finales de mes",
    "next_few": "next three days; the three next days | los 3 días siguientes",
    "repeated_weekday": "any monday | los lunes no puedo",
    "repeated_days": "weekdays",
    "two_clocks": "las 4:00 a las 7 | de las 1:30 a las 4 pm",
}
FORMS = [(rule.name, at) for rule in GRAMMAR.rules for at in range(len(rule.patterns))]


@pytest.mark.parametrize(("name", "form"), FORMS, ids=[f"{name}-{form}" for name, form in FORMS])
def test_without_a_form_of_a_rule_a_phrase_means_something_else(name: str, form: int) -> None:
    mutated = _without(name, form)
    assert any(_meant(text, lang, GRAMMAR) != _meant(text, lang, mutated) for text, lang in _phrases(name))


def test_every_example_is_of_a_rule() -> None:
    assert EXAMPLES.keys() == {rule.name for rule in GRAMMAR.rules}


def _phrases(name: str) -> list[tuple[str, str]]:
    english, _, spanish = EXAMPLES[name].partition("|")
    return [
        (text.strip(), lang) for half, lang in ((english, "en"), (spanish, "es")) for text in half.split(";") if text
    ]


def _without(name: str, form: int) -> Grammar:
    rules = [
        Rule(
            rule.name,
            tuple(pattern for at, pattern in enumerate(rule.patterns) if (rule.name, at) != (name, form)),
            rule.read,
        )
        for rule in GRAMMAR.rules
    ]
    return Grammar(GRAMMAR.marks, GRAMMAR.leads, rules)


def _meant(text: str, lang: str, grammar: Grammar) -> When | None:
    return read(tokens(text), NOW, ZONE, lexicon(lang, ("en", "es")), "", lang == "es", grammar, lambda: VISIT).when


@pytest.mark.parametrize(
    ("text", "asks"), [("an hour later", True), ("next week in the afternoon", False), ("friday at 3", False)]
)
def test_the_visit_is_read_only_for_words_that_speak_of_it(text: str, asks: bool) -> None:
    asked = []
    read(tokens(text), NOW, ZONE, lexicon("en", ("en", "es")), "", False, GRAMMAR, lambda: asked.append(VISIT))
    assert bool(asked) is asks
