"""Items of one's own are found by name, place, state and note; the exact ones come first."""

from coder_tui.domain.coding import Progress
from coder_tui.storage.study import Assignment
from coder_tui.tui.coding.finder import Finder

NOT_STARTED, DRAFT = Progress.NOT_STARTED, Progress.DRAFT


def item(place: int, name: str, progress: Progress = NOT_STARTED, **said: str) -> Assignment:
    given = {"comment": "", "flag": "", "title": ""} | said
    return Assignment("ana", name, place, progress, **given)


OWN = (
    item(1, "k7f2", Progress.SUBMITTED, comment="the leaflet\nof the pharmacy"),
    item(2, "m3qd", DRAFT, flag="odd leaflet"),
    item(3, "p9aa", Progress.SKIPPED),
    item(4, "k7f3", Progress.REOPENED, comment="a draft of a letter"),
    item(5, "3bcd"),
    item(13, "zzzz", title="A benchmark of Leaflets"),
)


def found(query: str) -> list[str]:
    return [each.blind_id for each in Finder(OWN).find(query)]


def test_nothing_typed_gives_all_in_order() -> None:
    assert found("  ") == [each.blind_id for each in OWN]


def test_the_exact_name_comes_before_names_that_only_begin_so() -> None:
    assert found("K7F3")[0] == "k7f3"
    assert found("k7f")[:2] == ["k7f2", "k7f3"]


def test_a_place_comes_before_a_name_that_holds_its_digit() -> None:
    assert found("3")[:2] == ["p9aa", "3bcd"]


def test_a_state_is_typed_as_it_is_called() -> None:
    assert found("skipped") == ["p9aa"]
    assert found("submitted") == ["k7f2"]
    assert found("reopened") == ["k7f3"]
    assert found("not started") == ["3bcd", "zzzz"]
    assert found("flagged") == ["m3qd"]
    assert found("open") == ["m3qd", "k7f3", "3bcd", "zzzz"]


def test_the_beginning_of_a_state_is_enough() -> None:
    assert found("sub") == ["k7f2"]
    assert found("not") == ["3bcd", "zzzz"]


def test_a_state_comes_before_a_note_that_holds_its_name() -> None:
    assert found("draft") == ["m3qd", "k7f3"]


def test_words_behind_a_state_narrow_it() -> None:
    assert found("draft leaflet") == ["m3qd"]
    assert found("submitted leaflet") == ["k7f2"]
    assert found("skipped leaflet") == []


def test_comment_flag_and_title_are_searched_whatever_their_case_and_lines() -> None:
    assert set(found("LEAFLET")) == {"k7f2", "m3qd", "zzzz"}
    assert found("leaflet of the")[0] == "k7f2"


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert found("pharmcy") == ["k7f2"]


def test_what_is_nowhere_is_not_found() -> None:
    assert found("qqqqqq") == []


def test_no_item_is_found_twice() -> None:
    for query in ("k7f2", "3", "draft", "leaflet", "submitted"):
        assert len(found(query)) == len(set(found(query)))


def test_a_comment_on_many_lines_is_one_entry_of_the_list() -> None:
    choices = Finder(OWN).choices("k7f2")
    assert choices[0].key == "k7f2"
    assert "the leaflet\nof the pharmacy" in choices[0].label


def test_of_ten_thousand_items_only_what_is_shown_is_described() -> None:
    described: list[str] = []

    class Title(str):
        __slots__ = ()

        def __bool__(self) -> bool:
            described.append("one")
            return False

    many = Finder([item(place, f"i{place}") for place in range(1, 10_001)])
    choices = many.choices("")
    assert len(choices) == 10_000
    assert [each.key for each in choices[:200]] == [f"i{place}" for place in range(1, 201)]
    few = Finder([item(place, f"i{place}", title=Title()) for place in range(1, 51)]).choices("")
    described.clear()
    assert len(few[:3]) == 3
    assert len(described) == 3
