"""The version that sittings carry is the installed package's."""

from importlib.metadata import version

from coder_tui.domain.version import VERSION


def test_the_version_in_the_code_is_the_packages() -> None:
    assert version("coder-tui") == VERSION
