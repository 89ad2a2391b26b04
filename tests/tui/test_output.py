"""Writing to the terminal: in order, the latest wins, and a slow line is not filled up."""

import io
import threading

from textual._ansi_sequences import SYNC_END, SYNC_START

from coder_tui.tui.output import BURST, Output, Pace


class SlowTerminal(io.StringIO):
    """Takes the first write only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.writing = threading.Event()
        self.free = threading.Event()

    def write(self, text: str) -> int:
        self.writing.set()
        assert self.free.wait(20)
        return super().write(text)


def frame(text: str) -> str:
    return f"\x1b[1;1H{text}\x1b[1;1H"


def written(*texts: str, rate: float | None = None) -> str:
    """What a terminal gets that takes everything at once."""
    file = io.StringIO()
    output = Output(file, lambda: (80, 24), rate)
    output.start()
    for text in texts:
        output.write(text)
    output.end()
    output.join(20)
    assert not output.is_alive()
    return file.getvalue()


def test_frames_for_which_the_line_has_no_time_are_not_sent() -> None:
    file = SlowTerminal()
    output = Output(file, lambda: (80, 24))
    output.start()
    output.write(frame("line 0"))
    assert file.writing.wait(20)
    for number in range(1, 100):
        output.write(frame(f"line {number}"))
    file.free.set()
    output.end()
    output.join(20)
    assert file.getvalue() == frame("line 0") + "\x1b[5C99\x1b[1;1H"


def test_everything_else_goes_out_unchanged_and_in_its_place() -> None:
    copied = "\x1b]52;c;SGk=\x07"
    got = written("\x1b[?1049h", frame("first"), copied, frame("final"), "\x1b[?1049l")
    # Between two frames and a sequence nothing may be left out or change places.
    places = [got.index(each) for each in ("\x1b[?1049h", "first", copied, "nal", "\x1b[?1049l")]
    assert places == sorted(places)


def test_nothing_is_written_before_the_first_frame_but_what_was_said() -> None:
    assert written("\x1b[?1049h", "\x1b[?25l") == "\x1b[?1049h\x1b[?25l"


def test_a_terminal_that_draws_at_once_is_told_once() -> None:
    got = written(SYNC_START, frame("one"), SYNC_END)
    assert got == f"{SYNC_START}{frame('one')}{SYNC_END}"
    assert written(SYNC_START, SYNC_END) == ""


def test_the_end_does_not_wait_for_a_paced_line() -> None:
    words = [frame(f"{number} " * 20) for number in range(50)]
    assert "49" in written(*words, rate=1.0)


def test_a_terminal_that_is_gone_holds_nobody_up() -> None:
    file = io.StringIO()
    file.close()
    output = Output(file, lambda: (80, 24))
    output.start()
    output.write(frame("into the void"))
    output.end()
    output.join(20)
    assert not output.is_alive()


def test_after_a_redraw_all_is_written_again() -> None:
    file = io.StringIO()
    output = Output(file, lambda: (80, 24))
    output.start()
    output.write(frame("there"))
    output.write("\x07")
    output.redraw()
    output.write(frame("there"))
    output.end()
    output.join(20)
    assert file.getvalue().count("there") == 2


def test_a_line_is_free_again_when_it_has_carried_what_was_written() -> None:
    pace = Pace(1_000)
    assert pace.pause(100.0) == 0
    pace.wrote(BURST + 500, 100.0)
    assert pace.pause(100.0) == 0.5
    assert pace.pause(100.5) == 0
    pace.wrote(1_000, 100.5)
    assert pace.pause(100.5) == 1.0


def test_a_line_that_was_idle_takes_a_burst_and_no_more() -> None:
    pace = Pace(1_000)
    pace.wrote(BURST, 100.0)
    assert pace.pause(100.0) == 0
    pace.wrote(1, 10_000.0)
    pace.wrote(BURST, 10_000.0)
    assert round(pace.pause(10_000.0), 6) == 0.001
