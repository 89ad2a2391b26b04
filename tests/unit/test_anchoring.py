"""A quote is found again in a changed text, or is lost; it is never somewhere by chance."""

from hypothesis import given
from hypothesis import strategies as st

from coder_tui.domain.anchoring import SHORT_QUOTE, Found, find_quote

TEXT = "Take one tablet. The leaflet, part 4, lists what to avoid. Take one tablet."


def test_unchanged_words_are_found_where_they_are_nearest() -> None:
    assert find_quote("Take one", TEXT, near=0) == Found(0, 8, exact=True)
    assert find_quote("Take one", TEXT, near=50) == Found(59, 67, exact=True, moved=True)


def test_words_that_were_changed_a_little_are_found_and_said_to_be_changed() -> None:
    found = find_quote("The leaflet, part four, lists what to avoid.", TEXT, near=17)
    assert found is not None
    assert not found.exact
    assert found.moved
    assert "leaflet, part 4, lists what" in TEXT[found.start : found.end]


def test_a_quote_that_is_gone_is_lost() -> None:
    assert find_quote("Ask the pharmacist which one to space.", TEXT, near=17) is None
    assert find_quote("", TEXT, near=0) is None
    assert find_quote("The leaflet, part 4, lists", "", near=0) is None


def test_a_short_quote_is_never_found_by_resemblance() -> None:
    assert find_quote("part 5", TEXT, near=30) is None


def test_a_text_that_shrank_below_its_quote_is_found_if_most_of_it_is_left() -> None:
    quote = "The leaflet, part 4, lists what to avoid."
    assert find_quote(quote, quote[:-3], near=0) == Found(0, len(quote) - 3, False, True)
    assert find_quote(quote, quote[:20], near=0) is None


@given(st.text(), st.text(min_size=1), st.text(), st.integers(0, 100))
def test_exact_words_are_always_found_with_offsets_that_hold_them(
    before: str, quote: str, after: str, near: int
) -> None:
    text = before + quote + after
    found = find_quote(quote, text, near=near)
    assert found is not None
    assert found.exact
    assert text[found.start : found.end] == quote


@given(st.text(min_size=5 * SHORT_QUOTE), st.data())
def test_offsets_of_a_changed_quote_stay_inside_the_text(quote: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(quote) - 1))
    text = data.draw(st.text()) + quote[:cut] + quote[cut + 1 :] + data.draw(st.text())
    found = find_quote(quote, text, near=data.draw(st.integers(0, 100)))
    assert found is not None
    assert 0 <= found.start < found.end <= len(text)
