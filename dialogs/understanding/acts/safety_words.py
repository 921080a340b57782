"""The tables that `safety` looks up: phrases of emergency and crisis, classes of words in them, and how they are misspelt.

`harmless` phrases are figures of speech or plain business that would otherwise sound an alarm.
"""

# ruff: noqa: E501, SIM905  # tables: a phrase stays on its line, and words without quotes are easier to read
from __future__ import annotations

from dialogs.understanding.acts.crisis_words import CRISIS
from dialogs.understanding.acts.emergency_words import EMERGENCY
from dialogs.understanding.acts.harmless_words import HARMLESS
from dialogs.understanding.acts.sign_words import SIGNS
from dialogs.understanding.acts.veiled_words import VEILED

CLASSES = {
    "others": "someone somebody him her them people everyone everybody you",
    "family": "wife husband kids boss son daughter mother father mom dad baby person doctor neighbor child family boyfriend girlfriend partner people children coworker ex",
    "self": "myself my_self me_myself himself him_self herself her_self themselves themself themselfs hisself ourselves",
    "abuser": "he she they husband hubby wife boyfriend bf girlfriend gf partner ex dad father mom mother stepdad stepmom stepfather stepmother brother sister uncle cousin son daughter caregiver caretaker roommate neighbor someone somebody man guy stranger coach",
    "relative": "mom mother mama dad father papa grandma grandmother granny grandpa grandfather husband hubby wife son daughter brother sister aunt uncle he she baby friend roommate neighbor boyfriend girlfriend partner",
    "child": "son daughter toddler baby kid kiddo child boy girl grandson granddaughter infant nephew niece children kids twins old",
    "weapon": "gun guns pistol rifle shotgun firearm revolver handgun glock machete",
    "pill": "pill pills tablet tablets capsule capsules tylenol acetaminophen advil motrin aleve ibuprofen aspirin xanax xanny xannies oxy oxys oxycodone oxycontin percocet percocets percs vicodin hydrocodone norco valium klonopin ativan adderall benadryl ambien trazodone melatonin gabapentin tramadol meds med medication medications medicine medicines insulin lorazepam clonazepam seroquel zoloft prozac lexapro benzos fentanyl heroin meth morphine methadone suboxone narcotics opioids sleeping_pills painkillers pain_killers gummies edibles vitamins drugs antidepressants antidepressant sedatives muscle_relaxers opiates painkiller tranquilizers heart_pills sleeping_tablets",
    "drug": "fentanyl fent heroin meth cocaine coke crack opioids oxy morphine tranq xylazine ecstasy molly ketamine",
    "poison": "bleach ammonia drano antifreeze detergent cleaner cleaners cleaning_fluid cleaning_product cleaning_products windex lysol rat_poison poison gasoline kerosene lighter_fluid pesticide mothballs lye magnet magnets button_battery battery batteries nail_polish paint_thinner turpentine hand_sanitizer laundry_pod laundry_pods tide_pod tide_pods rubbing_alcohol weed_killer chemicals",
    "many": " ".join(
        [
            *map(str, range(8, 201)),
            "bunch handful fistful ton tons lots loads whole_bottle bottle bottles dozens dozen ten twelve fifteen twenty thirty forty fifty sixty hundred lot",
        ]
    ),
    "sugar": " ".join([*map(str, range(10, 55)), *map(str, range(350, 800))]),
    "bp": " ".join(map(str, range(180, 270))),
    "anyone": "doctor doctors dr nurse nurses staff boss husband wife ex neighbor neighbors coworker coworkers people person manager receptionist kids baby family mom dad brother sister boyfriend girlfriend roommate teacher guy man woman him them someone somebody yall anyone you u everyone everybody",
    "abusador": "esposo marido novio novia esposa pareja ex papa padre mama madre padrastro madrastra hermano tio primo hijo hija cuidador vecino el ella alguien hombre tipo",
    "arma": "pistola arma armas rifle escopeta revolver machete cuchillo navaja fusil",
    "pastilla": "pastilla pastillas tableta tabletas capsula capsulas medicina medicinas medicamento medicamentos insulina tylenol paracetamol ibuprofeno aspirina aspirinas clonazepam xanax fentanilo tramadol somniferos drogas",
    "nino": "nino nina bebe hijo hija nieto nieta chiquito chiquita hermanito hermanita sobrino sobrina",
    "pulse": " ".join(map(str, range(140, 270))),
}

PHRASES = {"crisis": CRISIS + VEILED, "emergency": EMERGENCY + SIGNS, "harmless": HARMLESS}

# What a picture says by itself.
PICTURES = {"🚑": "ambulance", "🆘": "emergency"}

# Spelt out and put right only for this; a hit that the words as written make is kept in any case.
SPELT_OUT = {
    "u": "you",
    "wnat": "want",
    "watn": "want",
    "wnt": "want",
    "kll": "kill",
    "dei": "die",
    "im": "im",
    "wanna": "want_to",
    "gonna": "going_to",
    "cnt": "cant",
    "kant": "cant",
    "brth": "breathe",
    "breth": "breathe",
    "breeth": "breathe",
    "brethe": "breathe",
    "chst": "chest",
    "k": "que",
    "kiero": "quiero",
    "qiero": "quiero",
    "pexo": "pecho",
    "nopuedo": "no_puedo",
    "respirrar": "respirar",
}
SPELLED = (
    "suicide suicidal breathe breathing breath chest stroke heart bleeding blood overdose overdosed unconscious unresponsive seizure "
    "allergic reaction anaphylaxis swelling emergency ambulance fainted collapsed choking poison myself throat pressure "
    "suicidio suicidarme matarme morirme pecho respirar infarto sangre sangrando hemorragia sobredosis inconsciente convulsion desmayo "
    "emergencia ambulancia garganta alergica derrame ahogando dolor"
).split()
UNLIKE = frozenset(
    "checking cooking smoking stoking breather breadth bread breaths heath hearth hearts heard hears heat health chess chests cheese chose chosen strike stroked strokes bloody brood flood floods "
    "poisson person prison cheating shocking joking faintly through though thought throats thorough measure pleasure pressures reactions relation traction fraction "
    "emergence emerging pechos dolores doler color valor dolar labor sangra pressured action reactive smelling selling spelling dwelling telling welling themself itself "
    "yourself ourself leeding leading breeding heeding needing reading feeding pleading beating alergia alergias alergico choosing chopping collapses overdue overdo oversee".split()
)
