"""The user's own files: where they lie, and reading them."""

import tomllib
from pathlib import Path

from platformdirs import user_config_path

from coder_tui.domain.errors import BadInputError


def user_file(name: str) -> Path:
    """Give the place of a file in the user's configuration folder."""
    return user_config_path("coder-tui") / name


def read_toml(path: Path) -> dict[str, object]:
    """Read a TOML file; one that is not there is empty.

    Raises:
        BadInputError: it cannot be read, or is not TOML.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(
            f"{path}: not valid TOML: {error}.", title="Bad file", hint='Write e.g.: cite = "a"'
        ) from error
