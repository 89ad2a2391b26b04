"""What the terminal sends by itself never becomes a key, wherever a read cuts it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from coder_tui.tui.sequences import PATIENCE, Sequences

ANSWERS = [
    "\x1b[?1;2c",
    "\x1b[?62;1;2;6;9;15;22c",
    "\x1b[>41;330;0c",
    "\x1b[=1;2c",
    "\x1b[0n",
    "\x1b[?13n",
    "\x1b[8;24;80t",
    "\x1b[4;210;210t",
    "\x1b]10;rgb:1111/2222/0000\x1b\\",
    "\x1b]11;rgb:1111/2222/0000\x07",
    "\x1b]4;1;rgb:0101/0101/0101\x1b\\",
    "\x1b]52;c;MjEw\x07",
    "\x1b]l210\x1b\\",
    "\x1bP>|xterm(210)\x1b\\",
    "\x1bP1$r0;1;2m\x1b\\",
    "\x1bP1+r544e=1\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
    "\x1b[?1u",
    "\x1b[2;1;1;112;112;1;0x",
    "\x1b[M !!",
    "\x1b[M\x20\xff\xff",
]
KEYS = {
    "\x1b[A": "up",
    "\x1bOA": "up",
    "\x1b[5~": "pageup",
    "\x1b[1;5C": "ctrl+right",
    "\x1b[[A": "f1",
    "\x1b[15~": "f5",
    "\x1b[Z": "shift+tab",
    "\x1b[49;1u": "1",
    "\x1b[120;;120u": "x",
}


BEGUN = {
    "escape",
    "circumflex_accent",
    "alt+shift+p",
    *(f"{alt}{sign}" for alt in ("", "alt+") for sign in
      ("left_square_bracket", "right_square_bracket", "underscore")),
}  # fmt: skip
"""What the first two characters of an answer are as keys; none of them judges."""


class Reading:
    """What the driver does with what it reads, on a clock that the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr("textual._parser.get_time", lambda: self.now)
        self.parser = XTermParser()
        self.sequences = Sequences()
        self.lost = 0

    def read(self, *reads: str, seconds: float = 0.01) -> list[Message]:
        """Read these one after another, and wait in between."""
        messages: list[Message] = []
        for text in reads:
            passed = self.sequences.feed(text, self.now)
            messages += self.parser.feed(passed) if passed else ()
            messages += self.wait(seconds)
        return messages

    def wait(self, seconds: float) -> list[Message]:
        self.now += seconds
        late = list(self.parser.tick())
        if late:
            self.sequences.parser_gave_up()
        self.lost += self.sequences.expire(self.now)
        return late


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    return Reading(monkeypatch)


def keys_of(messages: list[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, events.Key)]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_no_key(reading: Reading, answer: str) -> None:
    assert keys_of(reading.read(answer, seconds=0.5)) == []
    assert reading.sequences.disturbed
    assert keys_of(reading.read("1")) == ["1"]


@pytest.mark.parametrize("seconds", [0.01, 0.3, 0.9])
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_in_two_reads_is_no_key_but_for_the_escape_it_begins_with(
    monkeypatch: pytest.MonkeyPatch, answer: str, seconds: float
) -> None:
    for at in range(1, len(answer)):
        if len(answer) - at == 1 and at == 1:
            continue
        reading = Reading(monkeypatch)
        found = keys_of(reading.read(answer[:at], answer[at:], seconds=seconds))
        found += keys_of(reading.wait(2 * PATIENCE))
        begun = BEGUN | {f"alt+{answer[1]}", answer[1]}
        assert set(found) <= begun, (at, found)
        assert keys_of(reading.read("1")) == ["1"], at
        assert reading.lost == 0


@pytest.mark.parametrize(("sequence", "key"), KEYS.items())
def test_a_key_comes_through(reading: Reading, sequence: str, key: str) -> None:
    assert keys_of(reading.read(sequence)) == [key]
    assert not reading.sequences.disturbed


@pytest.mark.parametrize(("sequence", "key"), KEYS.items())
def test_a_key_in_two_reads_is_still_that_key(
    monkeypatch: pytest.MonkeyPatch, sequence: str, key: str
) -> None:
    for at in range(1, len(sequence)):
        reading = Reading(monkeypatch)
        assert keys_of(reading.read(sequence[:at], sequence[at:], seconds=0.05)) == [key], at


def test_escape_is_a_key_after_a_tenth_of_a_second(reading: Reading) -> None:
    assert keys_of(reading.read("\x1b")) == []
    assert keys_of(reading.wait(0.1)) == ["escape"]
    assert keys_of(reading.read("1")) == ["1"]
    assert reading.lost == 0


ESC_THEN = {"\x1b[A": "up", "\x1bOA": "up", "\x1b[1;5A": "ctrl+up", "\x1b[5~": "pageup"}


@pytest.mark.parametrize("seconds", [0.01, 0.05, 0.2, 0.9, 1.5])
@pytest.mark.parametrize(("sequence", "key"), ESC_THEN.items())
def test_escape_and_then_a_key_are_these_two(
    reading: Reading, sequence: str, key: str, seconds: float
) -> None:
    assert keys_of(reading.read("\x1b", sequence, seconds=seconds)) == ["escape", key]
    assert keys_of(reading.wait(PATIENCE)) == []


@pytest.mark.parametrize(("sequence", "key"), ESC_THEN.items())
def test_escape_and_a_key_in_one_go_are_these_two_wherever_they_are_cut(
    monkeypatch: pytest.MonkeyPatch, sequence: str, key: str
) -> None:
    both = f"\x1b{sequence}"
    for at in range(len(both)):
        reading = Reading(monkeypatch)
        reads = [each for each in (both[:at], both[at:]) if each]
        found = keys_of(reading.read(*reads, seconds=0.05))
        assert found + keys_of(reading.wait(PATIENCE)) == ["escape", key], at


@pytest.mark.parametrize("seconds", [0.01, 0.2, 0.9])
def test_escape_twice_is_escape_twice(reading: Reading, seconds: float) -> None:
    found = keys_of(reading.read("\x1b", "\x1b", seconds=seconds))
    assert found + keys_of(reading.wait(PATIENCE)) == ["escape", "escape"]


def test_escape_twice_in_one_read_is_escape_twice(reading: Reading) -> None:
    assert keys_of(reading.read("\x1b\x1b")) + keys_of(reading.wait(0.2)) == ["escape"] * 2


@pytest.mark.parametrize("first", ["[", "O", "]", "_"])
def test_alt_with_a_sign_and_then_an_arrow_are_each_one_key(reading: Reading, first: str) -> None:
    before = keys_of(reading.read(f"\x1b{first}", seconds=0.2))
    assert len(before) == 1
    assert keys_of(reading.read("\x1b[A")) == ["up"]


def test_a_paste_without_an_end_is_given_up_and_the_keys_come_back(reading: Reading) -> None:
    assert reading.read("\x1b[200~12", "0", "1", seconds=0.2) == []
    assert reading.wait(PATIENCE) == []
    assert reading.lost == 1
    assert keys_of(reading.read("1")) == ["1"]


@pytest.mark.parametrize("begun", ["\x1b]0;12", "\x1b[?1", "\x1bP12", "\x1b[12;", "\x1b_1\x1b"])
def test_a_sequence_without_an_end_is_given_up(reading: Reading, begun: str) -> None:
    assert keys_of(reading.read(begun)) == []
    assert reading.wait(PATIENCE) == []
    assert reading.lost == 1
    assert keys_of(reading.read("1")) == ["1"]


def test_a_string_without_an_end_does_not_grow_for_ever(reading: Reading) -> None:
    reading.read("\x1b]0;", *["1" * 4000 for _ in range(30)])
    assert not reading.sequences.is_open


@given(
    text=st.text(st.characters(codec="utf-8"), max_size=40),
    cuts=st.lists(st.integers(0, 60), max_size=4),
)
def test_a_paste_is_one_message_wherever_it_is_cut(text: str, cuts: list[int]) -> None:
    text = text.replace("\x00", "").replace("\x1b[201~", "")
    whole = f"\x1b[200~{text}\x1b[201~"
    places = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    reads = [whole[a:b] for a, b in pairwise(places) if a < b]
    parser, sequences = XTermParser(), Sequences()
    found: list[Message] = []
    for read in reads:
        passed = sequences.feed(read, 1.0)
        found += parser.feed(passed) if passed else ()
    pasted = [message.text for message in found if isinstance(message, events.Paste)]
    assert keys_of(found) == []
    assert pasted == [text.replace("\x1b", "␛")]


@given(st.lists(st.sampled_from([*ANSWERS, *KEYS, "1", "x", "\x1b[200~12\x1b[201~"]), max_size=8))
def test_of_everything_in_one_read_only_keys_become_keys(parts: list[str]) -> None:
    parser, sequences = XTermParser(), Sequences()
    passed = sequences.feed("".join(parts), 1.0)
    found = list(parser.feed(passed)) if passed else []
    expected = [KEYS.get(part, part) for part in parts if part in KEYS or part in ("1", "x")]
    assert keys_of(found) == expected
    assert sequences.disturbed is any(part in ANSWERS for part in parts)
