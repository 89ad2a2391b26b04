"""What coders wrote in their own words, for a reader who may not know who is who.

Comments are theirs, and the place where evidence was found or looked for. Quotes are not: they are
the item's words, and stand as they are; so do addresses. Nor are answers, of which even a text is a
score: they are compared.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from coder_tui.domain.coder_names import without_coders

Row = Sequence[Any]

ADDRESS = re.compile(r"(\S+://\S+)")


def remark(row: Row, names: Collection[str]) -> Row:
    """Take coders' names out of a comment, the last column of its row."""
    return (*row[:-1], without_coders(row[-1], names))


def evidence_note(row: Row, names: Collection[str]) -> Row:
    """Take them out of where a quote comes from, which stands behind its words."""
    words, told = row[-2], row[-1]
    parts = ADDRESS.split(told.removeprefix(words))
    masked = (each if "://" in each else without_coders(each, names) for each in parts)
    return (*row[:-1], words + "".join(masked))
