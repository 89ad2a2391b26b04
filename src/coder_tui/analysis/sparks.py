"""Numbers in a row of block characters, on one scale, so that two rows can be compared."""

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
UNDEFINED = "·"


def spark(values: Sequence[float | None]) -> str:
    """Draw values from 0 to 1, one character each: `▆▇·█`.

    The scale is fixed. What is below 0 is drawn as 0; an undefined value is a dot.
    """
    last = len(BLOCKS) - 1
    return "".join(
        UNDEFINED if value is None else BLOCKS[round(min(max(value, 0.0), 1.0) * last)]
        for value in values
    )
