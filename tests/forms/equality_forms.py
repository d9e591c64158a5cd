"""Forms that together use what XLSForm offers, as text tables; each is converted by pyxform and by us."""

from __future__ import annotations

YES_NO = """
choices
| list_name | name | label |
| yn | yes | Yes |
| yn | no | No |
"""
FRUITS = """
choices
| list_name | name | label | colour | weight |
| fruits | apple | Apple | red | 100 |
| fruits | pear | Pear | green | 120 |
| fruits | plum | Plum | blue | |
| other | x | X | | |
"""

FORMS: dict[str, str] = {
    "text": """survey
| type | name | label | hint | appearance | parameters |
| text | a | A & B <c> "d" 'e' | A hint | multiline | rows=5 |
| text | b | Two  blanks and\\na line | | | |
| note | | Without a name | | | |
| note | n | A note | | | |""",
    "numbers": """survey
| type | name | label | constraint | constraint_message | required | required_message | default |
| integer | i | I | . > 0 and . < 120 | Between 1 and 119 | yes | Needed | 5 |
| decimal | d | D | . <= ${i} | At most ${i} | true() | | 2.5 |
| int | old | Old word | | | no | | |
| percentage | p | P | | | TRUE | | |""",
    "dates": """survey
| type | name | label | constraint | default | appearance |
| date | d | D | . <= today() | 2020-01-31 | month-year |
| time | t | T | | 10:30:00 | |
| dateTime | dt | DT | | 2020-01-31T10:30:00 | no-calendar |
| datetime | dt2 | DT2 | | today() | |""",
    "places": """survey
| type | name | label | parameters | appearance |
| geopoint | p | P | capture-accuracy=2.5 warning-accuracy=10 allow-mock-accuracy=true | maps |
| geotrace | t | T | incremental=true | |
| geoshape | s | S | allow-mock-accuracy=false | |
| gps | g | G | | placement-map |
| location | l | L | | |
| start-geopoint | sp | | | |""",
    "media_questions": """survey
| type | name | label | parameters | appearance | default |
| image | i | I | max-pixels=1024 app=org.example.camera | | a.png |
| photo | ph | Ph | | annotate | |
| audio | a | A | quality=voice-only | | |
| video | v | V | | | |
| file | f | F | | | |
| barcode | b | B | | front | |
| background-audio | ba | | quality=low | | |""",
    "metadata": """survey
| type | name | label | parameters |
| start | start | | |
| end | end | | |
| today | today | | |
| deviceid | deviceid | | |
| username | username | | |
| phonenumber | phonenumber | | |
| email | email | | |
| simserial | simserial | | |
| subscriberid | subscriberid | | |
| imei | imei | | |
| uri:deviceid | ud | | |
| get today | gt | | |
| start time | st | | |
| audit | | | track-changes=true identify-user=true |
| text | a | A | |""",
    "audit_location": """survey
| type | name | label | parameters |
| text | a | A | |
| audit | audit | | location-priority=balanced location-min-interval=60 location-max-age=120 |""",
    "audit_reasons": """survey
| type | name | label | parameters |
| audit | audit | | track-changes-reasons=on-form-edit track-changes=false |
| text | a | A | |""",
    "old_types": """survey
| type | name | label |
| phone number | ph | Phone |
| number of days in last month | dm | Days |
| number of days in last six months | ds | Days |
| number of days in last year | dy | Days |
| q string | qs | S |
| add integer prompt | ai | I |
| q geopoint | qg | G |
| q acknowledge | qa | K |""",
    "selects": """survey
| type | name | label | appearance | choice_filter |
| select_one yn | a | A | minimal autocomplete | |
| select_multiple fruits | b | B | columns-pack no-buttons | |
| select one fruits | c | C | likert | colour = 'red' |
| select all that apply from fruits | d | D | | weight > 100 |
| select1 yn | e | E | quick | |
| rank fruits | r | R | | |"""
    + FRUITS
    + "| yn | yes | Yes | | |\n| yn | no | No | | |",
    "filters": """survey
| type | name | label | choice_filter |
| text | colour | Which? | |
| select_one fruits | f | F | colour=${colour} |
| select_one fruits | g | G | colour = ${colour} and weight > string-length(${colour}) |
| select_one fruits | h | H | selected(${f}, name) |"""
    + FRUITS,
    "random_choices": """survey
| type | name | label | parameters | choice_filter |
| calculate | s | | | |
| integer | seed | Seed | | |
| select_one fruits | a | A | randomize=true | |
| select_one fruits | b | B | randomize=true seed=42 | |
| select_multiple fruits | c | C | randomize=true, seed=${seed} | colour != '' |
| select_one fruits | d | D | randomize=false | |""".replace("| calculate | s | | | |\n", "")
    + FRUITS,
    "or_other": """survey
| type | name | label | relevant |
| select_one fruits or_other | a | A | |
| select_multiple fruits or specify other | b | B | ${a} != '' |"""
    + FRUITS,
    "or_other_languages": """survey
| type | name | label::English (en) | label::Français (fr) |
| select_one src or_other | a | A | A |
choices
| list_name | name | label::English (en) | label::Français (fr) |
| src | tap | Tap | Robinet |
| src | well | Well | |""",
    "or_other_among_languages": """survey
| type | name | label | label::fr |
| select_one fruits or_other | a | A | Le A |"""
    + FRUITS,
    "background_place_shown": """survey
| type | name | label | trigger |
| text | a | A | |
| background-geopoint | b | B | ${a} |""",
    "languages": """survey
| type | name | label::English (en) | label::العربية (ar) | hint::English (en) | hint::العربية (ar) |
| text | a | Who? | من؟ | A hint | تلميح |
| text | b | Only English | | | |
| text | c | | عربي فقط | | تلميح |
| select_one l | s | S | س | | |
choices
| list_name | name | label::English (en) | label::العربية (ar) |
| l | x | X | س |
| l | y | Y | |""",
    "default_language": """survey
| type | name | label | label::French | hint | constraint_message | constraint_message::French | constraint |
| text | a | A | Le A | Plain hint | Bad | Mauvais | . != 'x' |
| text | b | B | | | Bad | | . != 'x' |
| text | c | C ${a} | | | ${a} is bad | | . != ${a} |
settings
| default_language |
| English |""",
    "plain_and_languages": """survey
| type | name | label | label::fr | hint::fr | guidance_hint |
| text | a | A | Le A | Aide | Ask twice |
| text | b | B | | | |
| text | c | C | | | Only guidance |""",
    "messages": """survey
| type | name | label::en | label::fr | constraint | constraint_message::en | constraint_message::fr | required | required_message::en | required_message::fr |
| integer | a | A | A | . > 1 | Too small | Trop petit | yes | Needed | Obligatoire |
| integer | b | B | B | . > ${a} | More than ${a} | Plus que ${a} | ${a} > 5 | | |""",
    "guidance": """survey
| type | name | label | hint | guidance_hint |
| text | a | A | H | G |
| text | b | B | | G ${a} |
| text | c | C ${b} | H ${b} | G |""",
    "media": """survey
| type | name | label | image | audio | video | big-image |
| text | a | A | a.png | a.mp3 | a.mp4 | big.png |
| text | b | | b.png | | | |
| begin group | g | G | g.png | | | |
| text | c | C | | | | |
| end group | | | | | | |
| begin repeat | r | R | r.png | | | |
| text | d | D | | | | |
| end repeat | | | | | | |""",
    "media_languages": """survey
| type | name | label::en | label::fr | image::en | image::fr | media::audio |
| text | a | A | A | a.png | fr.png | a.mp3 |
| text | b | B | | b.png | | |
choices
| list_name | name | label::en | label::fr | image::en | audio::fr |
| l | x | X | X | x.png | x.mp3 |
| l | y | | Y | | |""",
    "choice_media": """survey
| type | name | label |
| select_one l | a | A |
| select_one m | b | B |
choices
| list_name | name | label | image | audio |
| l | x | X | x.png | |
| l | y | Y | | y.mp3 |
| m | z | Z | | |""",
    "dynamic_media": """survey
| type | name | label | image |
| text | fruit | F | |
| note | n | N | ${fruit}.png |""",
    "choice_values": """survey
| type | name | label |
| text | who | Who? |
| select_one l | a | A |
choices
| list_name | name | label |
| l | x | ${who} himself |
| l | y | Somebody & others < ${who} |""",
    "outputs": """survey
| type | name | label | hint |
| text | a | A | |
| text | b | ${a} | ${a} |
| text | c | ${a}${b} | before ${a} after |
| text | d | Is ${a} < 3 & "quoted"? | |
| note | e | ${a}, ${b} and ${ c } | |""".replace("${ c }", "${c}"),
    "output_of_list": """survey
| type | name | label |
| select_one fruits | f | F |
| note | n | It is instance('fruits')/root/item[name=${f}]/label today |
| note | m | instance('fruits')/root/item[name=${f}]/colour |"""
    + FRUITS,
    "rules": """survey
| type | name | label | relevant | readonly | calculation | required |
| text | a | A | | yes | | |
| text | b | B | ${a} = 'x' or selected(${a}, "y") | no | | ${a} != '' |
| calculate | c | | | | concat(${a}, '-', ${b}) | |
| calculate | c2 | | ${a} != '' | | 1 + 1 | |
| text | d | | | | ${c} | |
| integer | e | E shown | | | string-length(${d}) | |
| hidden | h | | | | | |
| text | never | N | no | | | |""",
    "defaults": """survey
| type | name | label | default |
| text | a | A | plain text |
| text | b | B | today() |
| text | c | C | ${a} |
| integer | d | D | 1 + 2 |
| date | e | E | 2020-01-01 |
| geopoint | f | F | 1.5 -2.5 0 0 |
| text | g | G | a-b |
| text | h | H | http://example.org/x |
| decimal | i | I | -1.5 |""",
    "defaults_in_repeats": """survey
| type | name | label | default |
| text | top | Top | now() |
| begin repeat | r | R | |
| text | a | A | position(..) |
| begin group | g | G | |
| text | b | B | ${a} |
| end group | | | |
| begin repeat | inner | I | |
| text | c | C | concat(${a}, ${top}) |
| end repeat | | | |
| end repeat | | | |""",
    "last_saved": """survey
| type | name | label | default | relevant | calculation |
| text | street | Street | ${last-saved#street} | | |
| text | town | Town | | ${last-saved#town} = '' | |
| calculate | c | | | | concat(${last-saved#street}, 'x') |""",
    "triggers": """survey
| type | name | label | trigger | calculation |
| text | a | A | | |
| integer | b | B | | |
| calculate | c | | ${a} | now() |
| text | d | D | ${a} | concat(${a}, '!') |
| text | e | E | ${a}, ${b} | |
| dateTime | f | | ${b} | now() |
| background-geopoint | g | | ${a} | |""",
    "triggers_in_repeat": """survey
| type | name | label | trigger | calculation |
| begin repeat | r | R | | |
| text | a | A | | |
| text | b | B | ${a} | concat(${a}, 'x') |
| end repeat | | | | |""",
    "groups": """survey
| type | name | label | appearance | relevant | readonly | intent |
| begin group | g | G | field-list | true() | | |
| text | a | A | | | | |
| begin_group | inner | | w4 | ${a} = 1 | | |
| text | b | B | | | | |
| end_group | | | | | | |
| end group | | | | | | |
| begin group | app | App | | | yes | org.example.app(a=${a}) |
| text | c | C | | | | |
| end group | | | | | | |
| begin group | h | H ${a} | | | | |
| text | d | D | | | | |
| end group | | | | | | |""",
    "group_of_calculations": """survey
| type | name | label | calculation |
| text | a | A | |
| begin group | sums | | |
| calculate | b | | ${a} |
| end group | | | |
| calculate | c | | ${b} |""",
    "group_columns": """survey
| type | name | label | hint | required | calculation | constraint |
| begin group | g | G | H | yes | | |
| text | a | A | | | | |
| end group | | | | | | |""",
    "repeats": """survey
| type | name | label | appearance | repeat_count |
| integer | n | N | | |
| begin repeat | a | A | field-list | |
| text | a1 | A1 | | |
| end repeat | | | | |
| begin repeat | b | B | | ${n} |
| text | b1 | B1 | | |
| end repeat | | | | |
| begin repeat | c | C | | ${n} + 1 |
| text | c1 | C1 | | |
| begin repeat | d | D | | 3 |
| text | d1 | D1 | | |
| end repeat | | | | |
| end repeat | | | | |
| begin repeat | e | | | |
| text | e1 | E1 | | |
| end repeat | | | | |""",
    "repeats_in_groups": """survey
| type | name | label |
| begin group | g | G |
| begin repeat | r | R |
| begin group | h | H |
| begin repeat | s | S |
| text | a | A |
| end repeat | | |
| text | b | B |
| end group | | |
| end repeat | | |
| end group | | |""",
    "paths": """survey
| type | name | label | relevant | calculation |
| text | top | Top | | |
| begin group | g | G | | |
| text | in_g | In | ${top} != '' | |
| begin repeat | r | R | ${in_g} != '' | |
| text | a | A ${top} | ${top} = ${in_g} | |
| begin group | h | H | ${a} != '' | |
| text | b | B | ${a} = 'x' | |
| calculate | c | | | count(${r}) + sum(${b}) |
| begin repeat | s | S | ${b} != '' | |
| text | d | D ${a} ${b} | ${b} = ${a} | |
| calculate | e | | | concat(${d}, ${a}, ${top}, position(..)) |
| end repeat | | | | |
| end group | | | | |
| calculate | after | | | sum(${d}) |
| end repeat | | | | |
| end group | | | | |
| calculate | outside | | | sum(${d}) + count(${s}) |""",
    "indexed_repeat": """survey
| type | name | label | calculation |
| begin repeat | r | R | |
| text | a | A | |
| integer | i | I | |
| calculate | prev | | indexed-repeat(${a}, ${r}, position(..) - 1) |
| calculate | by | | indexed-repeat(${a}, ${r}, ${i}) |
| calculate | two | | concat(indexed-repeat(${a}, ${r}, 1), indexed-repeat(${a}, ${r}, ${i}), ${a}) |
| end repeat | | | |
| calculate | first | | indexed-repeat(${a}, ${r}, 1) |
| calculate | mixed | | concat(${first}, indexed-repeat(${a}, ${r}, 2), ${first}) |""",
    "list_in_rule": """survey
| type | name | label | calculation |
| begin repeat | r | R | |
| select_one fruits | f | F | |
| calculate | w | | instance('fruits')/root/item[name = ${f}]/weight |
| calculate | w2 | | sum(instance('fruits')/root/item[selected(${f}, name)]/weight) + ${w} |
| end repeat | | | |"""
    + FRUITS,
    "select_from_repeat": """survey
| type | name | label | choice_filter |
| begin repeat | person | Person | |
| text | name | Name | |
| integer | age | Age | |
| end repeat | | | |
| select_one ${name} | head | Head | |
| select_one ${name} | adult | Adult | ${age} > 17 |
| begin repeat | visit | Visit | |
| select_one ${name} | who | Who | |
| end repeat | | | |""",
    "select_from_own_repeat": """survey
| type | name | label | choice_filter |
| begin repeat | outer | O | |
| begin repeat | person | Person | |
| text | name | Name | |
| select_one ${name} | friend | Friend | |
| end repeat | | | |
| select_one ${name} | best | Best | ${name} != 'x' |
| end repeat | | | |""",
    "select_from_file": """survey
| type | name | label | parameters | choice_filter |
| select_one_from_file towns.csv | a | A | | |
| select_multiple_from_file towns.csv | b | B | value=code label=title | region = ${a} |
| select_one_from_file zones.xml | c | C | | |
| select_one_from_file map.geojson | d | D | | |
| select_one_from_file map.geojson | e | E | value=name, label=text | |
| select_one_from_file towns.csv | f | F | randomize=true seed=3 | |""",
    "external_instances": """survey
| type | name | label | calculation |
| csv-external | rates | | |
| xml-external | places | | |
| text | a | A | |
| calculate | b | | instance('rates')/root/item[code = ${a}]/rate |
| calculate | c | | count(instance('places')/root/item) |""",
    "pulldata": """survey
| type | name | label | calculation | constraint | relevant | default |
| text | a | A | | pulldata('names', 'x', 'key', .) != '' | | |
| calculate | b | | pulldata('fruits', 'name', 'name_key', ${a}) | | | |
| calculate | c | | pulldata('fruits', 'colour', 'name_key', ${a}) | | | |
| text | d | D | | | pulldata("other", 'x', 'k', ${a}) = 1 | |
| text | e | E | | | | pulldata('more', 'x', 'k', 'v') |""",
    "search": """survey
| type | name | label | appearance |
| select_one l | a | A | search('fruits') |
| select_one m | b | B | minimal search('fruits', 'contains', 'name', ${a}) |
choices
| list_name | name | label | label::fr |
| l | name_key | name | |
| m | k | label en | label fr |""",
    "search_plain": """survey
| type | name | label | appearance |
| select_one l | a | A | search('fruits') |
choices
| list_name | name | label |
| l | name_key | name |""",
    "external_choices": """survey
| type | name | label | choice_filter |
| text | state | State | |
| select_one_external county | county | County | state=${state} |
external_choices
| list_name | name | label | state |
| county | king | King | wa |
| county | cook | Cook | il |""",
    "range": """survey
| type | name | label | parameters | appearance |
| range | a | A | | |
| range | b | B | start=0 end=5 step=0.5 | vertical |
| range | c | C | start=0;end=100;step=10 | rating |
| range | d | D | start=1 end=10 step=1 tick_interval=3 placeholder=4 | |
| range | e | E | start=0 end=10 step=5 tick_labelset=ticks | |
choices
| list_name | name | label |
| ticks | 0 | None |
| ticks | 10 | All |""",
    "table_list": """survey
| type | name | label | hint | appearance |
| begin group | t | Table | Hint | table-list w2 |
| select_one yn | a | A | | |
| select_one yn | b | B | | |
| end group | | | | |
| begin group | u | | | table-list |
| select_multiple yn | c | C | | |
| end group | | | | |"""
    + YES_NO,
    "grid": """survey
| type | name | label | appearance |
| begin group | g | G | field-list |
| select_one yn | head | | label |
| select_one yn | a | A | list-nolabel |
| end group | | | |"""
    + YES_NO,
    "settings": """survey
| type | name | label |
| text | a | A |
settings
| form_title | form_id | version | style | instance_name | name |
| The title & more | the_form | 2026010101 | theme-grid pages | concat(${a}, ' - ', uuid()) | root_el |""",
    "submission": """survey
| type | name | label |
| text | a | A |
settings
| form_id | submission_url | public_key | auto_send | auto_delete |
| f | https://example.org/submission | MIIBIjANBg | true | false |""",
    "client_editable": """survey
| type | name | label |
| text | a | A |
settings
| form_id | client_editable |
| f | yes |""",
    "omit_instance_id": """survey
| type | name | label |
| text | a | A |
settings
| form_id | omit_instanceID |
| f | yes |""",
    "omit_but_named": """survey
| type | name | label |
| text | a | A |
settings
| form_id | omit_instanceID | instance_name |
| f | yes | ${a} |""",
    "instance_xmlns": """survey
| type | name | label |
| text | a | A |
settings
| form_id | instance_xmlns | instance_id |
| f | http://example.org/forms/f | uid |""",
    "root_attributes": """survey
| type | name | label |
| text | a | A |
settings
| form_id | attribute::xyz | prefix | delimiter |
| f | 1234 | sms | + |""",
    "namespaces": """survey
| type | name | label | bind::esri:fieldType | bind::orx:max-pixels | body::esri:style |
| text | a | A | esriFieldTypeString | 1024 | multiline |
settings
| form_id | namespaces |
| f | esri="http://esri.com/xforms" other="http://example.org/other" |""",
    "carried_attributes": """survey
| type | name | label | bind::foo | instance::hint | control::accuracyThreshold | bind::type | instance::abc |
| geopoint | p | P | bar | x | 5 | | |
| text | a | A | ${p} | | | integer | |
| begin group | g | G | baz | gg | | | z |
| text | b | B | | | | | ${a} |
| end group | | | | | | | |
| begin repeat | r | R | | one | | | ${p} |
| text | c | C | | | | | |
| end repeat | | | | | | | |""",
    "columns_of_control": """survey
| type | name | label | autoplay | compact_tag | rows | video |
| text | a | A | video | fn | 3 | a.mp4 |
| text | b | B | | | | |""",
    "save_and_app": """survey
| type | name | label | appearance | no_app_error_string |
| text | a | A | ex:org.example.app(x=${b}) | Install the app |
| text | b | B | | |""",
    "no_app_languages": """survey
| type | name | label::en | label::fr | appearance | no_app_error_string::en | no_app_error_string::fr |
| text | a | A | A | ex:org.example.app | Install | Installez |""",
    "clean_off": """survey
| type | name | label |
| text | a | A  B   C |
settings
| form_id | clean_text_values |
| f | no |""",
    "duplicates_allowed": """survey
| type | name | label | choice_filter |
| select_one l | a | A | |
| select_one l | b | B | region = 'n' |
choices
| list_name | name | label | region |
| l | x | X in the north | n |
| l | x | X in the south | s |
settings
| form_id | allow_choice_duplicates |
| f | yes |""",
    "choice_columns": """survey
| type | name | label |
| select_one l | a | A |
choices
| list_name | name | label | geometry | kobo--note | a heading | sms_option | empty |
| l | 1 | One | 1 2 0 0 | text | left out | s | |
| l | 2 | Two & <more> | | | | | |
| unused | z | Z | | | | | |""",
    "kobo": """survey
| type | name | label | $kuid | kobo--score-choices | body::kobo:x | _xpath |
| select_one yn | a | A | abc | yn | | a |"""
    + YES_NO,
    "entity_new": """survey
| type | name | label | save_to |
| text | a | A | species |
| geopoint | p | P | geometry |
entities
| list_name | label |
| trees | concat(${a}, '!') |""",
    "entity_conditional": """survey
| type | name | label | save_to |
| text | a | A | species |
entities
| dataset | label | create_if |
| trees | ${a} | ${a} != '' |""",
    "entity_update": """survey
| type | name | label | save_to |
| csv-external | trees | | |
| text | id | Id | |
| text | a | A | species |
entities
| list_name | entity_id | update_if | create_if | label |
| trees | ${id} | ${id} != '' | ${id} = '' | ${a} |""",
    "entity_in_repeat": """survey
| type | name | label | save_to |
| text | farm | Farm | |
| begin repeat | tree | Tree | |
| begin group | g | G | |
| text | species | Species | species |
| end group | | | |
| end repeat | | | |
entities
| list_name | label |
| trees | concat(${species}, ${farm}) |""",
    "entities_several": """survey
| type | name | label | save_to |
| text | farm | Farm | farms#name_of |
| begin repeat | tree | Tree | |
| text | species | Species | trees#species |
| end repeat | | | |
entities
| list_name | label |
| farms | ${farm} |
| trees | ${species} |""",
    "old_settings": """survey
| type | name | label |
| text | a | A |
settings
| title | id_string |
| T | the_id |""",
    "old_headings": """survey
| command | tag | caption | relevance | read_only | constraining_message | constraint |
| text | a | A | | | | |
| text | b | B | ${a} = 1 | yes | Wrong | . = 1 |""",
    "settings_on_survey": """survey
| type | name | label |
| text | a | A |
| form_title | Title here | |
| form_id | id_here | |""",
    "single_colons": """survey
| type | name | label:English | label:French | media:image:English |
| text | a | A | Le A | a.png |
| text | b | B | Le B | |""",
    "bind_headings": """survey
| type | name | label | bind::relevant | bind::required | bind::constraint | bind::jr:constraintMsg | bind::calculate | bind::readonly |
| text | a | A | | yes | . != '' | Message | | |
| text | b | B | ${a} = 1 | | | | ${a} | true() |""",
    "preload": """survey
| type | name | label | bind::jr:preload | bind::jr:preloadParams |
| text | a | A | date | today |
| hidden | b | | uid | |""",
    "osm": """survey
| type | name | label |
| osm | a | A |
| osm tags | b | B |
osm
| list_name | name | label |
| tags | building | Building |
| tags | name | Its name |""",
    "geometry_of_list": """survey
| type | name | label | parameters |
| geopoint | a | A | reference-geometry=spots |
choices
| list_name | name | label | geometry |
| spots | x | X | 1 2 0 0 |""",
    "acknowledge": """survey
| type | name | label | required | default |
| acknowledge | a | A | yes | |
| trigger | b | B | | |""",
    "unused_languages": """survey
| type | name | label | label::fr | label::en |
| text | a | A | | |
| text | b | B | | B in English |""",
    "whitespace": """survey
| type | name | label | calculation |
| text | a | A | |
| calculate | b | | if(${a} = 'x',\\n  1,\\n  2) |
| calculate | c | | concat( ${a} ,   'two  blanks') |
| note | d | Line one\\n\\n- item ${a}\\n- item | |""",
    "disabled": """survey
| type | name | label | disabled |
| text | a | A | |
| text | b | B | yes |
| text | c | C | no |""",
    "unicode": """survey
| type | name | label | relevant |
| text | prénom | Prénom ? | |
| text | ism | اسم ${prénom} | ${prénom} != 'é' |
choices
| list_name | name | label |
| l | oui | Oui |""",
    "quotes": """survey
| type | name | label | relevant | calculation |
| text | a | “A” isn’t ‘B’ | | |
| text | b | B | ${a} = ‘x’ | |
| calculate | c | | | concat(“x”, ${a}) |""",
    "no_label_but_hint": """survey
| type | name | label | hint | guidance_hint |
| text | a | | Only a hint | |
| text | b | | Only a hint | And guidance |""",
    "select_from_repeat_in_group": """survey
| type | name | label | choice_filter | parameters |
| begin group | g | G | | |
| begin repeat | person | Person | | |
| begin group | who | Who | | |
| text | name | Name | | |
| end group | | | | |
| end repeat | | | | |
| end group | | | | |
| select_one ${name} | head | Head | | randomize=true |
| select_one ${name} | other | Other | starts-with(${name}, 'a') | |""",
    "geometry_of_repeat": """survey
| type | name | label | parameters |
| begin repeat | house | House | |
| geopoint | geometry | Where | |
| end repeat | | | |
| geopoint | near | Near | reference-geometry=${house} |""",
    "search_languages": """survey
| type | name | label::en | label::fr | appearance |
| select_multiple l | a | A | A | search('fruits') |
choices
| list_name | name | label::en | label::fr |
| l | name_key | name_en | name_fr |
| l | -1 | None | Aucun |""",
    "nested_groups_relevant": """survey
| type | name | label | relevant |
| select_one yn | q | Q | |
| begin group | g | G | ${q} = 'yes' |
| begin group | h | | selected(${q}, 'yes') and ${q} != '' |
| text | a | A | |
| end group | | | |
| end group | | | |"""
    + YES_NO,
}
