"""What goes over the line shows the same as all that Textual wrote, in fewer bytes."""

import pyte
from hypothesis import given
from hypothesis import strategies as st

from coder_tui.tui.wire import Wire

COLUMNS, LINES = 36, 5
STYLES = ["", "1", "7", "31", "2;38;5;109;48;5;16", "38;5;252;48;5;16", "4;38;2;1;2;3;48;2;9;9;9"]
SURE = "ab  ─│é…Жα"
DOUBTFUL = SURE + "漢字한👍\u0301ع"


def words(letters: str) -> st.SearchStrategy[str]:
    return st.text(alphabet=letters, min_size=1, max_size=10)


@st.composite
def frames(draw: st.DrawFn, letters: str) -> str:
    """A frame as the compositor writes it: stretches of lines, each text in its style."""
    out = []
    for _ in range(draw(st.integers(1, 6))):
        row, column = draw(st.integers(1, LINES)), draw(st.integers(1, COLUMNS - 20))
        out.append(f"\x1b[{row};{column}H")
        style, text = draw(st.sampled_from(STYLES)), draw(words(letters))
        out.append(f"\x1b[{style}m{text}\x1b[0m" if style else text)
    return "".join(out) + "\x1b[1;1H"


def screen() -> tuple[pyte.Screen, pyte.Stream]:
    shown = pyte.Screen(COLUMNS, LINES)
    return shown, pyte.Stream(shown)


def look(shown: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Every cell as it looks: a blank has no colour in front, unless it is lined or reversed."""
    rows = []
    for row in range(LINES):
        cells = [shown.buffer[row][column] for column in range(COLUMNS)]
        rows.append(
            [
                (" ", cell.bg)
                if cell.data == " " and not (cell.underscore or cell.reverse)
                else (cell.data, cell.fg, cell.bg, cell.bold, cell.underscore, cell.reverse)
                for cell in cells
            ]
        )
    return rows


def wire() -> Wire:
    made = Wire()
    made.forget(COLUMNS)
    return made


@given(st.lists(st.tuples(frames(SURE), st.booleans()), min_size=1, max_size=8))
def test_the_terminal_shows_what_was_wanted(given_frames: list[tuple[str, bool]]) -> None:
    direct, stream = screen()
    thin, thin_stream = screen()
    line = wire()
    for frame, line_is_free in given_frames:
        stream.feed(frame)
        assert line.want(frame)
        if line_is_free:
            thin_stream.feed(line.difference())
    thin_stream.feed(line.difference())
    assert look(thin) == look(direct)
    assert (thin.cursor.x, thin.cursor.y) == (direct.cursor.x, direct.cursor.y)


@given(st.lists(frames(DOUBTFUL), min_size=1, max_size=6), st.data())
def test_lines_with_doubtful_characters_are_shown_like_a_whole_frame(
    given_frames: list[str], data: st.DataObject
) -> None:
    """Whatever came before: what a last frame of whole lines shows is shown."""
    whole = "".join(
        f"\x1b[{row};1H{data.draw(st.text(alphabet=DOUBTFUL.replace(chr(0x301), ''), max_size=8))}"
        f"\x1b[{row};31H{' ' * 6}"
        for row in range(1, LINES + 1)
    )
    filled = "".join(f"\x1b[{row};1H{' ' * COLUMNS}" for row in range(1, LINES + 1))
    line, (thin, thin_stream) = wire(), screen()
    for frame in [*given_frames, filled + "\x1b[1;1H", whole + "\x1b[1;1H"]:
        assert line.want(frame)
        thin_stream.feed(line.difference())
    direct, stream = screen()
    stream.feed(filled + whole)
    assert thin.display == direct.display


@given(frames(DOUBTFUL))
def test_what_is_shown_already_is_not_written_again(frame: str) -> None:
    line = wire()
    line.want(frame)
    line.difference()
    line.want(frame)
    assert line.difference() == ""


def test_a_frame_that_the_line_had_no_time_for_is_never_sent() -> None:
    line = wire()
    line.want("\x1b[1;1Hbefore\x1b[1;1H")
    line.want("\x1b[1;1Hbehind\x1b[1;1H")
    assert line.difference() == "\x1b[1;1Hbehind\x1b[1;1H"


def test_only_the_cells_that_change_are_written() -> None:
    line = wire()
    line.want("\x1b[2;1H\x1b[38;5;1;48;5;2mscored 1 of 8\x1b[0m\x1b[1;1H")
    line.difference()
    line.want("\x1b[2;1H\x1b[38;5;1;48;5;2mscored 2 of 8\x1b[0m\x1b[1;1H")
    assert line.difference() == "\x1b[2;8H\x1b[38;5;1;48;5;2m2\x1b[m\x1b[1;1H"


def test_what_is_no_frame_is_not_taken_for_one() -> None:
    line = wire()
    for text in ("\x1b[?1049h", "\x1b]52;c;SGk=\x07", "\x1b[2J\x1b[1;1H", "words", "\x1b[1;1H\x07"):
        assert not line.want(text)
    assert not line.behind


def test_only_modes_questions_and_notes_leave_the_cells() -> None:
    line = wire()
    for text in ("\x1b[?25l", "\x1b[?2026$p", "\x1b[>1u", "\x1b[<u", "\x1b]52;c;SGk=\x07", "\x07"):
        assert line.leaves_cells(text)
    for text in ("\x1b[?1049h", "\x1b[?1049l", "\x1b[2J", "\x1bc", "words", "\x1b[?25l\n"):
        assert not line.leaves_cells(text)


def test_after_a_change_of_size_everything_is_written_again() -> None:
    line = wire()
    line.want("\x1b[1;1Hthe same\x1b[1;1H")
    line.difference()
    line.forget(COLUMNS)
    line.want("\x1b[1;1Hthe same\x1b[1;1H")
    assert "the same" in line.difference()


def test_a_frame_wider_than_the_terminal_is_no_fault() -> None:
    line = wire()
    line.want(f"\x1b[1;{COLUMNS + 5}Hbeyond\x1b[1;1H")
    assert "beyond" in line.difference()


def test_nothing_is_left_between_a_picture_drawn_narrower_than_counted_and_what_follows() -> None:
    line, (shown, stream) = wire(), screen()
    for text in ("zzzzzz", "\u2764\ufe0f end"):
        line.want(f"\x1b[1;1H{text}\x1b[1;1H")
        stream.feed(line.difference())
    # Counted as two cells, drawn by this terminal in one.
    assert shown.display[0].replace("\ufe0f", "").rstrip() == "\u2764  end"
