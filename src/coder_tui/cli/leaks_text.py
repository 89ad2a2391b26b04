"""What `leaks` prints: a table for people, every finding for programs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from coder_tui.domain.columns import LEFT, RIGHT, padded, widest
from coder_tui.domain.leaks import Decision, Finding, LeakKind
from coder_tui.domain.text import clipped, plural, visible, visible_line
from coder_tui.storage.leak_texts import LeakTexts

if TYPE_CHECKING:
    from coder_tui.intake.leaks.search import Search
    from coder_tui.storage.leak_masking import Carried

CONTEXT = 40
"""Code points on each side of a finding, in JSON."""

POLICY_WORDS = {
    "mask": Decision.MASKED,
    "keep": Decision.KEPT,
    "exclude": Decision.EXCLUDED,
}
WORDS = {decision: word for word, decision in POLICY_WORDS.items()}

HEADS = ("kind", "name", "as it stands", "places", "decided")
WIDEST = 40
"""Characters of a name or a spelling that the table shows at most."""


def finding_lines(found: Iterable[Finding]) -> list[str]:
    """Lay out one line for each spelling, the surest kind first."""
    groups: defaultdict[tuple[LeakKind, str, str], list[Finding]] = defaultdict(list)
    for each in found:
        groups[each.kind, each.name, each.spelling].append(each)
    kinds = list(LeakKind)
    order = sorted(groups, key=lambda each: (kinds.index(each[0]), each[1].casefold(), each[2]))
    rows = [
        (
            key[0].value,
            _short(key[1]),
            _short(key[2]),
            f"{len(groups[key]):,}",
            _decided(groups[key]),
        )
        for key in order
    ]
    widths = [widest(column) for column in zip(HEADS, *rows, strict=True)]
    lines = (HEADS, tuple("-" * width for width in widths), *rows)
    return [_line(line, widths) for line in lines]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = [
        padded(cell, width, RIGHT if head == "places" else LEFT)
        for cell, width, head in zip(cells, widths, HEADS, strict=True)
    ]
    return "  ".join(shown).rstrip()


def _short(text: str) -> str:
    return clipped(text, WIDEST)


def _decided(found: Sequence[Finding]) -> str:
    counts = Counter(each.decision for each in found if each.decision)
    if not counts:
        return "0"
    return f"{counts.total():,}: " + ", ".join(f"{WORDS[d]} {n:,}" for d, n in counts.items())


def label_lines(search: "Search") -> list[str]:
    """Say which names stand where nothing can be masked."""
    return [
        f"{each.what} {visible_line(each.label)!r} holds {visible_line(each.spelling)!r} "
        f"({visible_line(each.name)}): only texts can be masked here; put it into `mask` in the "
        "study file and run init again."
        for each in search.labels
    ]


def carried_words(carried: "Carried") -> str:
    """Say what has changed in the study."""
    said = [
        f"{plural(carried.rewritten, 'item')} with another text" if carried.rewritten else "",
        f"{plural(carried.excluded, 'item')} left out" if carried.excluded else "",
        f"{plural(carried.back, 'item')} back in" if carried.back else "",
        f"{plural(carried.redacted, 'quote or comment', 'quotes and comments')} with other words"
        if carried.redacted
        else "",
    ]
    return f"Applied: {', '.join(filter(None, said)) or 'nothing had to change'}."


def findings_json(
    found: Sequence[Finding], texts: LeakTexts, original_ids: dict[str, str]
) -> list[dict[str, object]]:
    """Give every finding with what stands around it, all of it made visible."""
    rows: list[dict[str, object]] = []
    for each in sorted(found, key=lambda each: each.place):
        around = texts.around(each, CONTEXT)
        rows.append(
            {
                "kind": each.kind.value,
                "name": visible(each.name),
                "spelling": visible(each.spelling),
                "item": visible(original_ids.get(each.blind_id, "")),
                "blind_id": each.blind_id,
                "part": around.part,
                "turn": each.turn,
                "start": each.start,
                "end": each.end,
                "before": visible(around.before),
                "stands": visible(around.found),
                "after": visible(around.after),
                "decision": WORDS[each.decision] if each.decision else None,
                "person": each.person,
                "decided_at": each.decided_at,
            }
        )
    return rows


def labels_json(search: "Search") -> list[dict[str, str]]:
    """Give the names that stand where nothing can be masked."""
    return [
        {
            "what": each.what,
            "label": visible(each.label),
            "name": visible(each.name),
            "spelling": visible(each.spelling),
        }
        for each in search.labels
    ]
