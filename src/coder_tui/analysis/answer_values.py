"""The values of an answer as text or as JSON has them."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER")
REAL = ("FLOAT", "DOUBLE", "DECIMAL")


def is_number(type_: str) -> bool:
    """Whether values of this type of DuckDB's are numbers, which stand to the right."""
    return type_.split("(", 1)[0] in (*WHOLE, *REAL)


def as_text(value: Any) -> str:
    """Give a value as one text; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    value = exact(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def exact(value: Any) -> Any:
    """Give a value as JSON has it, or as the text that says it exactly."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if -float("inf") < value < float("inf") else str(value)
    if isinstance(value, Decimal):
        near = float(value)
        return near if Decimal(repr(near)) == value else str(value)
    if isinstance(value, dict):
        return {as_text(key): exact(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [exact(each) for each in value]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (timedelta, UUID)):
        return str(value)
    raise TypeError(f"a value of type {type(value).__name__} in an answer")
