"""Searching texts by words that need not be spelt right."""

from collections.abc import Sequence

FEWEST_FUZZY = 4
"""Letters from which on a word may be misspelt; shorter ones resemble too many."""

CUTOFF = 75
"""Of 100, as rapidfuzz counts: a letter too few or wrong in a word of five is still near."""


class Searched:
    """Texts, split once, asked as often as one likes."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [" ".join(text.casefold().split()) for text in texts]
        self._words = [frozenset(text.split()) for text in self._texts]
        self._vocabulary = sorted(frozenset().union(*self._words))

    def find(self, wanted: str) -> list[int]:
        """Give the places of the texts that hold each word, or one nearly like it, in order."""
        found = list(range(len(self._texts)))
        for asked in wanted.casefold().split():
            near = self._near(asked)
            found = [n for n in found if asked in self._texts[n] or self._words[n] & near]
        return found

    def _near(self, asked: str) -> frozenset[str]:
        if len(asked) < FEWEST_FUZZY:
            return frozenset()
        from rapidfuzz import fuzz, process  # Not before the first search.

        found = process.extract(
            asked, self._vocabulary, scorer=fuzz.ratio, limit=None, score_cutoff=CUTOFF
        )
        return frozenset(word for word, _, _ in found)
