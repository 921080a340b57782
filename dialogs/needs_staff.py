"""What only staff may answer: bills, records, results, medicines, symptoms, complaints; recognised conservatively.

A pattern must be hard to meet by chance: what it misses goes the ordinary way, what it catches wrongly would keep a
patient from moving a visit. The tables are patterns over folded words, by reason and language.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dialogs.understanding.normalise import KEPT

# Reasons are the contract's; the first that is met counts.
_SYMPTOM = (
    r"(?:fever|rash|cough(?:ing)?|infection|headaches?|migraines?|pain|vomiting|throwing up|diarrhea|swelling|nausea|"
    r"(?:runny|stuffy) nose|sore throat|chills|sneez(?:ing|es)|dizziness|cramps|earache|toothache|bad cold|flu)"
)
_UNWELL = r"(?:sick|ill|terrible|awful|worse|bad)"
_HAS = r"(?:have|has|had|got|am having|is having|been|keep|keeps)"
_SINTOMA = (
    r"(?:fiebre|calentura|sarpullido|tos|infeccion|dolor|vomitos?|diarrea|gripa|gripe|mareos?|nauseas?|escalofrios|"
    r"resfriado|mocos)"
)
_AGAIN = r"(?:second|third|fourth|fifth|2nd|3rd|4th|5th|tenth|hundredth)"
_CONTACT = r"(?:cell |mobile |home |last )*(?:phone|number|cell|address|e ?mail|last name|name)"
_CONTACTO = r"(?:telefono|numero|celular|direccion|correo|apellido)"
_PATTERNS = {
    "other": (
        r"\bpassed away\b",
        r"\b(?:mother|father|mom|mum|dad|wife|husband|son|daughter|she|he) (?:has |just )?died\b",
        r"\bfallecio\b|\b(?:ha|habia) (?:fallecido|muerto)\b",
    ),
    "complaint": (
        r"\b(?:make|file|have|submit) (?:a|an|my) (?:formal )?complaint\b",
        r"\bcomplain(?:ing)? about\b|\bunacceptable\b|\b(?:this|that) is ridiculous\b",
        r"\b(?:been|still|keep) waiting (?:for|on) (?:an? |any |your )?(?:call ?back|call|answer|response|reply)\b",
        r"\b(?:nobody|no one|noone|never) (?:ever |has |have )?(?:called|calls|answered|answers|got back)\b",
        r"\b(?:you|this|your) (?:\w+ ){0,3}(?:useless|terrible|awful|horrible|the worst|rude|incompetent|a joke)\b",
        rf"\b{_AGAIN} time (?:that )?(?:im|i am|i|ive|i have) (?:had to )?(?:ask|tell|text|call|say|writ)\w*",
        r"\bhow many times (?:do|did|must|have) (?:i|we)\b|\bfed up\b|\bsick of (?:this|you|your|waiting|calling)\b",
        r"\b(?:so|very|really|extremely|getting) (?:frustrated|frustrating|angry|furious|annoyed|annoying)\b",
        r"\bes la (?:segunda|tercera|cuarta) vez que (?:les )?(?:pido|pregunto|digo|llamo|escribo)\b|\bcuantas veces\b",
        r"\b(?:pesimo|mal|terrible) servicio\b|\bestoy (?:muy )?(?:frustrad|molest|enojad)[oa]\b",
        r"\bnadie (?:me )?(?:ha |han )?(?:llamado|llama|contestado|contesta|respondido|responde)\b",
        r"\b(?:una|mi) queja\b|\bquejarme\b|\binaceptable\b|\bme trataron (?:muy )?mal\b",
    ),
    "contact": (
        rf"\b(?:change|changed|update|updated) (?:my|our) {_CONTACT}\b|\b(?:my|our|got a|have a) new {_CONTACT}\b",
        r"\b(?:i|we) (?:just |have |recently )?moved\b(?! (?:my|the|it|that|our) )|\b(?:i|we) (?:just )?got married\b",
        rf"\b(?:cambie|cambiar|cambio|cambiamos|actualizar|tengo) (?:de |mi )*(?:nuevo |nueva )?{_CONTACTO}\b",
        r"\bme (?:mude|case)\b|\bnos mudamos\b",
    ),
    "preference": (
        r"\b(?:fe)?male (?:doctor|dr|provider|nurse|dentist|physician)\b",
        r"\b(?:prefer|rather|want|need|see|like) (?:an? )?(?:wom[ae]n|lady|man) (?:doctor|provider|nurse|dentist)\b",
        r"\b(?:prefiero|quiero|quisiera) (?:una doctora|un doctor hombre|que me (?:vea|atienda) una mujer)\b",
    ),
    "results": (
        r"\b(?:test|lab|labs|blood|biopsy|xray|x ray|scan|mri|ultrasound) (?:work )?results?\b",
        r"\b(?:my|the|his|her|get|are) results\b",
        r"\b(?:mis|los|sus) resultados\b|\bresultados? de(?:l| la| los| mi| mis)?\b",
    ),
    "medication": (
        r"\b(?:prescription|refill|refills|medication|medications|pharmacy|dosage)\b|\bmy (?:meds|pills)\b",
        r"\b(?:receta|recetas|medicamento|medicamentos|farmacia|dosis)\b|\bmis? (?:medicinas?|pastillas?)\b",
    ),
    "billing": (
        r"\b(?:my|the|a|this) (?:bill|invoice|copay|balance)\b|\bbilling\b|\b(?:overcharged|refund)\b|\bcharged me\b",
        r"\b(?:mi|la|una|esta) factura\b|\bfacturacion\b|\breembolso\b|\bme cobraron\b",
    ),
    "insurance": (
        r"\b(?:my|new|changed|update) insurance\b|\binsurance (?:card|claim|changed)\b|\bcovered by\b",
        r"\bmi (?:seguro|aseguranza)\b|\b(?:nuevo seguro|tarjeta del seguro|cambie de seguro)\b",
    ),
    "referral": (r"\breferrals?\b|\brefer me\b", r"\b(?:referido|remision|derivacion)\b"),
    "records": (
        r"\b(?:medical|health|my|vaccination|immunization) records?\b",
        r"\b(?:work|school|doctors?|sick|absence|excuse) (?:note|excuse|letter)\b",
        r"\b(?:note|excuse|letter|paperwork) for (?:work|school|my (?:work|job|boss|employer|school|teacher))\b",
        r"\b(?:justificante|constancia medica|nota (?:medica )?para (?:el |mi |la )?(?:trabajo|escuela|jefe))\b",
        r"\b(?:expediente|historia clinica|historial medico)\b",
    ),
    "clinical_question": (
        r"\bside effects?\b|\bsymptoms?\b|\bmy \w+ hurts\b|\bshould i (?:take|be worried|worry)\b",
        r"\bis it (?:ok|okay|safe|normal) to (?:take|mix|feel)\b",
        rf"\b(?:i|ive|my \w+) (?:{_HAS} )+(?:a |an |some |bad |really |this |the )*{_SYMPTOM}\b",
        r"\b(?:im|i am|hes|shes|my \w+ is) not feeling (?:\w+ )?(?:well|good)\b",
        rf"\b(?:im|i am|ive been|hes|shes|my \w+ is) feeling (?:\w+ )?{_UNWELL}\b",
        rf"\b(?:i|we) (?:dont feel (?:well|good)|feel (?:\w+ )?{_UNWELL})\b",
        r"\bme siento (?:muy |bastante |peor |tan )?(?:mal|enferm[oa]|peor)\b",
        r"\befectos secundarios\b|\bdebo tomar\b|\bme duele\b|\bsintomas?\b",
        rf"\btengo (?:mucha |mucho |un |una |el )*{_SINTOMA}\b",
    ),
}
_COMPILED = {reason: re.compile("|".join(patterns)) for reason, patterns in _PATTERNS.items()}
_ANY = re.compile("|".join(pattern for patterns in _PATTERNS.values() for pattern in patterns))

# Questions without an answer in the clinic's file that have a reason of their own.
_OF_TOPIC = {
    "results": "results",
    "refill": "medication",
    "records": "records",
    "insurance": "insurance",
    "cost": "billing",
    "forms": "form",
}
_PROMPTS = {
    "other": "needs_staff_complaint",
    "contact": "contact_passed",
    "complaint": "needs_staff_complaint",
    "clinical_question": "needs_staff_clinical",
}
_WITHOUT_OWN_REASON = frozenset({"contact", "preference"})
_URGENT = frozenset({"clinical_question", "other"})
_SUMMARIES = {
    "other": "Says that somebody died. Please look whose reminders must end.",
    "contact": "Has a new phone number, name or address. Please read the thread, confirm it and change the file.",
    "preference": "Has a wish about who treats them. Please look who fits.",
    "billing": "Asks about a bill.",
    "insurance": "Asks about insurance.",
    "referral": "Asks about a referral.",
    "records": "Asks for records.",
    "results": "Asks about results.",
    "medication": "Asks about a medicine or prescription.",
    "clinical_question": "Asks something that needs clinical judgement.",
    "complaint": "Has a complaint.",
    "form": "Asks about a form.",
}


@lru_cache(maxsize=KEPT)
def reason_in(words: str) -> str | None:
    """The case's reason for which these folded words need a person, or None."""
    if not _ANY.search(words):
        return None
    return next(reason for reason, pattern in _COMPILED.items() if pattern.search(words))


def reason_of(topic: str) -> str | None:
    """The reason for which a question on this topic needs a person, where the clinic's file does not answer it."""
    return _OF_TOPIC.get(topic)


def prompt(reason: str) -> str:
    """What the patient is told."""
    return _PROMPTS.get(reason, "needs_staff")


def case_reason(reason: str) -> str:
    """The contract's reason under which the case is opened."""
    return "other" if reason in _WITHOUT_OWN_REASON else reason


def priority(reason: str) -> str:
    return "urgent" if reason in _URGENT else "normal"


def summary(reason: str) -> str:
    """What staff read in the list of cases; the words themselves are in the thread."""
    return _SUMMARIES.get(reason, "Asks something that only staff can answer.")
