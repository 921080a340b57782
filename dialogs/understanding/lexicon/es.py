"""Spanish words of time, by kind. Phrases are written as `normalise.folded` leaves them: lower case, no accents."""

# ruff: noqa: E501, SIM905  # tables: a phrase stays on its line, and words without quotes are easier to read
from __future__ import annotations

from dialogs.understanding.lexicon.table import Table, numbered

_UNITS = numbered("uno dos tres cuatro cinco seis siete ocho nueve", 1)
_TENS = {"treinta": 30, "cuarenta": 40, "cincuenta": 50}

NUMBERS = {
    **_UNITS,
    "una": 1,
    **numbered("diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos", 10),
    **numbered("veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve", 23),
    **_TENS,
    **{f"{ten} y {unit}": tens + units for ten, tens in _TENS.items() for unit, units in _UNITS.items()},
}  # fmt: skip
ORDINALS = {
    **numbered("primero segundo tercero _ quinto sexto septimo octavo noveno decimo", 1),
    "primera": 1, "primer": 1, "1er": 1, "segunda": 2, "tercera": 3, "tercer": 3, "3er": 3, "cuarta": 4, "quinta": 5,
}  # fmt: skip

TABLE: Table = {
    "weekday": {
        **numbered("lunes martes miercoles jueves viernes sabado domingo", 0),
        "lun": 0, "mie": 2, "mier": 2, "jue": 3, "vie": 4, "sab": 5, "dom": 6, "lunez": 0, "juebes": 3, "biernes": 4,
        "savado": 5,
    },
    "weekdays": {
        "los lunes": 0, "los martes": 1, "los miercoles": 2, "los jueves": 3, "los viernes": 4, "los sabados": 5,
        "los domingos": 6,
        "sabados": 5, "domingos": 6, "cualquier lunes": 0, "cualquier martes": 1, "cualquier miercoles": 2,
        "cualquier jueves": 3, "cualquier viernes": 4},
    "month": {
        **numbered("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", 1),
        "ene": 1, "feb": 2, "abr": 4, "jun": 6, "jul": 7, "ago": 8, "sept": 9, "sep": 9, "setiembre": 9, "oct": 10,
        "nov": 11, "dic": 12,
    },
    "weak_month": {"mar": 3, "may": 5},
    "number": NUMBERS,
    "full_year": {f"dos mil {word}": 2000 + value for word, value in NUMBERS.items() if 15 <= value <= 50},
    "some": {
        "un par": 2, "un par de": 2, "par de": 2, "unos": 3, "unas": 3, "unos pocos": 3, "unas pocas": 3, "varios": 3,
        "varias": 3,
    },
    "ordinal": ORDINALS,
    "ampm": {
        "am": "am", "pm": "pm", "de la manana": "am", "de la tarde": "pm", "de la noche": "night",
        "de la madrugada": "am", "del mediodia": "noon",
        "de manana": "am", "de tarde": "pm", "de noche": "night", "por la tarde": "pm", "por la noche": "night",
        "por la manana": "am",
        "en la tarde": "pm", "en la noche": "night", "en la manana": "am", "de madrugada": "am",
        "en la madrugada": "am", "por la madrugada": "am", "x la manana": "am", "x la tarde": "pm", "x la noche": "night",
    },
    "oclock": {"en punto": 0, "horas": 60, "hs": 60, "h": 60},
    "oh": {"cero": 0},
    "quarter": {"cuarto": 15, "un cuarto": 15},
    "half": {"media": 30},
    "minus": {"menos": 0},
    "landmark": {
        "mediodia": 12, "medio dia": 12, "medianoche": 0, "media noche": 0, "12 del mediodia": 12,
        "doce del mediodia": 12,
    },
    "part": {
        "la manana": "morning", "las mananas": "morning", "mananas": "morning", "tempranito": "early_morning",
        "tarde": "tarde", "la tarde": "tarde",
        "las tardes": "tarde", "tardes": "tarde", "tardecita": "tarde", "noche": "noche", "la noche": "noche",
        "las noches": "noche", "noches": "noche",
        "madrugada": "madrugada", "la madrugada": "madrugada",
        "media manana": "mid_morning", "tarde en la noche": "late_noche", "hora del almuerzo": "lunch", "hora de almuerzo": "lunch", "hora de comer": "lunch", "media tarde": "mid_tarde", "primera hora": "first_thing",
        "a primera hora": "first_thing", "a primera hora de la manana": "first_thing", "a primera hora de la tarde": "early_tarde", "a ultima hora": "late_tarde", "a ultima hora de la tarde": "late_tarde", "a media manana": "mid_morning", "a media tarde": "mid_tarde",
        "primeras horas de la manana": "early_morning", "primeras horas de la tarde": "early_tarde",
        "primeras horas de la noche": "early_noche",
        "primera hora de la manana": "early_morning", "ultima hora de la tarde": "late_tarde",
        "ultima hora": "late_tarde",
        "ultimas horas de la noche": "late_night", "ultimas horas de la tarde": "late_tarde",
    },
    "meal": {"almuerzo": "lunch", "cena": "dinner", "desayuno": "breakfast"},
    "after_part": {
        "despues del almuerzo": "after_lunch", "despues de comer": "after_lunch", "despues del trabajo": "after_work",
        "despues de almorzar": "after_lunch", "despues de la escuela": "after_school",
        "despues del mediodia": "tarde", "antes del mediodia": "morning",
        "al salir del trabajo": "after_work", "saliendo del trabajo": "after_work", "antes del trabajo": "before_work"},
    "morrow": {"manana": 1},
    "relative": {
        "hoy": 0, "hoy dia": 0, "de hoy en ocho": 7, "hoy en ocho": 7, "de hoy en quince": 14, "hoy en quince": 14, "el dia de hoy": 0, "este dia": 0, "el dia de manana": 1, "pasado manana": 2,
        "pasadomanana": 2, "ayer": -1, "anoche": -1, "mnn": 1, "mnna": 1, "anteayer": -2,
        "antier": -2, "antes de ayer": -2, "mismo dia": 0, "el mismo dia": 0, "proximo dia": 1, "dia siguiente": 1, "al dia siguiente": 1, "el dia siguiente": 1,
        "ese mismo dia": 0, "dia anterior": -1, "el dia anterior": -1,
    },
    "tonight": {"esta noche": 0, "hoy en la noche": 0, "hoy por la noche": 0},
    "now": {
        "ahora": 0, "ahorita": 0, "ahora mismo": 0, "ya mismo": 0, "en este momento": 0, "inmediatamente": 0,
        "de inmediato": 0,
    },
    "soonest": {
        "lo antes posible": 0, "cuanto antes": 0, "lo mas pronto posible": 0, "lo mas pronto": 0,
        "lo mas temprano posible": 0, "lo mas temprano": 0,
        "tan pronto como sea posible": 0, "tan pronto como pueda": 0, "primera cita disponible": 0,
        "primera disponible": 0, "tan pronto como": 0,
        "mas pronto posible": 0, "asap": 0, "lo primero": 0, "primer espacio": 0, "primer hueco": 0,
        "lo mas rapido posible": 0,
    },
    "latest": {"lo mas tarde posible": 0, "lo mas tarde": 0, "ultima cita": 0, "ultima hora disponible": 0},
    "next": {
        "proximo": 0, "proxima": 0, "proximos": 0, "proximas": 0, "que viene": 0, "que vienen": 0, "entrante": 0,
        "siguiente": 0, "siguientes": 0, "prox": 0,
        "venidero": 0, "venidera": 0},
    "this": {"este": 0, "esta": 0, "estos": 0, "estas": 0, "actual": 0, "presente": 0},
    "last": {"ultimo": 0, "ultima": 0, "ultimos": 0, "ultimas": 0},
    "previous": {"pasado": 0, "pasada": 0, "anterior": 0, "pasados": 0, "pasadas": 0},
    "day": {"dia": 1, "dias": 1},
    "week": {"semana": 1, "semanas": 1, "quincena": 2, "sem": 1},
    "month_unit": {"mes": 1, "meses": 1},
    "year": {"ano": 1, "anos": 1},
    "hour": {"hora": 60, "minuto": 1, "minutos": 1, "min": 1},
    "weekend": {"fin de semana": 0, "finde": 0, "el finde": 0},
    "working_day": {
        "fines de semana": "weekend", "los fines de semana": "weekend", "entre semana": 0, "dia laborable": 0, "dias laborables": 0, "dia habil": 0, "dias habiles": 0,
        "dia de semana": 0,
    },
    "the": {"el": 0, "la": 0, "las": 0, "los": 0, "lo": 0},
    "a": {"un": 1},
    "of": {"de": 0, "del": 0, "de el": 0, "de la": 0},
    "at": {
        "a las": 0, "a la": 0, "la de las": 0, "el de las": 0, "la de la": 0, "al las": 0, "alas": 0, "para las": 0, "para la": 0, "sobre las": 0, "como a las": 0, "a eso de las": 0, "a eso de la": 0, "tipo a las": 0,
        "hacia las": 0, "tipo": 0, "tipo las": 0,
        "alrededor de las": 0, "cerca de las": 0, "por ahi de las": 0, "como alas": 0},
    "in": {"en": 0, "dentro de": 0, "por": 0, "durante": 0, "para": 0},
    "within": {"en menos de": 0, "dentro de los proximos": 0, "dentro de las proximas": 0},
    "beyond": {"en mas de": 0, "en al menos": 0, "dentro de mas de": 0},
    "from": {
        "desde": 0, "desde las": 0, "desde la": 0, "desde el": 0, "a partir de": 0, "a partir de las": 0,
        "a partir del": 0, "desde el dia": 0, "a partir de la": 0, "a partir": 0,
        "de las": 0, "empezando": 0, "no antes de": 0, "nada antes de": 0, "nada antes de las": 0, "no hasta": 0, "no antes de las": 0, "no antes del": 0,
        "tan pronto como las": 0, "tan temprano como": 0, "tan temprano como las": 0},
    "through": {"a": 0, "al": 0, "-": 0, "–": 0, "—": 0},
    "until": {"hasta": 0, "de aqui al": 0, "hasta las": 0, "hasta la": 0, "hasta el": 0},
    "between": {"entre": 0, "entre las": 0, "entre el": 0, "entre la": 0},
    "and": {"y": 0, "&": 0, "y el": 0, "y las": 0, "e": 0, "y la": 0, "con": 0},
    "or": {"o": 0, "u": 0, "o el": 0, "/": 0, "o bien": 0, "ya sea": 0},
    "except": {
        "excepto": 0, "menos el": 0, "menos la": 0, "menos las": 0, "salvo": 0, "a excepcion de": 0, "a excepcion del": 0,
        "excepto el": 0, "salvo el": 0, "fuera del": 0, "exceptuando": 0,
        "menos los": 0, "excepto los": 0, "que no sea": 0, "que no sea el": 0},
    "but": {"pero": 0},
    "not": {
        "no": 0, "ni": 0, "ni el": 0, "ni los": 0, "nunca": 0, "ocupado": 0, "ocupada": 0,
    },
    "instead": {"en vez de": 0, "en lugar de": 0, "en vez del": 0, "en lugar del": 0},
    "say": {"que tal": 0, "digamos": 0, "que sea": 0, "entonces": 0, "prefiero": 0, "preferiria": 0},
    "other": {"buenos dias": 0, "buen dia": 0, "buenas tardes": 0, "buenas noches": 0, "una persona": 0},
    "correction": {
        "no espera": 0, "no espere": 0, "espera": 0, "espere": 0, "quise decir": 0, "quiero decir": 0, "digo": 0, "no perdon": 0, "perdon": 0,
        "mejor": 0, "no mejor": 0, "mejor dicho": 0, "corrijo": 0, "en realidad": 0, "o mejor": 0, "o mejor dicho": 0,
    },
    "unfit": {
        "no puedo": 0, "no me sirve": 0, "no me va": 0, "no me va bien": 0, "no me queda": 0, "no me queda bien": 0,
        "no me funciona": 0, "no me conviene": 0,
        "esta descartado": 0, "estan descartados": 0, "queda descartado": 0, "no es posible": 0, "no se puede": 0,
        "no me viene bien": 0, "no me sirven": 0, "no podre": 0, "no voy a poder": 0},
    "before": {
        "antes de": 0, "antes de las": 0, "antes del": 0, "antes de la": 0, "antes": 0, "antes de el": 0, "<": 0,
    },
    "by": {
        "a mas tardar": 0, "como muy tarde a las": 0, "como tarde a las": 0, "como maximo a las": 0, "como muy tarde el": 0, "no mas tarde de": 0, "nada despues de": 0, "nada despues de las": 0, "no despues de": 0, "no mas tarde de las": 0, "no despues de las": 0,
        "a mas tardar el": 0, "a mas tardar a las": 0,
        "tan tarde como": 0, "no despues del": 0},
    "move": {
        "cambiar": 0, "cambia": 0, "cambie": 0, "cambiarla": 0, "mover": 0, "mueve": 0, "mueva": 0, "moverla": 0,
        "reprogramar": 0, "pasar": 0, "pasarla": 0, "posponer": 0,
        "aplazar": 0, "reagendar": 0},
    "after": {
        "despues de": 0, "despues de las": 0, "despues del": 0, "despues de la": 0, "despues": 0, "pasadas las": 0,
        "pasado el": 0,
        "mas tarde de": 0, "mas tarde de las": 0, "mas tarde que": 0, "tras": 0, "luego de": 0, "luego de las": 0,
        ">": 0, "pasada la": 0},
    "onward": {"en adelante": 0, "o mas tarde": 0, "o despues": 0, "para adelante": 0},
    "backward": {"o antes": 0, "o mas temprano": 0, "como muy tarde": 0},
    "early": {
        "principios": 0, "principio": 0, "comienzo": 0, "comienzos": 0, "inicio": 0, "inicios": 0, "a principios": 0,
"temprano": 0, "mas temprano": 0, "al principio": 0,
        "a inicios": 0, "a comienzos": 0},
    "begin": {"que comienza": 0, "que empieza": 0, "que inicia": 0, "que comienza el": 0, "que empieza el": 0},
    "mid": {"mediados": 0, "a mediados": 0, "mitad": 0, "a mitad": 0},
    "late": {
        "finales": 0, "final": 0, "fines": 0, "fin": 0, "a finales": 0, "a fines": 0, "al final": 0, "mas tarde": 0,
    },
    "rest": {"resto": 0, "lo que queda": 0, "que queda": 0},
    "hence": {"a partir de ahora": 0, "desde ahora": 0},
    "ago": {"hace": 0},
    "shift": {
        "atrasarla": 1, "retrasarla": 1, "posponerla": 1, "aplazarla": 1, "recorrerla": 1, "adelantarla": -1,
        "adelantarlo": -1, "atrasarlo": 1, "retrasarlo": 1,
    },
    "any": {"cualquier": 0, "cada": 0, "todos": 0, "todas": 0, "todo": 0, "toda": 0},
    "same_time": {"misma hora": 0, "la misma hora": 0, "a la misma hora": 0},
    "holiday": {
        "navidad": "christmas", "dia de navidad": "christmas", "nochebuena": "christmas_eve",
        "noche buena": "christmas_eve", "nochevieja": "new_years_eve",
        "noche vieja": "new_years_eve", "fin de ano": "new_years_eve", "ano nuevo": "new_year",
        "dia de ano nuevo": "new_year", "reyes": "epiphany", "dia de reyes": "epiphany",
        "accion de gracias": "thanksgiving", "dia de accion de gracias": "thanksgiving",
        "viernes santo": "good_friday", "jueves santo": "maundy_thursday", "sabado santo": "holy_saturday", "domingo de ramos": "palm_sunday", "miercoles de ceniza": "ash_wednesday", "cinco de mayo": "cinco_de_mayo", "virgen de guadalupe": "guadalupe", "dia de la virgen de guadalupe": "guadalupe", "dia de la raza": "columbus_day", "todos los santos": "all_saints", "dia de todos los santos": "all_saints", "dia internacional de los trabajadores": "may_day", "dia de los trabajadores": "may_day", "dia de los reyes magos": "epiphany", "reyes magos": "epiphany", "lunes de pascua": "easter_monday", "pascuas": "easter", "pascua": "easter", "domingo de pascua": "easter",
        "dia de los muertos": "all_souls", "dia de muertos": "all_souls", "dia del trabajo": "labor_day",
        "dia del trabajador": "may_day", "san valentin": "valentines",
        "dia de la madre": "mothers_day", "dia de las madres": "mothers_day", "dia del padre": "fathers_day",
        "dia de los enamorados": "valentines",
        "viernes negro": "black_friday", "dia de la independencia": "independence_day",
        "dia de la mujer": "womens_day",
        "halloween": "halloween", "noche de brujas": "halloween", "lunes cibernetico": "cyber_monday",
        "ciberlunes": "cyber_monday",
    },
}  # fmt: skip

SPELLED = (
    "lunes martes miercoles jueves viernes sabado domingo enero febrero agosto septiembre octubre noviembre diciembre "
    "manana semana mediodia proximo proxima"
).split()
NEVER = frozenset(
    "martes marte junta viene vienen bueno buenos buenas luego sabana semanal proximidad junto vientos tiene tienen anuario nuevo nueva mejor".split()
)
