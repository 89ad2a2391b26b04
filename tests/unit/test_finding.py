"""Searching in an item's displayed text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder_tui.domain.errors import BadInputError
from coder_tui.domain.items import Part, PartKind
from coder_tui.domain.text import visible
from coder_tui.tui.item import finding
from coder_tui.tui.item.finding import Hits, Mode, find, wanted


def parts_of(*texts: str) -> list[Part]:
    return [Part(n, "user", PartKind.TEXT, "", "", text) for n, text in enumerate(texts, start=1)]


def found(query: str, *texts: str, mode: Mode = Mode.IGNORE_CASE) -> Hits:
    hits = find(parts_of(*texts), wanted(query, mode), lambda: True)
    assert hits is not None
    return hits


def test_all_places_are_found_in_order_whatever_their_case() -> None:
    assert list(found("an", "An ant", "none", "ran")) == [(0, 0, 2), (0, 3, 5), (2, 1, 3)]


def test_plain_means_this_very_case_and_no_expression() -> None:
    assert list(found("A.", "a. A. Ax", mode=Mode.PLAIN)) == [(0, 3, 5)]


def test_an_expression_is_one_only_on_request() -> None:
    assert list(found("^a.", "ab\nac bad", mode=Mode.REGEX)) == [(0, 0, 2), (0, 3, 5)]


def test_what_is_searched_is_what_is_displayed() -> None:
    assert list(found("␛[c", "x\x1b[c")) == [(0, 1, 4)]
    assert list(found("a    b", "a\tb")) == [(0, 0, 6)]
    assert list(found("\x1b", "x\x1b[c")) == [(0, 1, 2)]


@pytest.mark.parametrize("mode", list(Mode))
def test_an_empty_query_finds_nothing(mode: Mode) -> None:
    assert len(found("", "abc", mode=mode)) == 0


def test_an_expression_that_matches_nothing_at_all_is_no_place() -> None:
    assert list(found("x*", "axxb", mode=Mode.REGEX)) == [(0, 1, 3)]


@pytest.mark.parametrize("query", ["(", "[", "*", "(?P<", "a{99999999999}", "\\", "(?<=a*", "(?"])
def test_a_bad_expression_is_refused_with_a_sentence(query: str) -> None:
    with pytest.raises(BadInputError, match=r"no regular expression: .+\."):
        wanted(query, Mode.REGEX)


def test_an_expression_that_would_never_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "REGEX_SECONDS", 0.1)
    with pytest.raises(BadInputError, match="given up"):
        found(r"(a|aa)+$", "a" * 100 + "b", mode=Mode.REGEX)


def test_a_search_stops_when_it_is_told_to() -> None:
    assert find(parts_of("a", "b"), wanted("a", Mode.PLAIN), lambda: False) is None


def test_too_many_places_are_cut_and_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_HITS", 5)
    hits = found("a", "aaa", "aaa", "aaa")
    assert (len(hits), hits.is_cut) == (5, True)
    assert list(hits.between(2, 0, 9)) == []


@given(
    st.lists(st.text("ab \n\t\x1b你é", max_size=60), min_size=1, max_size=4),
    st.text("ab \x1b你É.", min_size=1, max_size=3),
    st.sampled_from([7, 40_000]),
)
@settings(deadline=None)
def test_places_are_those_of_the_whole_text_though_it_is_searched_in_stretches(
    texts: list[str], query: str, times: int
) -> None:
    texts = [text * (times // max(1, len(text))) for text in texts]
    pattern = re.compile(re.escape(visible(query)), re.IGNORECASE)
    expected = [
        (n, *match.span())
        for n, text in enumerate(texts)
        for match in pattern.finditer(visible(text))
    ]
    hits = found(query, *texts)
    assert list(hits) == expected
    for hit in expected[:1] + expected[-1:]:
        number = hits.after(hit[0], hit[1])
        assert hits[number] == hit
        assert number in hits.between(hit[0], hit[1], hit[2])
