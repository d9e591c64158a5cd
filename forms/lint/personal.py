"""Propose which questions ask for something that names, reaches or finds a person.

Only words are looked at, in names and in labels of every language; a person decides what is marked.
"""

from __future__ import annotations

import re
from typing import Final

from forms.definition.elements import Control, Question
from forms.definition.form import Form
from forms.values import DataType, Sensitivity

# Places of a household find a person; a village asked by name does not.
FINDING_TYPES: Final = frozenset({DataType.GEOPOINT, DataType.GEOTRACE, DataType.GEOSHAPE})
SHOWING_KINDS: Final = frozenset({"image", "audio", "video", "background-audio", "start-geopoint"})
ASKED: Final = frozenset({Control.INPUT, Control.UPLOAD, Control.NONE})

# Words of names in the instance, matched as whole parts: `hh_phone_2` has hh, phone, 2.
NAME_PARTS: Final = frozenset(
    """name names firstname lastname surname fullname forename nickname fathername mothername
    phone tel telephone mobile cell cellphone whatsapp email mail contact signature photo picture
    gps geopoint geolocation coordinates latitude longitude address street passport nationalid idnumber idcard
    caseid taxid unhcrid birthdate dob nom prenom telephone adresse nombre apellido telefono direccion
    cedula signature firma foto""".split()  # noqa: SIM905
)
# A part that turns the name into one of a thing, not of a person.
THING_PARTS: Final = frozenset(
    """village district province region governorate admin country city town camp site school shop market organisation
    organization partner product crop facility hospital language list label form enumerator team ward county
    settlement community group item type instance other network protect""".split()  # noqa: SIM905
)
LABELS: Final = re.compile(
    r"""\b(?:
        (?:full|first|last|family|given|middle|your|his|her|respondent(?:'s)?|head(?:'s)?|father(?:'s)?|mother(?:'s)?
            |child(?:'s)?|person(?:'s)?|member(?:'s)?)\s+names?\b
        |names?\s+of\s+(?:the\s+)?(?:respondent|head|person|member|child|mother|father|caregiver|household|patient|owner)
        |what\s+is\s+your\s+name|surname|(?:tele)?phone\s+(?:number|no)|mobile\s+number|whatsapp|e-?mail\s+address
        |(?:national|identity|passport|registration|case|ration\s+card)\s*(?:id|card)?\s+(?:number|no\.?)|id\s+number
        |date\s+of\s+birth|home\s+address|street\s+address|gps|signature|take\s+a\s+(?:photo|picture)
        |nom\s+(?:complet|de\s+famille|du\s+r[ée]pondant|de\s+l[’']enqu[êe]t[ée]|du\s+chef)|pr[ée]noms?
        |num[ée]ro\s+de\s+t[ée]l[ée]phone|adresse|date\s+de\s+naissance|carte\s+d[’']identit[ée]|courriel
        |nombre\s+(?:completo|del\s+(?:entrevistado|jefe))|apellidos?|n[úu]mero\s+de\s+tel[ée]fono|fecha\s+de\s+nacimiento
        |c[ée]dula|correo\s+electr[óo]nico|direcci[óo]n
        |nome\s+completo|n[úu]mero\s+de\s+telefone|endere[çc]o
        |jina\s+(?:kamili|lako)|nambari\s+ya\s+simu
    )\b
    |(?:الاسم|اسم\s+(?:رب|المستجيب|العائلة|الأب|الأم|الشخص)|رقم\s+(?:الهاتف|الجوال|الموبايل|الهوية|الوطني)
        |تاريخ\s+الميلاد|العنوان|البريد\s+الإلكتروني|توقيع)
    |(?:የስልክ\s+ቁጥር|ሙሉ\s+ስም)|(?:নাম\s+কি|ফোন\s+নম্বর|মোবাইল\s+নম্বর)|(?:شماره\s+تلفن|نام\s+خانوادگی|د\s+تلیفون\s+شمېره)
    |(?:номер\s+телефону|номер\s+телефона|прізвище|фамилия)|(?:telefon\s+numaras[ıi]|ad[ıi]\s+soyad[ıi])
    |(?:फोन\s+नम्बर|मोबाइल\s+नंबर)|(?:ဖုန်းနံပါတ်)""",
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def suggest(form: Form) -> tuple[str, ...]:
    """Return the paths of ordinary questions whose answers probably are personal, in document order."""
    return tuple(
        path
        for path, question in form.questions()
        if question.sensitivity is Sensitivity.ORDINARY and is_probably_personal(question)
    )


def is_probably_personal(question: Question) -> bool:
    """Return whether a question's type, name or label says that its answer is about one person."""
    if question.data_type in FINDING_TYPES or question.kind in SHOWING_KINDS:
        return True
    if question.control not in ASKED or question.data_type in (DataType.INTEGER, DataType.DECIMAL, DataType.BOOLEAN):
        return _labels_say_so(question) and question.data_type is DataType.INTEGER and question.control in ASKED
    return _name_says_so(question.name) or (question.control is not Control.NONE and _labels_say_so(question))


def _name_says_so(name: str) -> bool:
    parts = {part.lower() for part in _PART.findall(name)}
    return not NAME_PARTS.isdisjoint(parts) and THING_PARTS.isdisjoint(parts)


def _labels_say_so(question: Question) -> bool:
    return any(
        LABELS.search(part) for parts in question.label.by_language.values() for part in parts if isinstance(part, str)
    )
