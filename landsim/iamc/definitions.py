"""Variables and regions that iamc.csv may hold, read from landsim/data/definitions.

The files are in the style of the package nomenclature-iamc, which reads them as they are. `source` of a variable is
landsim's own attribute: it says which rows of a run the export adds up, so a variable is declared once.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from landsim.errors import InputError

FOLDER = "landsim/data/definitions"
GASES = ("CO2", "CH4", "N2O")


class Selection(BaseModel):
    """Rows of the ledger: patterns (as of fnmatch) of its columns, any of which may fit; not_* takes rows out again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: tuple[str, ...]
    land: tuple[str, ...] = ("*",)
    flux: tuple[str, ...] = ("*",)
    not_land: tuple[str, ...] = ()
    not_flux: tuple[str, ...] = ()


class Source(BaseModel):
    """What the export adds up.

    table     the table of a run
    gas       gas of the ledger; None: CO2, CH4 and N2O in CO2 equivalents
    select    rows of the ledger that fit any of these
    sum       variables of inventory or stocks; one with a minus before it is taken off
    part      `emissions` or `removals`: only the parts of a country that give off, or take up, carbon in the year
    sign      -1 turns removals into positive numbers
    view      `direct`: from the run without climate change where there is one; `natural`: what differs from it
    optional  not every run tells it
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: Literal["ledger", "inventory", "stocks"]
    gas: Literal["CO2", "CH4", "N2O"] | None = None
    select: tuple[Selection, ...] = ()
    sum: tuple[str, ...] = ()
    part: Literal["net", "emissions", "removals"] = "net"
    sign: Literal[1, -1] = 1
    view: Literal["run", "direct", "natural"] = "run"
    optional: bool = False

    @model_validator(mode="after")
    def _one_kind_of_source(self) -> Source:
        if (self.table == "ledger") != bool(self.select) or (self.table == "ledger") == bool(self.sum):
            raise ValueError("expected `select` for the ledger, `sum` for another table")
        if self.table != "ledger" and (self.part, self.view, self.gas) != ("net", "run", None):
            raise ValueError("expected `part`, `view` and `gas` with the ledger only")
        if self.part != "net" and self.gas != "CO2":
            raise ValueError("expected a `part` of CO2 only")
        return self

    def names(self) -> tuple[tuple[int, str], ...]:
        """Sign and name of each variable of `sum`."""
        return tuple((-1, name[1:]) if name.startswith("-") else (1, name) for name in self.sum)

    def in_words(self) -> str:
        """The table, and what of it."""
        if self.sum:
            return f"{self.table}: {' '.join(self.sum)}"
        what = "; ".join(" ".join((*one.category, *one.land, *one.flux)).replace(" *", "") for one in self.select)
        return f"{self.table}: {what}" + ("" if self.part == "net" else f", {self.part}")


class Variable(BaseModel):
    """One variable.

    weight                   the region has the mean of its countries with this variable as weight, not their sum
    skip_region_aggregation  the region has no value
    components               variables that add up to it, checked if check_aggregate is set
    ar6                      its name in the AR6 database, where that differs
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    description: str = Field(min_length=1)
    unit: str
    source: Source
    notes: str = ""
    ar6: str = ""
    weight: str | None = None
    skip_region_aggregation: bool = Field(False, alias="skip-region-aggregation")
    check_aggregate: bool = Field(False, alias="check-aggregate")
    components: tuple[str, ...] = ()
    lower_bound: float | None = None


@cache
def variables() -> dict[str, Variable]:
    """Name -> variable, in the order of the files."""
    return variables_of(dict(_texts("variable")))


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """Name of a region -> ISO 3166 alpha-3 codes of its countries."""
    found: dict[str, tuple[str, ...]] = {}
    for _, text in _texts("region"):
        for hierarchy in _parsed(text):
            for entry in next(iter(hierarchy.values())):
                ((name, attributes),) = entry.items()
                codes = attributes["iso3_codes"]
                found[name] = (codes,) if isinstance(codes, str) else tuple(codes)
    return found


def variables_of(texts: dict[str, str]) -> dict[str, Variable]:
    """Variables of definition files, given as file name -> text.

    InputError, naming file and variable: an entry that is no variable, an attribute that is unknown, missing or of the
    wrong kind, a variable declared twice, a weight or component that is not declared.
    """
    found: dict[str, Variable] = {}
    for file, text in texts.items():
        for entry in _parsed(text):
            if not isinstance(entry, dict) or len(entry) != 1 or not isinstance(next(iter(entry.values())), dict):
                raise InputError(f"{file}: found {entry!r}, expected the name of a variable with its attributes.")
            ((name, attributes),) = entry.items()
            if name in found:
                raise InputError(f"{file}, variable '{name}': it is declared twice, expected once.")
            try:
                found[name] = Variable(name=name, **attributes)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(part) for part in first["loc"]) or "source"
                raise InputError(f"{file}, variable '{name}', {place}: {first['msg']}.") from error
    for variable in found.values():
        for other in (*variable.components, *([variable.weight] if variable.weight else [])):
            if other not in found:
                raise InputError(f"{FOLDER}, variable '{variable.name}': it rests on '{other}', which is not declared.")
    return found


def _texts(dimension: str) -> list[tuple[str, str]]:
    folder = files("landsim") / "data" / "definitions" / dimension
    named = sorted((file.name, file) for file in folder.iterdir() if file.name.endswith(".yaml"))
    return [(f"{FOLDER}/{dimension}/{name}", file.read_text(encoding="utf-8")) for name, file in named]


def _parsed(text: str) -> list[dict[str, Any]]:
    # The loader in C reads the files in a tenth of the time; not every build of the library has it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(text, Loader=loader)  # a safe loader both ways
    return content if isinstance(content, list) else []
