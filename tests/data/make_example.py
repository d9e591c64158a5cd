"""Write the example assessment: its form in English and Arabic, and 30 made-up interviews as answer steps.

    .venv/bin/python tests/data/make_example.py

Everything is invented: places, people, numbers. A fixed seed gives the same files each time. The Arabic texts are ours
and not yet checked by a speaker.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

from workbooks import workbook  # noqa: E402

TARGET = ROOT / "app" / "assets" / "example"

SURVEY = [
    ("type", "name", "label::English (en)", "label::Arabic (ar)", "hint::English (en)", "hint::Arabic (ar)",
     "guidance_hint::English (en)", "guidance_hint::Arabic (ar)", "required", "relevant", "constraint",
     "constraint_message::English (en)", "constraint_message::Arabic (ar)", "calculation", "appearance", "sensitivity",
     "choice_filter"),
    ("start", "start"), ("end", "end"), ("today", "today"),
    ("begin_group", "opening", "Before we start", "قبل أن نبدأ"),
    ("note", "hello", "Good day. We are from Shetu Jonokollan, an organisation of this district. We want to hear what your family needs after the flood.",
     "السلام عليكم. نحن من منظمة محلية في هذه المنطقة. نريد أن نسمع ما تحتاجه أسرتكم بعد الفيضان."),
    ("select_one yes_no", "consent", "May I ask you some questions? It takes about 15 minutes. You can stop at any time, and nothing changes for you if you say no.",
     "هل يمكنني أن أسألكم بعض الأسئلة؟ يستغرق ذلك نحو 15 دقيقة. يمكنكم التوقف في أي وقت، ولا يتغير شيء إذا رفضتم.",
     "Read it slowly and wait for the answer.", "اقرأها ببطء وانتظر الجواب.", "", "", "yes"),
    ("end_group",),
    ("begin_group", "about", "About you", "عنكم", "", "", "", "", "", "${consent} = 'yes'"),
    ("select_one place", "place", "Where does your family sleep now?", "أين تنام أسرتكم الآن؟", "", "", "", "", "yes"),
    ("select_one village", "village", "Which part of it?", "في أي جزء منه؟", "", "", "", "", "", "", "", "", "", "", "", "",
     "place = ${place}"),
    ("text", "person", "What may I call you?", "بماذا أناديكم؟", "A first name is enough.", "يكفي الاسم الأول.", "", "", "", "", "", "", "", "", "", "personal"),
    ("select_one sex", "sex", "Is the person a woman or a man?", "هل الشخص امرأة أم رجل؟", "", "", "Ask only if you are unsure.", "اسأل فقط إن لم تكن متأكداً."),
    ("integer", "age", "How old are you?", "كم عمركم؟", "In years. About is good enough.", "بالسنوات. التقريب يكفي.", "", "", "yes", "", ". >= 15 and . <= 110",
     "Enter an age from 15 to 110", "اكتبوا عمراً من 15 إلى 110"),
    ("select_one difficulty", "difficulty", "Does anybody in your family have difficulty seeing, hearing, walking or remembering?",
     "هل لدى أحد من أسرتكم صعوبة في الرؤية أو السمع أو المشي أو التذكر؟"),
    ("end_group",),
    ("begin_group", "needs", "Your priorities", "أولوياتكم", "", "", "", "", "", "${consent} = 'yes'"),
    ("text", "own_words", "What worries you most these days?", "ما أكثر ما يقلقكم هذه الأيام؟", "Write it in their own words.", "اكتبوها بكلماتهم."),
    ("select_multiple need", "top_needs", "What are the three things your family needs most now?", "ما الأشياء الثلاثة التي تحتاج إليها أسرتكم الآن أكثر من غيرها؟",
     "Choose up to three.", "اختاروا ثلاثة على الأكثر.", "Do not read the list aloud. Let the person speak, then mark what matches.",
     "لا تقرأ القائمة بصوت عالٍ. دع الشخص يتكلم، ثم ضع علامة على ما يطابق كلامه.", "yes", "", "count-selected(.) <= 3",
     "Choose three at most", "اختاروا ثلاثة على الأكثر"),
    ("text", "need_other", "Which other thing?", "ما هو الشيء الآخر؟", "", "", "", "", "", "selected(${top_needs}, 'other')"),
    ("end_group",),
    ("begin_group", "water_toilet", "Water and toilet", "الماء والمرحاض", "", "", "", "", "", "${consent} = 'yes'"),
    ("integer", "water_minutes", "How many minutes does it take to go to the water, wait, fill and come back?",
     "كم دقيقة يستغرق الذهاب إلى الماء والانتظار والملء والعودة؟", "", "", "", "", "", "", ". >= 0 and . <= 600", "Enter minutes from 0 to 600", "اكتبوا دقائق من 0 إلى 600"),
    ("select_one yes_no", "toilet_safe", "Is there a toilet that your family can use safely at night?", "هل يوجد مرحاض يمكن لأسرتكم استخدامه بأمان في الليل؟"),
    ("text", "toilet_why", "What makes it unsafe?", "ما الذي يجعله غير آمن؟", "", "", "", "", "", "${toilet_safe} = 'no'"),
    ("end_group",),
    ("begin_group", "home", "Who lives with you", "من يعيش معكم", "", "", "", "", "", "${consent} = 'yes'"),
    ("begin_repeat", "people", "People of this family", "أفراد هذه الأسرة"),
    ("text", "name", "First name", "الاسم الأول", "", "", "", "", "", "", "", "", "", "", "", "personal"),
    ("integer", "years", "How old is ${name}?", "كم عمر ${name}؟", "In years", "بالسنوات", "", "", "yes", "", ". >= 0 and . <= 110", "Enter an age from 0 to 110", "اكتبوا عمراً من 0 إلى 110"),
    ("select_one sex", "person_sex", "Woman or man, girl or boy?", "امرأة أم رجل، بنت أم ولد؟"),
    ("select_one yes_no", "school", "Did ${name} go to school last week?", "هل ذهب ${name} إلى المدرسة في الأسبوع الماضي؟", "", "", "", "", "", "${years} >= 6 and ${years} <= 17"),
    ("end_repeat",),
    ("calculate", "family_size", "", "", "", "", "", "", "", "", "", "", "", "count(${people})"),
    ("calculate", "children", "", "", "", "", "", "", "", "", "", "", "", "count(${people}[years < 18])"),
    ("note", "size_note", "That makes ${family_size} people, ${children} of them under 18.", "هذا يعني ${family_size} من الأفراد، منهم ${children} دون 18 عاماً."),
    ("end_group",),
    ("begin_group", "ending", "To end", "في الختام", "", "", "", "", "", "${consent} = 'yes'"),
    ("select_one yes_no", "complain", "Do you know how to complain about how you were treated?", "هل تعرفون كيف تقدمون شكوى عن طريقة معاملتكم؟"),
    ("select_one yes_no", "quote", "May we repeat your words to others, without your name?", "هل يمكننا أن ننقل كلماتكم إلى آخرين دون ذكر اسمكم؟"),
    ("image", "photo", "Photo of the water point, without people", "صورة لنقطة الماء من دون أشخاص"),
    ("geopoint", "where", "Where is this place?", "أين يقع هذا المكان؟", "Leave it out if the person does not want it.", "اتركوه إن لم يرد الشخص ذلك."),
    ("note", "thanks", "Thank you. We will come back on 8 August and tell you what became of your answers.", "شكراً لكم. سنعود في 8 أغسطس ونخبركم بما حدث لإجاباتكم."),
    ("end_group",),
]  # fmt: skip

CHOICES = [
    ("list_name", "name", "label::English (en)", "label::Arabic (ar)", "place"),
    ("yes_no", "yes", "Yes", "نعم"), ("yes_no", "no", "No", "لا"),
    ("sex", "woman", "Woman or girl", "امرأة أو بنت"), ("sex", "man", "Man or boy", "رجل أو ولد"),
    ("difficulty", "none", "Nobody", "لا أحد"), ("difficulty", "some", "Some difficulty", "بعض الصعوبة"),
    ("difficulty", "lot", "A lot of difficulty", "صعوبة كبيرة"), ("difficulty", "prefer_not", "Prefer not to say", "يفضّل عدم الإجابة"),
    ("place", "embankment", "On the embankment, Char Uttor", "على السد، شار أتور"),
    ("place", "families", "With another family, Haor Dokkhin", "عند أسرة أخرى، هاور دكين"),
    ("place", "school", "In a school, Nadipur town", "في مدرسة، بلدة ناديبور"),
    ("village", "north", "North end", "الطرف الشمالي", "embankment"), ("village", "sluice", "Near the sluice", "قرب بوابة الماء", "embankment"),
    ("village", "mango", "Mango village", "قرية المانجو", "families"), ("village", "ferry", "Ferry village", "قرية المعدّية", "families"),
    ("village", "girls", "Girls' school", "مدرسة البنات", "school"), ("village", "market", "Market school", "مدرسة السوق", "school"),
    ("need", "place", "A dry, raised place to sleep", "مكان جاف ومرتفع للنوم"), ("need", "toilet", "A toilet that is safe at night", "مرحاض آمن في الليل"),
    ("need", "water", "Clean water", "ماء نظيف"), ("need", "cash", "Money, to buy what we choose", "نقود لنشتري ما نختاره"),
    ("need", "food", "Food", "طعام"), ("need", "school", "School for the children", "مدرسة للأطفال"),
    ("need", "medicine", "Medicine and a clinic", "دواء وعيادة"), ("need", "seed", "Seed for planting", "بذور للزراعة"),
    ("need", "other", "Something else", "شيء آخر"),
]  # fmt: skip

SETTINGS = [
    ("form_title", "form_id", "version", "default_language", "instance_name"),
    ("Families after the flood", "families_after_flood", "1", "English (en)",
     "concat('Household ', substring-after(${today}, '-'), ', ', jr:choice-name(${village}, '${village}'))"),
]  # fmt: skip

WOMEN = ["Rina", "Salma", "Amina", "Khadija", "Moyna", "Fatema", "Hosna", "Jorina", "Lipi", "Shirin"]
MEN = ["Rahim", "Jamal", "Tomal", "Karim", "Nur", "Salam", "Babul", "Anwar", "Hasan", "Motin"]
WORDS_WOMEN = [
    "At night we do not drink, so that we need not go out.",
    "The toilet has no door. We go together, three of us, and one holds the cloth.",
    "The light at the tube-well is broken since the flood.",
    "My daughter does not sleep. She listens to the water.",
    "في الليل لا نشرب حتى لا نضطر إلى الخروج.",
    "لا يوجد باب للمرحاض، ونذهب ثلاثاً معاً.",
]
WORDS_MEN = [
    "The ground is wet. We sleep in turns on the two dry boards.",
    "If I had seed now, I would plant before October.",
    "The trader gives credit, but he writes down more than I take.",
    "They send tents. A tent flies away on the embankment.",
    "الأرض مبتلة، وننام بالتناوب على لوحين جافين.",
]
VILLAGES = {"embankment": ["north", "sluice"], "families": ["mango", "ferry"], "school": ["girls", "market"]}


def interview(number: int, dice: random.Random) -> dict[str, object]:
    """Return one made-up interview as an answer file: language, clock, steps."""
    woman = number % 5 != 0 and dice.random() < 0.65
    place = ["embankment", "families", "school"][number % 3]
    arabic = number % 6 == 5
    day = 27 + number // 10
    now = f"2026-07-{day:02d}T{8 + number % 9:02d}:{dice.randrange(60):02d}:00+06:00"
    steps: list[dict[str, object]] = []

    def answer(ref: str, value: str) -> None:
        steps.append({"op": "answer", "ref": f"/data/{ref}", "value": value})

    if number == 17:
        answer("opening/consent", "no")
        return {"language": "English (en)", "now": now, "zone": "Asia/Dhaka", "steps": steps}
    answer("opening/consent", "yes")
    answer("about/place", place)
    answer("about/village", dice.choice(VILLAGES[place]))
    answer("about/person", dice.choice(WOMEN if woman else MEN))
    answer("about/sex", "woman" if woman else "man")
    answer("about/age", str(dice.randrange(18, 78)))
    answer("about/difficulty", dice.choices(["none", "some", "lot", "prefer_not"], [60, 22, 14, 4])[0])
    said = WORDS_WOMEN if woman else WORDS_MEN
    answer("needs/own_words", said[-1] if arabic else dice.choice(said))
    weights = {"place": 52, "toilet": 55 if woman else 29, "water": 47, "cash": 28, "food": 26, "school": 20,
               "medicine": 22, "seed": 3 if woman else 14, "other": 4}  # fmt: skip
    chosen: list[str] = []
    while len(chosen) < 3:
        name = dice.choices(list(weights), list(weights.values()))[0]
        if name not in chosen:
            chosen.append(name)
    answer("needs/top_needs", " ".join(chosen))
    if "other" in chosen:
        answer("needs/need_other", dice.choice(["A boat to the clinic", "A letter for the lost land paper"]))
    answer("water_toilet/water_minutes", str(dice.choice([5, 10, 15, 20, 30, 30, 45, 60, 90])))
    unsafe = dice.random() < (0.8 if place == "embankment" else 0.45)
    answer("water_toilet/toilet_safe", "no" if unsafe else "yes")
    if unsafe:
        answer(
            "water_toilet/toilet_why",
            dice.choice(["No light", "No door", "Far away, on the other side", "Shared with strangers"]),
        )
    for position in range(1, dice.randrange(2, 7)):
        if position > 1:  # the first one is there from the start
            steps.append({"op": "add_repeat", "ref": "/data/home/people"})
        girl = dice.random() < 0.5
        years = dice.randrange(1, 70)
        answer(f"home/people[{position}]/name", dice.choice(WOMEN if girl else MEN))
        answer(f"home/people[{position}]/years", str(years))
        answer(f"home/people[{position}]/person_sex", "woman" if girl else "man")
        if 6 <= years <= 17:
            answer(f"home/people[{position}]/school", dice.choice(["yes", "no", "no"]))
    answer("ending/complain", "yes" if dice.random() < 0.1 else "no")
    answer("ending/quote", "yes" if dice.random() < 0.7 else "no")
    return {"language": "Arabic (ar)" if arabic else "English (en)", "now": now, "zone": "Asia/Dhaka", "steps": steps}


def main() -> int:
    """Write the three files."""
    width = len(SURVEY[0])
    survey = [list(row) + [""] * (width - len(row)) for row in SURVEY]
    choices = [list(row) + [""] * (len(CHOICES[0]) - len(row)) for row in CHOICES]
    TARGET.mkdir(exist_ok=True)
    sheets = {"survey": survey, "choices": choices, "settings": [list(row) for row in SETTINGS]}
    (TARGET / "families_after_the_flood.xlsx").write_bytes(workbook(sheets))
    dice = random.Random(20260730)
    interviews = [interview(number, dice) for number in range(30)]
    text = json.dumps(interviews, ensure_ascii=False, indent=1)
    (TARGET / "interviews.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
