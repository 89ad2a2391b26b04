"""The map of an item's turns on one line."""

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.cells import width
from coder_tui.domain.items import Part, PartKind
from coder_tui.tui.literal import Piece
from coder_tui.tui.position import turn_map

ROLES = st.sampled_from(["user", "assistant", "system", "", "你", "\x1b", "ßa", "1", "e\u0301"])
KINDS = st.sampled_from([PartKind.TEXT, PartKind.TOOL_CALL, PartKind.REASONING])


def turns(*roles: str) -> list[Part]:
    return [Part(n, role, PartKind.TEXT, "", "", "") for n, role in enumerate(roles, start=1)]


def text(pieces: list[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces)


def test_every_turn_has_a_letter_and_the_current_one_is_a_capital() -> None:
    assert text(turn_map(turns("user", "assistant", "user"), 2, [], 40)) == "  [u A u]"


def test_what_is_cited_has_a_sign_that_needs_no_colour() -> None:
    assert text(turn_map(turns("user", "assistant", "user"), 1, [2, 3], 40)) == "  [U a*u*]"


def test_on_the_reference_no_turn_is_the_current_one() -> None:
    assert text(turn_map(turns("user", "assistant"), 0, [], 40)) == "  [u a]"


def test_tools_and_reasoning_have_letters_of_their_own() -> None:
    parts = [
        Part(1, "assistant", PartKind.REASONING, "", "", ""),
        Part(2, "assistant", PartKind.TOOL_CALL, "", "", ""),
        Part(3, "tool", PartKind.TOOL_RESULT, "", "", ""),
    ]
    assert text(turn_map(parts, 3, [], 40)) == "  [r t T]"


def test_several_turns_share_a_letter_where_there_are_too_many_the_rarest_role() -> None:
    many = turns(*["assistant"] * 7, "user", *["assistant"] * 12)
    assert text(turn_map(many, 20, [1], 14)) == "  [a*u a a A]"


def test_a_role_without_a_capital_is_marked_when_it_is_the_current_one() -> None:
    assert text(turn_map(turns("1", "user"), 1, [], 40)) == "  [@ u]"


def test_no_map_is_drawn_where_there_is_no_room() -> None:
    assert turn_map(turns(*["user"] * 30), 1, [], 10) == []
    assert turn_map([], 0, [], 40) == []


@given(st.lists(st.tuples(ROLES, KINDS), max_size=300), st.data(), st.integers(0, 120))
def test_the_map_fits_and_shows_the_current_turn_and_all_evidence(
    given_turns: list[tuple[str, PartKind]], data: st.DataObject, room: int
) -> None:
    parts = [Part(n, role, kind, "", "", "") for n, (role, kind) in enumerate(given_turns, 1)]
    idx = data.draw(st.integers(0, len(parts)))
    cited = data.draw(st.sets(st.integers(1, max(1, len(parts)))))
    drawn = text(turn_map(parts, idx, cited, room))
    assert width(drawn) <= room
    if drawn:
        here = [each for each in drawn if each == "@" or each != each.lower()]
        assert len(here) == (idx > 0)
        assert ("*" in drawn) == bool(cited & {part.idx for part in parts})
