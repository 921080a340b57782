"""English words of time, by kind. Phrases are written as `normalise.folded` leaves them: lower case, no apostrophes."""

# ruff: noqa: E501, SIM905  # tables: a phrase stays on its line, and words without quotes are easier to read
from __future__ import annotations

from dialogs.understanding.lexicon.table import Table, numbered

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50}
_UNITS = numbered("one two three four five six seven eight nine", 1)
_ORDINAL_UNITS = numbered("first second third fourth fifth sixth seventh eighth ninth", 1)

NUMBERS = {
    **_UNITS,
    **numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10),
    **_TENS,
    **{f"{ten} {unit}": tens + units for ten, tens in _TENS.items() for unit, units in _UNITS.items()},
}  # fmt: skip
ORDINALS = {
    **_ORDINAL_UNITS,
    **numbered(
        "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth", 10
    ),
    **{f"twenty {word}": 20 + value for word, value in _ORDINAL_UNITS.items()},
    "thirtieth": 30, "thirty first": 31, "fith": 5, "twelveth": 12, "nineth": 9,
}  # fmt: skip

_THINGS = "one ones floor appointment appt option time choice visit slot person grade opinion half".split()

TABLE: Table = {
    "weekday": {
        **numbered("monday tuesday wednesday thursday friday saturday sunday", 0),
        "tue": 1, "tues": 1, "weds": 2, "wensday": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "mon": 0, "wed": 2,
    },
    "weak_weekday": {"sat": 5, "sun": 6},
    "weekdays": numbered("mondays tuesdays wednesdays thursdays fridays saturdays sundays", 0),
    "month": {
        **numbered("january february march april _ june july august september october november december", 1),
        "jan": 1, "feb": 2, "febuary": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10,
        "nov": 11, "dec": 12,
    },
    "weak_month": {"may": 5, "mar": 3},
    "number": NUMBERS,
    "full_year": {f"twenty {word}": 2000 + value for word, value in NUMBERS.items() if 20 <= value <= 50 and " " in word},
    "some": {"couple": 2, "couple of": 2, "a couple": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 3},
    "ordinal": ORDINALS,
    "ampm": {"am": "am", "pm": "pm", "a m": "am", "p m": "pm", "ampm": ""},
    "oclock": {"oclock": 0, "o clock": 0, "hundred": 0, "hundred hours": 0, "ish": 0, "h": 60},
    "oh": {"oh": 0, "o": 0},
    "past": {"past": 0},
    "quarter": {"quarter": 15, "a quarter": 15},
    "half": {"half": 30, "a half": 30, "half a": 30, "half an": 30},
    "landmark": {
        "noon": 12, "midday": 12, "noontime": 12, "noonish": 12, "midnight": 0, "12 noon": 12, "twelve noon": 12,
        "12 midnight": 0, "mid night": 0, "mid day": 12, "lunchtime": 12, "lunch time": 12,
    },
    "part": {
        "morning": "morning", "mornings": "morning", "mornin": "morning", "forenoon": "morning",
        "first thing": "first_thing",
        "afternoon": "afternoon", "afternoons": "afternoon", "arvo": "afternoon",
        "aft": "afternoon", "afternoonish": "afternoon",
        "evening": "evening", "evenings": "evening", "eve": "evening", "night": "night", "nights": "night",
        "nighttime": "night", "night time": "night", "overnight": "overnight", "midmorning": "mid_morning",
        "mid morning": "mid_morning",
        "midafternoon": "mid_afternoon", "mid afternoon": "mid_afternoon", "lunch hour": "lunch", "dinnertime": "dinner",
    },
    "meal": {"breakfast": "breakfast", "lunch": "lunch", "dinner": "dinner", "supper": "dinner"},
    "after_part": {"after lunch": "after_lunch", "after work": "after_work", "after school": "after_school",
        "after hours": "after_work", "before lunch": "morning", "before work": "before_work",
        "before school": "before_work"},
    "relative": {
        "today": 0, "todays": 0, "2day": 0, "tomorrow": 1, "tomorrows": 1, "tomorow": 1, "tommorrow": 1,
        "tommorow": 1, "tmrw": 1, "tmr": 1,
        "tmw": 1, "tmrow": 1, "2morrow": 1, "2mrw": 1, "2moro": 1, "2morow": 1, "tomoro": 1, "tomo": 1, "tmo": 1,
        "morrow": 1,
        "day after tomorrow": 2, "the day after tomorrow": 2, "day after tmrw": 2, "day after 2morrow": 2,
        "yesterday": -1, "last night": -1, "day before yesterday": -2, "the day before yesterday": -2, "same day": 0, "the same day": 0,
        "next day": 1, "the next day": 1, "following day": 1, "the following day": 1, "this day": 0, "that same day": 0, "the previous day": -1,
    },
    "tonight": {"tonight": 0, "tonite": 0, "2nite": 0, "2night": 0, "tonights": 0},
    "now": {
        "now": 0, "right now": 0, "immediately": 0, "right away": 0, "at the moment": 0, "just now": 0,
        "straight away": 0,
    },
    "soonest": {
        "asap": 0, "as soon as possible": 0, "as soon as you can": 0, "as soon as i can": 0,
        "as early as possible": 0,
        "soonest": 0, "earliest": 0, "the earliest": 0, "the soonest": 0, "sooner the better": 0,
        "earlier the better": 0,
        "as soon as": 0, "first available": 0, "next available": 0, "first opening": 0, "next opening": 0,
        "earliest available": 0,
    },
    "latest": {
        "as late as possible": 0, "latest available": 0, "the latest possible": 0, "later the better": 0,
        "last appointment": 0, "last slot": 0,
        "latest possible": 0, "latest appointment": 0, "latest slot": 0, "latest you have": 0},
    "next": {"next": 0, "nxt": 0, "nex": 0, "nect": 0},
    "coming": {"coming": 0, "upcoming": 0, "this coming": 0, "the coming": 0},
    "following": {"following": 0, "the following": 0},
    "this": {"this": 0, "current": 0, "present": 0, "dis": 0},
    "last": {"last": 0},
    "previous": {"previous": 0},
    "day": {"day": 1, "days": 1, "night stay": 1},
    "week": {"week": 1, "weeks": 1, "wk": 1, "wks": 1, "fortnight": 2, "fortnights": 2, "sennight": 1},
    "month_unit": {"month": 1, "months": 1},
    "year": {"year": 1, "years": 1, "yr": 1, "yrs": 1},
    "hour": {"hour": 60, "hours": 60, "hr": 60, "hrs": 60, "minute": 1, "minutes": 1, "min": 1, "mins": 1},
    "weekend": {"weekend": 0, "week end": 0, "wknd": 0, "wkend": 0},
    "working_day": {
        "weekends": "weekend", "weekday": 0, "weekdays": 0, "week day": 0, "week days": 0, "workday": 0, "workdays": 0, "business day": 0,
        "business days": 0, "working day": 0, "working days": 0},
    "work_week": {"work week": 0, "workweek": 0, "working week": 0},
    "time_word": {"time": 0, "hour of day": 0},
    "the": {"the": 0, "da": 0},
    "a": {"a": 1, "an": 1},
    "of": {"of": 0},
    "at": {
        "at": 0, "@": 0, "around": 0, "about": 0, "round": 0, "approximately": 0, "approx": 0, "circa": 0,
        "roughly": 0,
    },
    "on": {"on": 0},
    "in": {"in": 0, "during": 0, "over": 0},
    "within": {"within": 0, "within the next": 0, "in less than": 0, "in under": 0, "inside of": 0, "in no more than": 0},
    "beyond": {"in more than": 0, "in over": 0, "in at least": 0, "not for another": 0, "not for at least": 0},
    "for": {"for": 0},
    "from": {
        "arriving": 0, "arriving on": 0, "arrive on": 0, "arrive": 0, "arrival": 0, "arrival on": 0, "check in": 0, "checkin": 0, "checking in": 0, "checking in on": 0, "check in on": 0,
        "from": 0, "starting": 0, "starting from": 0, "starting on": 0, "starting at": 0, "frm": 0, "nothing before": 0, "nothing earlier than": 0, "not before": 0, "not until": 0, "not till": 0,
        "no earlier than": 0, "not earlier than": 0, "on or after": 0, "at or after": 0, "as of": 0, "as early as": 0,
        "since": 0, "beginning on": 0, "beginning at": 0,
    },
    "to": {"to": 0},
    "through": {"-": 0, "–": 0, "—": 0, "through": 0, "thru": 0},
    "until": {
        "leaving": 0, "leaving on": 0, "leave on": 0, "departure": 0, "departure on": 0, "check out": 0, "checkout": 0, "departing": 0, "departing on": 0, "checking out": 0, "checking out on": 0, "check out on": 0,
        "until": 0, "till": 0, "til": 0, "up to": 0, "up until": 0, "ending": 0, "ending at": 0, "ending on": 0,
    },
    "between": {"between": 0, "in between": 0, "btwn": 0, "anywhere between": 0, "anytime between": 0},
    "and": {"and": 0, "&": 0, "n": 0, "plus": 0},
    "or": {"or": 0, "nor": 0, "/": 0, "either": 0, "alternatively": 0},
    "except": {
        "except": 0, "except for": 0, "excluding": 0, "besides": 0, "other than": 0, "apart from": 0, "minus": 0,
        "aside from": 0, "save": 0, "not including": 0, "with the exception of": 0, "not counting": 0,
    },
    "but": {"but": 0},
    "not": {"not": 0, "neither": 0, "cant": 0, "cannot": 0, "can not": 0, "dont": 0, "wont": 0, "isnt": 0, "unable": 0, "never": 0,
        "couldnt": 0, "any day but": 0, "anything but": 0, "everything but": 0, "any time but": 0, "anytime but": 0,
        "every day but": 0, "any day except": 0, "any day except for": 0, "any day besides": 0, "not available": 0,
        "not free": 0, "busy": 0, "unavailable": 0, "cant do": 0, "cant make": 0},
    "instead": {"instead of": 0, "rather than": 0, "in place of": 0},
    "before": {
        "before": 0, "b4": 0, "prior to": 0, "earlier than": 0, "sooner than": 0, "ahead of": 0, "in advance of": 0,
        "<": 0,
    },
    "by": {
        "by": 0, "no later than": 0, "not later than": 0, "at the latest by": 0, "not after": 0, "nothing after": 0, "nothing later than": 0, "as late as": 0,
        "up till": 0, "on or before": 0,
        "on or earlier than": 0},
    "move": {
        "move": 0, "moved": 0, "moving": 0, "change": 0, "changed": 0, "changing": 0, "reschedule": 0,
        "rescheduled": 0, "switch": 0, "push": 0, "pushed": 0,
        "bump": 0, "shift": 0, "swap": 0, "postpone": 0, "rebook": 0, "update": 0, "modify": 0,
    },
    "after": {"after": 0, "later than": 0, ">": 0, "anytime after": 0, "any time after": 0, "sometime after": 0},
    "onward": {
        "onward": 0, "onwards": 0, "or later": 0, "or after": 0, "and later": 0, "and after": 0, "and on": 0,
        "and onwards": 0, "at the earliest": 0,
    },
    "backward": {"or earlier": 0, "or before": 0, "or sooner": 0, "and earlier": 0, "at the latest": 0},
    "early": {
        "early": 0, "earlier": 0, "earlier in": 0, "early in": 0, "early in the": 0, "beginning": 0, "start": 0, "early hours": 0,
        "early part": 0,
    },
    "begin": {"that begins": 0, "that starts": 0, "commencing": 0, "that begins on": 0, "that starts on": 0},
    "mid": {"mid": 0, "middle": 0, "midway": 0},
    "late": {"late": 0, "later": 0, "late in": 0, "late in the": 0, "end": 0, "later in": 0},
    "rest": {"rest": 0, "remainder": 0, "remaining": 0},
    "hence": {"from now": 0, "hence": 0},
    "ago": {"ago": 0},
    "any": {"any": 0, "every": 0, "all": 0, "each": 0},
    "no": {"no": 0},
    "say": {
        "how about": 0, "what about": 0, "lets say": 0, "lets do": 0, "lets make it": 0, "say": 0, "then": 0, "can you do": 0, "could you do": 0,
        "can we do": 0, "could we do": 0, "prefer": 0, "lets go with": 0,
    },
    "correction": {
        "no wait": 0, "wait no": 0, "i mean": 0, "i meant": 0, "actually": 0, "sorry": 0, "scratch that": 0,
        "correction": 0, "or rather": 0, "on second thought": 0, "on second thoughts": 0, "make it": 0, "make that": 0, "no actually": 0, "no sorry": 0, "wait": 0,
        "hold on": 0, "no make it": 0, "no make that": 0, "wait make it": 0, "wait make that": 0, "sorry make it": 0, "no i mean": 0, "no i meant": 0, "oops": 0, "oops i meant": 0,
    },
    "unfit": {
        "doesnt work": 0, "does not work": 0, "wont work": 0, "will not work": 0, "isnt good": 0, "is not good": 0,
        "is no good": 0, "isnt possible": 0,
        "not good": 0, "doesnt suit": 0, "doesnt suit me": 0, "is bad": 0, "not work": 0, "is out": 0,
        "are bad": 0, "are no good": 0, "are out": 0, "arent good": 0, "arent possible": 0, "are not good": 0,
        "isnt working": 0, "wont do": 0, "doesnt do": 0, "dont work": 0},
    "other": {
        "days now": 0, "weeks now": 0, "months now": 0, "years now": 0, "hours now": 0,
        "for now": 0, "by now": 0, "until now": 0, "last time": 0, "last visit": 0, "last one": 0,
        **{f"{word} {thing}": 0 for word in ORDINALS for thing in _THINGS},
        "good morning": 0, "good mornin": 0, "good afternoon": 0, "good evening": 0, "good night": 0, "good day": 0,
        "stop by": 0, "come by": 0, "drop by": 0, "swing by": 0, "go by": 0, "pass by": 0, "nearby": 0, "cant you": 0,
        "why cant": 0, "why cant i": 0, "as busy": 0, "dont you": 0, "why not": 0, "cant i": 0, "of course": 0,
        "second thought": 0, "second thoughts": 0,
        "second opinion": 0, "one second": 0, "a second": 0, "for a second": 0,
    },
    "shift": {
        "push it back": 1, "push back": 1, "push it out": 1, "move it back": 1, "postpone it": 1, "delay it": 1,
        "push my appointment back": 1, "move my appointment back": 1, "move it out": 1, "push it": 1,
        "move it up": -1, "push it up": -1, "bring it forward": -1, "bring it up": -1, "move it forward": -1,
        "move my appointment up": -1,
    },
    "same_time": {"same time": 0, "the same time": 0, "same hour": 0},
    "holiday": {
        "christmas": "christmas", "xmas": "christmas", "christmas day": "christmas", "xmas day": "christmas",
        "christmas eve": "christmas_eve", "xmas eve": "christmas_eve", "new years": "new_year",
        "new years day": "new_year", "new year": "new_year", "new year day": "new_year",
        "new years eve": "new_years_eve", "new year eve": "new_years_eve", "thanksgiving": "thanksgiving",
        "thanksgiving day": "thanksgiving",
        "black friday": "black_friday", "cyber monday": "cyber_monday", "halloween": "halloween", "easter": "easter",
        "easter sunday": "easter",
        "easter monday": "easter_monday", "palm sunday": "palm_sunday", "ash wednesday": "ash_wednesday", "maundy thursday": "maundy_thursday", "holy thursday": "maundy_thursday", "holy saturday": "holy_saturday", "cinco de mayo": "cinco_de_mayo", "indigenous peoples day": "columbus_day", "all saints day": "all_saints", "armistice day": "veterans_day", "election day": "election_day", "good friday": "good_friday", "memorial day": "memorial_day",
        "labor day": "labor_day", "labour day": "labor_day",
        "independence day": "independence_day", "fourth of july": "independence_day", "veterans day": "veterans_day",
        "presidents day": "presidents_day",
        "martin luther king day": "mlk_day", "mlk day": "mlk_day", "columbus day": "columbus_day",
        "juneteenth": "juneteenth",
        "valentines day": "valentines", "valentines": "valentines", "valentine day": "valentines",
        "st patricks day": "st_patrick", "saint patricks day": "st_patrick",
        "st pattys day": "st_patrick", "mothers day": "mothers_day", "fathers day": "fathers_day",
        "boxing day": "boxing_day",
        "st paddys day": "st_patrick", "saint paddys day": "st_patrick", "saint pattys day": "st_patrick", "decoration day": "memorial_day", "martin luther kings day": "mlk_day", "earth day": "earth_day",
        "groundhog day": "groundhog_day",
    },
}  # fmt: skip

# What a word that nobody knows is compared with; and frequent words that only look like one of these.
SPELLED = (
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december tomorrow today tonight morning afternoon evening noon midnight weekend week month"
).split()
NEVER = frozenset(
    "money month monthly match marsh moth mouth weed weak meek seek peek juno jury tone town mourning evenings even event events leaving "
    "sunny sundae party patty mandy candy handy mooring boring warning marching decent decide decided septic recent "
    "remember member embed augment toda todo toady later night nights light might right eight freight work word words weeks weekly "
    "sunny weekdays together toddler nun none soon moon noor julie judy jane june mon monkey friendly fried friends friend frida noun evenly morning mornings".split()
)
