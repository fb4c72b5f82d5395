"""TOML files of the user: read, and what is wrong with a key in one plain sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from landsim.errors import InputError
from landsim.suggestions import did_you_mean


def read_toml(path: Path, label: str, what: str) -> dict[str, Any]:
    """The table of a file; `label` names it in messages, `what` says what it should be ("a scenario").

    Raises InputError for a file that cannot be read, is no text, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{label} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{label} is not a text file in UTF-8, expected {what} in TOML.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{label} is not valid TOML: {error}.") from error


def most_telling(error: ValidationError) -> ErrorDetails:
    """The problem to tell of: a misspelt key before the missing key that it causes."""
    return min(error.errors(), key=lambda problem: problem["type"] != "extra_forbidden")


def key_sentence(
    place: str, problem: ErrorDetails, location: Sequence[int | str], table: Mapping[str, Any],
    fields: Mapping[str, FieldInfo],
) -> str:  # fmt: skip
    """What is wrong with a key.

    place     how the message names the table that holds the key
    location  where the key is in the file's table; that of the problem may lead deeper, into a list or a union
    fields    of the table that holds the key; a description is the second half of the sentence
    """
    key = str(location[-1])
    if problem["type"] == "extra_forbidden":
        return f"{place}: unknown key '{key}', {did_you_mean(key, fields)}"
    expected = fields[key].description
    if problem["type"] == "missing":
        return f"{place}: the key '{key}' is missing, expected {expected}."
    found: Any = table
    for step in location:
        found = found[step]
    return f"{place}, key '{key}': found {found!r}, expected {expected}."
