"""Plain tables for standard output."""

from coder_tui.analysis.plain_table import fitted, table

__all__ = ["fitted", "table"]
