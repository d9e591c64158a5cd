"""Texts, numbers, dates, times, places that are typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.questions.calendar_popup import CalendarPopup
from app.questions.state import Kind


def test_text_is_sent_when_the_hand_rests(ask, qtbot):
    """One answer for a typed word, not one for each letter."""
    asked = ask(Kind.TEXT)
    asked.type("Char")
    qtbot.waitUntil(lambda: asked.answers == ["Char"])


def test_enter_sends_and_goes_on(ask):
    """Enter sends what was typed and goes on, once."""
    asked = ask(Kind.TEXT)
    asked.type("Char")
    asked.press(Qt.Key.Key_Return)
    assert (asked.answers, asked.entered) == (["Char"], 1)


def test_line_being_typed_is_not_disturbed(ask):
    """An answer that comes back while the person types on leaves the line as it is."""
    asked = ask(Kind.TEXT)
    asked.type("Char")
    asked.show(value="Ch")
    assert asked.answer.line.text() == "Char"


def test_digits_only_keeps_leading_zeros(ask):
    """`numbers` takes digits of any script, refuses letters and keeps zeros."""
    asked = ask(Kind.TEXT, appearance=("numbers",))
    asked.type("٠١x2")
    asked.block.commit()
    assert asked.answers == ["012"]


def test_enter_is_a_line_in_a_long_text(ask):
    """Several lines: Enter makes a line."""
    asked = ask(Kind.TEXT, appearance=("multiline",))
    asked.type("a")
    asked.press(Qt.Key.Key_Return)
    asked.type("b")
    asked.block.commit()
    assert asked.answers == ["a\nb"]


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (Kind.INTEGER, "34", "34"),
        (Kind.INTEGER, "٣٤", "34"),
        (Kind.INTEGER, "007", "7"),
        (Kind.INTEGER, "-2", "-2"),
        (Kind.DECIMAL, "3,50", "3.5"),
        (Kind.DECIMAL, "٣٫٥", "3.5"),
        (Kind.DECIMAL, "12.", "12"),
        (Kind.DECIMAL, ".5", "0.5"),
    ],
)
def test_number_is_stored_plain(ask, kind, typed, stored):
    """Any digits, comma or point; stored with ASCII digits and a point."""
    asked = ask(kind)
    asked.type(typed)
    asked.block.commit()
    assert asked.answers == [stored]


@pytest.mark.parametrize(("kind", "typed"), [(Kind.INTEGER, "3x"), (Kind.INTEGER, "1.5"), (Kind.DECIMAL, "1.2.3")])
def test_what_is_no_number_is_said(ask, kind, typed):
    """The sentence stands above the field and nothing wrong is sent."""
    asked = ask(kind)
    asked.type(typed)
    asked.block.commit()
    assert asked.block.fault
    assert asked.block.error.isVisible()
    assert typed not in asked.answers


def test_number_beyond_the_standard_is_refused(ask):
    """Whole numbers end where OpenRosa's do."""
    asked = ask(Kind.INTEGER)
    asked.type("99999999999")
    assert asked.block.fault


def test_emptied_number_is_blank(ask):
    """Taking the digits away takes the answer away."""
    asked = ask(Kind.INTEGER, value="7")
    asked.answer.line.selectAll()
    asked.press(Qt.Key.Key_Backspace)
    asked.block.commit()
    assert asked.answers == [""]


def test_date_of_three_fields(ask):
    """Day, month and year become one ISO date; the weekday is repeated in words."""
    asked = ask(Kind.DATE)
    fields = asked.answer.fields
    asked.type("14")
    fields.month.setFocus()
    asked.type("j")
    asked.type("j")
    asked.type("j")
    fields.month.select(7)
    fields.year.setFocus()
    asked.type("2026")
    assert asked.answers == ["2026-07-14"]
    assert fields.words.text() == "Tuesday"


def test_day_that_does_not_exist(ask):
    """30 February is said to be no day and is not sent."""
    asked = ask(Kind.DATE)
    asked.type("30")
    asked.answer.fields.month.select(2)
    asked.answer.fields.year.setFocus()
    asked.type("2026")
    assert asked.block.fault
    assert asked.answers == []


def test_date_in_arabic_digits(ask):
    """A stored date is shown in the digits and month names of the language."""
    asked = ask(Kind.DATE, value="2026-07-14", language="ar")
    fields = asked.answer.fields
    assert (fields.day.text(), fields.year.text()) == ("١٤", "٢٠٢٦")
    assert fields.month.currentText() in ("يوليو", "تموز")


def test_month_and_year_only(ask):
    """`month-year` keeps the first day of the month."""
    asked = ask(Kind.DATE, appearance=("month-year",))
    asked.answer.fields.month.select(7)
    asked.answer.fields.year.setFocus()
    asked.type("2026")
    assert asked.answers == ["2026-07-01"]
    assert not asked.answer.fields.day.isVisible()


def test_time_has_the_zone(ask):
    """Hour and minute become an OpenRosa time with the zone of the laptop."""
    asked = ask(Kind.TIME)
    asked.type("14")
    asked.answer.fields.minute.setFocus()
    asked.type("05")
    assert asked.answers[-1].startswith("14:05:00.000")
    assert asked.answers[-1][12] in "+-"


def test_wrong_time_is_said(ask):
    """25 o'clock is no time."""
    asked = ask(Kind.TIME)
    asked.type("25")
    asked.answer.fields.minute.setFocus()
    asked.type("00")
    assert asked.block.fault


def test_date_and_time(ask):
    """Both parts make the answer."""
    asked = ask(Kind.DATE_TIME)
    asked.type("14")
    asked.answer.day.month.select(7)
    asked.answer.day.year.setFocus()
    asked.type("2026")
    assert asked.answers == []
    asked.answer.clock.hour.setFocus()
    asked.type("14")
    asked.answer.clock.minute.setFocus()
    asked.type("05")
    assert asked.answers[-1].startswith("2026-07-14T14:05:00.000")


def test_place_is_four_numbers(ask):
    """Latitude and longitude, altitude and accuracy 0 when not given."""
    asked = ask(Kind.PLACE)
    asked.type("23.8103")
    asked.answer.lines[1].setFocus()
    asked.type("90.4125")
    asked.block.commit()
    assert asked.answers == ["23.8103 90.4125 0 0"]


def test_pasted_pair_is_taken_apart(ask):
    """Both coordinates pasted into the first field fill both."""
    asked = ask(Kind.PLACE)
    asked.answer.lines[0].setText("23.8103, 90.4125")
    asked.answer._edited()
    asked.block.commit()
    assert asked.answers == ["23.8103 90.4125 0 0"]


def test_latitude_beyond_the_pole(ask):
    """A latitude over 90 is said and not sent."""
    asked = ask(Kind.PLACE)
    asked.type("91")
    asked.answer.lines[1].setFocus()
    asked.type("10")
    asked.block.commit()
    assert asked.block.fault
    assert asked.answers == []


def test_place_that_could_not_be_recorded(ask, qtbot):
    """Without a place a reason can be given."""
    asked = ask(Kind.PLACE)
    with qtbot.waitSignal(asked.block.reason_wanted):
        asked.block.reason_button.click()


def test_points_one_a_line(ask):
    """A trace is typed as lines; a line that is no point is said."""
    asked = ask(Kind.POINTS)
    asked.type("1 2")
    asked.press(Qt.Key.Key_Return)
    asked.type("3, 4")
    asked.block.commit()
    assert asked.answers == ["1 2 0 0;3 4 0 0"]
    asked.press(Qt.Key.Key_Return)
    asked.type("here")
    asked.block.commit()
    assert asked.block.fault


def test_range_starts_empty_and_steps(ask):
    """No value until it is moved; arrows step between the ends."""
    asked = ask(Kind.RANGE, parameters={"start": "0", "end": "1", "step": "0.25"})
    assert asked.answers == []
    asked.press(Qt.Key.Key_Right)
    asked.press(Qt.Key.Key_Right)
    assert asked.answers == ["0", "0.25"]


def test_range_arrows_are_mirrored(ask):
    """From right to left the left arrow goes up."""
    asked = ask(Kind.RANGE, value="5", parameters={"start": "0", "end": "10", "step": "1"})
    asked.answer.slider.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    asked.press(Qt.Key.Key_Left)
    assert asked.answers == ["6"]


def test_range_typed_beyond_its_end(ask):
    """A typed number outside the ends is said."""
    asked = ask(Kind.RANGE, parameters={"start": "0", "end": "10"})
    asked.type("1")
    asked.type("1")
    asked.block.commit()
    assert asked.block.fault


def test_acknowledge_is_ticked_and_unticked(ask):
    """Space ticks, Space takes it back."""
    asked = ask(Kind.ACKNOWLEDGE)
    asked.press(Qt.Key.Key_Space)
    asked.press(Qt.Key.Key_Space)
    assert asked.answers == ["OK", ""]


def test_file_is_chosen(ask, qtbot, tmp_path):
    """The chosen file is handed on; keeping it is not the widget's work."""
    file = tmp_path / "a.mp3"
    file.write_bytes(b"x")
    asked = ask(Kind.UPLOAD, media_type="audio/*", file=str(file))
    with qtbot.waitSignal(asked.block.file_chosen) as heard:
        asked.press(Qt.Key.Key_Space)
    assert heard.args == ["/data/q", str(file)]


def test_file_is_taken_away(ask):
    """An upload can be blanked."""
    asked = ask(Kind.UPLOAD, media_type="image/*", value="x.jpg")
    asked.answer.remove_button.click()
    assert asked.answers == [""]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_day_is_chosen_on_the_calendar(ask):
    """The calendar opens on the date, arrows walk, Enter chooses; the keyboard goes back to the fields."""
    asked = ask(Kind.DATE, value="2026-07-14")
    asked.answer.fields.calendar.click()
    popup = asked.answer.fields.findChild(CalendarPopup)
    asked.qtbot.keyClick(popup.grid, Qt.Key.Key_Down)
    asked.qtbot.keyClick(popup.grid, Qt.Key.Key_Right)
    asked.qtbot.keyClick(popup.grid, Qt.Key.Key_Return)
    assert asked.answers == ["2026-07-22"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_calendar_walks_the_other_way_from_right_to_left(ask):
    """From right to left the left arrow is the next day."""
    asked = ask(Kind.DATE, value="2026-07-14", language="ar")
    asked.answer.fields.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    asked.answer.fields.calendar.click()
    popup = asked.answer.fields.findChild(CalendarPopup)
    asked.qtbot.keyClick(popup.grid, Qt.Key.Key_Left)
    asked.qtbot.keyClick(popup.grid, Qt.Key.Key_Return)
    assert asked.answers == ["2026-07-15"]
