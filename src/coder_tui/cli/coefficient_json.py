"""A coefficient as `review --json` prints it; its keys are a public contract."""

from typing import Any

from coder_tui.statistics.coefficient import Coefficient, Interval


def coefficient_object(coefficient: Coefficient, **more: Any) -> dict[str, Any]:
    """Give a coefficient with how it is computed and how sure it is.

    Args:
        coefficient: any.
        more: further keys.
    """
    how: dict[str, Any] = {}
    if coefficient.weights is not None:
        how["weights"] = coefficient.weights
    if coefficient.level is not None:
        how["level"] = coefficient.level.value
    return {
        "name": coefficient.name,
        **how,
        "coders": list(coefficient.coders) if coefficient.coders else None,
        "value": coefficient.value,
        "undefined": coefficient.undefined.sentence if coefficient.undefined else None,
        "standard_error": coefficient.standard_error,
        "interval": interval_object(coefficient.interval),
        "at_least": [
            {"bar": each.bar, "probability": each.probability} for each in coefficient.at_least
        ],
        "items": coefficient.items,
        "pairs": coefficient.pairs,
        "note": coefficient.note,
        **more,
    }


def interval_object(found: Interval | None) -> dict[str, Any] | None:
    """Give an interval; None where there is none."""
    if found is None:
        return None
    return {
        "method": found.method,
        "confidence": found.confidence,
        "low": found.low,
        "high": found.high,
    }
