"""Sentences about what a workbook says: its rows, names, lists, languages and settings. Facts stand in braces."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

WORKBOOKS: Final[dict[str, Words]] = {
    "action-event-unknown": Words(
        say("What should fill “{name}” waits for “{event}”, which never happens."),
        say("Name one of the events of ODK, such as odk-instance-first-load or xforms-value-changed."),
    ),
    "action-outside-repeat": Words(
        say("What should fill “{name}” in each new repetition stands outside of the repeat."),
        say("Move it into the repeat, or let it wait for odk-instance-first-load."),
    ),
    "big-image-alone": Words(
        say("“{name}” has a picture in the column big-image, but none in the column image."),
        say("Write the name of the picture in the column image too: it is what is shown first."),
    ),
    "calculation-missing": Words(
        say("The calculation “{name}” says nothing to work out."),
        say("It stays blank. Write an expression in the column calculation, or delete the row."),
    ),
    "cell-failed": Words(
        say("The cell shows {text}: its formula could not be worked out."),
        say("It has been read as empty. Write the text itself, or correct the formula and save again."),
    ),
    "cell-invisible": Words(
        say("The cell has characters in it that nobody sees."),
        say("They have been left out. Type the cell again by hand."),
    ),
    "cell-unused": Words(
        say("The column {column} means nothing for a row of the type “{type}”."),
        say("It is carried along. Clear the cell, or move it to the row it belongs to."),
    ),
    "choice-copy-dropped": Words(
        say("The choice “{name}” stands twice in the list “{list}”, word for word."),
        say("The copy has been left out; the first one is in cell {first}. You can delete this row."),
    ),
    "choice-empty": Words(
        say("A row of the list “{list}” has neither a name nor a label."),
        say("It has been left out. Fill in both, or delete the row."),
    ),
    "choice-label-missing": Words(
        say("The choice “{name}” of the list “{list}” has no label."),
        say("Its name is shown instead. Write a label."),
    ),
    "choice-name-space": Words(
        say("The choice name “{name}” of the list “{list}” has a space in it, and “{question}” takes several answers."),
        say("Answers are stored side by side with spaces between them: replace the space by an underscore."),
    ),
    "choice-quotes-typographic": Words(
        say("A choice name of the list “{list}” has a typographic quotation mark in it."),
        say("It is read as “{name}”, with a straight one, as other tools do."),
    ),
    "choice-twice-differs": Words(
        say("The choice name “{name}” stands twice in the list “{list}” with different labels."),
        say("Both are shown but cannot be told apart in the answers; the first one is in cell {first}. Rename one."),
    ),
    "choice-twice-kept": Words(
        say("The choice name “{name}” stands more than once in the list “{list}”."),
        say("All are kept, because their other columns differ (as for a choice filter); the first is in cell {first}."),
    ),
    "choice-without-list": Words(
        say("The choice “{name}” belongs to no list."),
        say("It has been left out. Write the name of its list in the column list_name."),
    ),
    "choice-without-name": Words(
        say("A choice of the list “{list}” has no name."),
        say("Its label has been taken: it is stored as “{name}”."),
    ),
    "choices-heading": Words(
        say("The column “{heading}” of the choices cannot be named in an expression."),
        say("It is carried along. To use it in a choice filter, give it a name without blanks and signs."),
    ),
    "choices-without-column": Words(
        say("The choices sheet has no column “{column}”."),
        say("Add the column; without it no choice can be used."),
    ),
    "csv-encoding": Words(
        say("The file is no UTF-8 text; it is read as {encoding}."),
        say("See whether letters with accents are right. If not, save it as “CSV UTF-8” and open it again."),
    ),
    "column-twin-empty": Words(
        say("The column “{heading}” stands twice, and one of the two is empty."),
        say("The empty one has been left out."),
    ),
    "column-twin-filled": Words(
        say("The column “{heading}” stands twice (first in {first}), and both hold text."),
        say("In each row the first filled cell counts. Join the two columns into one."),
    ),
    "appearance-unknown-near": Words(
        say("The appearance “{word}” is not known; it is carried along without being used."),
        say("Perhaps “{near}” is meant? Then correct it."),
    ),
    "audit-renamed": Words(
        say("The row of the type audit is called “{written}”."),
        say("It is always called audit in the answers. Clear the name."),
    ),
    "bare-name": Words(
        say("The expression says “{name}”, which reads nothing: a question is named as ${{{name}}}."),
        say("Write ${{{name}}} there."),
    ),
    "bare-word": Words(
        say("The expression says “{name}” without quotation marks, and no question has that name."),
        say("Put it between quotation marks if it is a word or a choice; if it is a question, correct its name."),
    ),
    "companion-renamed": Words(
        say("The question that this row brings along would be called “{written}”, as the one in cell {first} is."),
        say("It is called “{name}” now; nothing has to be done."),
    ),
    "default-not-a-choice": Words(
        say("The default “{value}” is not in the list “{list}”."),
        say("Write the name of one of its choices, or clear the cell."),
    ),
    "default-unfit": Words(
        say("The default “{value}” is no possible answer of “{name}”."),
        say("Write a default that fits the type of the question, or clear the cell."),
    ),
    "default-language-unknown": Words(
        say("The setting default_language says “{language}”, but no column is in that language."),
        say("“{first}” is asked first instead. Write one of: {known}."),
    ),
    "entity-crowded": Words(
        say("The entities “{list}” and “{other}” would be declared in the same group."),
        say("Put the questions of one of them in a group of their own."),
    ),
    "entity-list-name": Words(
        say("“{list}” cannot be the name of a list of entities."),
        say("Write a name of letters, digits and “_” that begins with a letter, without dots."),
    ),
    "entity-without-id": Words(
        say("The entity “{list}” is to be changed, but nothing says which one."),
        say("Fill in entity_id, or delete update_if."),
    ),
    "entity-without-label": Words(
        say("The entity “{list}” is to be made, but nothing says what it is called."),
        say("Fill in the column label."),
    ),
    "entity-without-list": Words(
        say("A row of the entities sheet names no list."), say("It has been left out. Fill in list_name.")
    ),
    "entity-without-update": Words(
        say("The entity “{list}” has an id and a condition to be made, but none to be changed."),
        say("Fill in update_if, or delete entity_id."),
    ),
    "extension-wrong": Words(
        say("The file is called “{file}”, but what is in it is of the kind {kind}."),
        say("It has been read as what it is."),
    ),
    "file-folder-cut": Words(
        say("The row names the file “{file}” with a folder or an address in front of it."),
        say("Only “{name}” beside the form is read. Put the file there, and write its bare name."),
    ),
    "file-missing": Words(
        say("The form needs the file “{file}”, which is not here."),
        say("Put the file beside the form, under exactly this name."),
    ),
    "filter-column-unknown": Words(
        say("The choice filter reads “{name}”, but the choices sheet has no such column."),
        say("No choice of the list “{list}” will be offered. Add the column or correct the name."),
    ),
    "filter-column-unknown-near": Words(
        say("The choice filter reads “{name}”, but the choices sheet has no such column."),
        say("No choice of the list “{list}” will be offered. Perhaps “{near}” is meant?"),
    ),
    "heading-read-as": Words(
        say("The column “{heading}” is not known."),
        say("It is read as “{key}”. Correct the heading."),
    ),
    "heading-unknown": Words(
        say("The column “{heading}” is not known; it is carried along without being used."),
        say("Perhaps “{near}” is meant? Then correct the heading."),
    ),
    "headings-not-first": Words(
        say("The headings stand in row {row}, not in row 1."),
        say("They have been found; what stands above them is left out. Move the headings to row 1."),
    ),
    "instance-not-run": Words(
        say("The expression reads “{name}”, which only the Community Health Toolkit provides."),
        say("It is kept and reads as blank here."),
    ),
    "instance-unknown": Words(
        say("The expression reads the list “{name}”, but the form has none of that name."),
        say("Add the list or correct the name."),
    ),
    "instance-unknown-near": Words(
        say("The expression reads the list “{name}”, but the form has none of that name."),
        say("Perhaps “{near}” is meant?"),
    ),
    "label-missing": Words(
        say("The question “{name}” has no label."),
        say("Its name is shown instead. Write a label."),
    ),
    "kobo-expanded": Words(
        say("“{type}” is a word of KoboToolbox only."),
        say("It is asked as KoboToolbox does, by questions of the same names."),
    ),
    "kobo-matrix-list": Words(
        say("The matrix “{name}” finds no rows in a choice list, or would make more than {most}."),
        say("Name a list of the choices sheet in the column kobo--matrix_list; until then its questions are a group."),
    ),
    "language-near": Words(
        say("The language “{language}” is written nearly like “{near}”, but counts as another one."),
        say("If both are the same, write “{near}” in its headings."),
    ),
    "language-merged": Words(
        say("The language “{language}” is the same as “{into}”, written differently."),
        say("Both are read as “{into}”."),
    ),
    "list-capitals": Words(
        say("The list “{list}” is not there, but one is called “{near}”."),
        say("That one has been taken. Correct the capitals."),
    ),
    "list-file-kind": Words(
        say("The choices are to come from “{file}”, which is no CSV, XML or GeoJSON file."),
        say("Save the list as CSV (UTF-8), put it beside the form, and write its name."),
    ),
    "list-missing": Words(
        say("The type names the choice list “{list}”, which is not there."),
        say("Add it to the {sheet} sheet."),
    ),
    "list-twin": Words(
        say("No question takes the list “{list}” ({count} choices); “{near}” differs from it in capitals only."),
        say("If both are one list, write its name the same way in each of its rows."),
    ),
    "list-unknown": Words(
        say("The choice list “{list}” is not on the {sheet} sheet."),
        say("Add it there, or correct its name. Until then the question has no choices."),
    ),
    "list-unknown-near": Words(
        say("The choice list “{list}” is not on the {sheet} sheet."),
        say("Perhaps “{near}” is meant? Until it is corrected the question has no choices."),
    ),
    "list-unnamed": Words(
        say("The type does not say which choice list it takes."),
        say("Write the list's name after it, for example: select_one yes_no."),
    ),
    "media-missing": Words(
        say("The file “{file}” that is to be shown or played is not here."),
        say("Put it beside the form. Without it only the words are shown."),
    ),
    "more-of-the-same": Words(
        say("From here on the sheet has {count} more mistakes of a kind that is already listed many times."),
        say("Mend those that are listed; then check again."),
    ),
    "loop-too-long": Words(
        say("The loop “{name}” would ask more than {most} questions."),
        say("Its questions are asked once, as a group. Shorten the list, or use a repeat."),
    ),
    "name-invalid": Words(
        say(
            "“{written}” cannot be a name: a name begins with a letter and has only letters, digits, “_”, “-” and “.”."
        ),
        say("It stands as “{name}” now, here and in every expression that names it."),
    ),
    "name-missing": Words(
        say("The row has no name."),
        say("It is called “{name}” for now. Give it a name that says what it asks."),
    ),
    "name-reserved": Words(
        say("The name “{written}” is kept for the form's own data."),
        say("It stands as “{name}” now. Choose another name."),
    ),
    "name-twice-capitals": Words(
        say("“{name}” and “{other}” (cell {first}) differ in capitals only."),
        say("Rename one of them: some programs that read the answers cannot tell them apart."),
    ),
    "name-twice": Words(
        say("The name “{written}” is already taken in this group (cell {first})."),
        say("This one stands as “{name}” now; expressions that say “{written}” mean the first. Rename one."),
    ),
    "other-filtered": Words(
        say("“{name}” has a choice filter and “or_other”; other tools refuse the two together."),
        say("“Other” is offered only where the filter lets it. Write the choice and its text question as rows."),
    ),
    "other-untranslated": Words(
        say("“or_other” adds the words “Other” and “Specify other.” to “{name}” in every language of the form."),
        say("Write the choice other and a text question of your own, with translations."),
    ),
    "namespaces-unfit": Words(
        say("The setting namespaces holds something that is no prefix with an address."),
        say('What cannot be used has been left out. Write each as prefix="address".'),
    ),
    "parameter-not-number": Words(
        say("The parameter {key} says “{value}”, which is no number."),
        say("Write a number; until then it is as if it were not there."),
    ),
    "parameter-not-word": Words(
        say("The parameter {key} says “{value}”."),
        say("Write one of: {known}. Until then it is as if it were not there."),
    ),
    "parameter-seed": Words(
        say("The parameter seed says “{value}”."),
        say("Write a number, or a question as ${{name}}; else the order changes each time."),
    ),
    "parameter-seed-alone": Words(
        say("The parameter seed is there without randomize."),
        say("Add randomize=true, or remove the seed: without it the choices keep their order."),
    ),
    "parameter-unknown": Words(
        say("A question of the type {type} has no parameter “{key}”; it is carried along without being used."),
        say("Remove it, or correct its name."),
    ),
    "parameter-unknown-near": Words(
        say("A question of the type {type} has no parameter “{key}”; it is carried along without being used."),
        say("Perhaps “{near}” is meant? Then correct it."),
    ),
    "parameters-unreadable": Words(
        say("The parameters say “{written}”, which is no key with a value."),
        say("Write each as key=value, with a space between two of them."),
    ),
    "quotes-typographic": Words(
        say("The expression has typographic quotation marks in it."),
        say("They are read as straight ones."),
    ),
    "range-impossible": Words(
        say("Nothing can be chosen on a scale from {start} to {end} in steps of {step}."),
        say("Write a step above 0 that is not larger than the scale."),
    ),
    "range-off": Words(
        say("The parameter {key} says {value}, which is not on the scale from {start} to {end} in steps of {step}."),
        say("Write a number that is on the scale."),
    ),
    "reference-ambiguous": Words(
        say("“{name}” is named here, but {count} rows of the form have that name."),
        say("Give each of them a name of its own; the program cannot know which one is meant."),
    ),
    "reference-capitals": Words(
        say("No row is called “{name}”, but one is called “{near}”."),
        say("That one is read. Correct the capitals."),
    ),
    "reference-unclosed": Words(
        say("The text has “${{” in it, but no name and closing bracket behind it."),
        say("It is shown as it stands. To show an answer, write ${{name}}."),
    ),
    "reference-unknown": Words(
        say("“{name}” is named here, but no row of the form has that name."),
        say("Correct the name, or add the question."),
    ),
    "reference-unknown-near": Words(
        say("“{name}” is named here, but no row of the form has that name."),
        say("Perhaps “{near}” is meant?"),
    ),
    "repeat-name-twice": Words(
        say("Two repeats are called “{name}” (the first in cell {first})."),
        say("Rename one of them: the tables of answers are named by their repeats, and other tools refuse the form."),
    ),
    "root-name-clash": Words(
        say("A row is called “{written}”, as the form's data as a whole is."),
        say("The whole is called “{name}” now; nothing has to be done."),
    ),
    "root-name-invalid": Words(
        say("The setting name says “{written}”, which cannot be a name."),
        say("It is read as “{name}”."),
    ),
    "row-without-type": Words(
        say("The row “{name}” has no type."),
        say("It has been left out. Write a type, for example text."),
    ),
    "row-without-type-or-name": Words(
        say("The row “{label}” has neither a type nor a name."),
        say("It has been left out. Fill in both, or delete the row."),
    ),
    "search-not-run": Words(
        say(
            "The search() in the appearance of “{name}” cannot be carried out: of the choices only those are "
            "shown whose names are whole numbers."
        ),
        say("Write search('file'), or besides 'contains', 'column' and a value, or besides 'column' and its value."),
    ),
    "save-to-name": Words(
        say("“{name}” is to be saved as “{property}”, which no property of an entity can be called."),
        say("In save_to write a name of letters, digits and “_” that begins with a letter; name and label are taken."),
    ),
    "save-to-twice": Words(
        say("“{name}” and “{other}” are both to be saved as “{property}”."),
        say("In save_to give each of them a name of its own."),
    ),
    "save-to-nowhere": Words(
        say("The answer to “{name}” is to be saved to an entity that the entities sheet does not have."),
        say("Name it there in list_name; where the sheet has several, write list#property in save_to."),
    ),
    "section-end-alone": Words(
        say("“{type}” closes something that was never opened."),
        say("The row has been left out. Delete it, or add the beginning."),
    ),
    "section-end-differs": Words(
        say("“{end}” closes what “{begun}” in cell {begun_cell} opened."),
        say("It has been taken as its end. Write the matching end, and look whether a row is missing between the two."),
    ),
    "section-not-run": Words(
        say("“{type}” is not known here."),
        say("Its questions are asked as a plain group; the type is kept."),
    ),
    "section-open": Words(
        say("“{type}” ({name}) is never closed."),
        say("It has been closed at the end of the form. Add its end where it belongs."),
    ),
    "sensitivity-unknown": Words(
        say("The column sensitivity says “{written}”."),
        say("The answers are treated as personal. Write one of: {known}."),
    ),
    "setting-not-run": Words(
        say("The setting {name} asks for answers that are locked for another server."),
        say("Answers are protected here by this program's own keys; the setting is kept for other tools."),
    ),
    "setting-not-yes": Words(
        say("The setting {name} says “{written}”."),
        say("Write yes or no; until then it is as if it were not there."),
    ),
    "setting-twice": Words(
        say("The setting {name} is there twice (first in cell {first})."),
        say("The first one counts. Remove the other."),
    ),
    "setting-unknown-near": Words(
        say("The setting “{name}” is not known; it is carried along without being used."),
        say("Perhaps “{near}” is meant? Then correct the heading."),
    ),
    "settings-more-rows": Words(
        say("The sheet of settings has more than one row below its headings."),
        say("Only row {row} counts. Remove the others."),
    ),
    "sheet-misspelt": Words(
        say("No sheet is called {wanted}; “{sheet}” is read as it."),
        say("Rename it to {wanted}."),
    ),
    "sheet-not-run": Words(
        say("The sheet “{sheet}” is not used here."),
        say("It is kept in the file. What it asks for is not carried out."),
    ),
    "sheet-twice": Words(
        say("Two sheets have the same name but for capitals and blanks: “{first}” and “{sheet}”."),
        say("Only “{first}” is read. Rename or remove the other."),
    ),
    "survey-only-sheet": Words(
        say("The only sheet, “{sheet}”, is read as the survey sheet."),
        say("Rename it to survey."),
    ),
    "table-list-differs": Words(
        say("The question takes the list “{list}”, but the table it stands in shows the labels of “{first}”."),
        say("Put it into a group of its own, or give all questions of the table the same list."),
    ),
    "translation-missing": Words(
        say("{count} texts of this sheet are missing in “{language}”; the first is here."),
        say("Where words are missing, those of another language are shown. Translate them."),
    ),
    "trigger-missing": Words(
        say("“{name}” notes the place when another question is answered, but the column trigger names none."),
        say("Write the question as ${{name}} in the column trigger; until then no place is noted."),
    ),
    "trigger-unmarked": Words(
        say("The column trigger says “{written}”, which names no question."),
        say("Write the question's name as ${{name}}; until then the calculation does not wait for it."),
    ),
    "type-calculate-here": Words(
        say("calculate_here is a type of SurveyCTO only."),
        say("It is calculated like any calculate: again whenever what it reads changes."),
    ),
    "type-missing": Words(
        say("The row “{name}” has no type."),
        say("It is read as {kind}. Write its type."),
    ),
    "type-not-run": Words(
        say("“{type}” is not carried out on a laptop."),
        say("The question is kept, and stays empty in every interview."),
    ),
    "type-unknown": Words(
        say("The type “{type}” is not known."),
        say("The question is asked as text. Write a type of the XLSForm standard."),
    ),
    "type-unknown-near": Words(
        say("The type “{type}” is not known."),
        say("The question is asked as text. Perhaps “{near}” is meant?"),
    ),
    "choice-name-nowhere": Words(
        say("jr:choice-name() asks for the choices of “{path}”, which is no question with choices."),
        say("Name a question of the type select_one or select_multiple."),
    ),
    "xform-submission-method": Words(
        say("The form is to be sent by the method “{method}”, which no server of ODK knows."),
        say("Write “post”, or leave it out."),
    ),
    "yes-spelled": Words(
        say("The cell says “{written}”."),
        say("It is read as {meant}. Write yes or no."),
    ),
    "xform-action-alone": Words(
        say("An action writes “{path}”, but the form's data has no such part."),
        say("It writes nothing. Correct the path, or remove the action."),
    ),
    "xform-action-alone-near": Words(
        say("An action writes “{path}”, but the form's data has no such part."),
        say("It writes nothing. Perhaps “{near}” is meant?"),
    ),
    "xform-bind-alone": Words(
        say("Rules are given for “{path}”, but the form's data has no such part."),
        say("They have no effect. Correct the path, or remove the bind."),
    ),
    "xform-bind-alone-near": Words(
        say("Rules are given for “{path}”, but the form's data has no such part."),
        say("They have no effect. Perhaps “{near}” is meant?"),
    ),
    "xform-control-alone": Words(
        say("A question asks for “{path}”, but the form's data has no such part."),
        say("It is not asked. Correct the path, or add the part to the instance."),
    ),
    "xform-control-alone-near": Words(
        say("A question asks for “{path}”, but the form's data has no such part."),
        say("It is not asked. Perhaps “{near}” is meant?"),
    ),
    "xform-control-without-ref": Words(
        say("A question ({name}) does not say which part of the data it asks for."),
        say("It is not asked. Write its path in the attribute ref."),
    ),
    "xform-text-missing": Words(
        say("The text “{id}” is in none of the form's translations."),
        say("The name of the question is shown instead. Add the text, or correct its id."),
    ),
    "xform-group-flattened": Words(
        say("A group of the body (“{label}”) has no part of its own in the data."),
        say("Its questions are asked one after another, without the group's heading."),
    ),
}
