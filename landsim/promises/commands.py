"""Commands about promises: one sentence for each measure, and pledges in tonnes computed backwards. No science."""

from __future__ import annotations

from pathlib import Path

import click

from landsim.errors import InputError
from landsim.names import COUNTRIES


@click.command()
@click.argument("scenario")
@click.option("--country", type=click.Choice(COUNTRIES), help="Measures of one country only.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the table, a CSV file.")
@click.option("--landscape", type=click.Path(path_type=Path), help="A landscape file of your own.")
def promises(scenario: str, country: str | None, out: Path | None, landscape: Path | None) -> None:
    """One sentence for each measure of SCENARIO: promised, allowed by the land, surviving, closing the gap, and why."""
    import landsim
    from landsim.landscape import load_landscape
    from landsim.promises.closing import promises_with_closing
    from landsim.scenario import load_scenario

    resolved = load_scenario(scenario)
    have = [code for code in COUNTRIES if any(measure.country == code for measure in resolved.measures)]
    if not have or (country is not None and country not in have):
        where = "" if country is None else f" in {country}"
        raise InputError(
            f"scenario '{resolved.name}' has no measure{where}, expected one at least"
            + (f"; it has measures in {', '.join(have)}." if have else ".")
        )
    _refuse_folder(out)
    land = load_landscape() if landscape is None else load_landscape(landscape)
    run = landsim.run(resolved, landscape=land)
    table = promises_with_closing(run, land, have if country is None else [country])
    for sentence in table["sentence"]:
        click.echo(sentence)
    _write(table, out)


@click.command()
@click.option("--country", type=click.Choice(COUNTRIES), help="Country of a pledge of your own.")
@click.option("--kind", help="Kind of measure: landsim list measures.")
@click.option("--tonnes", type=float, help="MtCO2e a year.")
@click.option("--year", type=int, default=2030, show_default=True)
@click.option("--scenario", default="baseline", show_default=True, help="What goes on beside it; without its measures.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the table, a CSV file.")
def backwards(
    country: str | None, kind: str | None, tonnes: float | None, year: int, scenario: str, out: Path | None
) -> None:
    """Tonnes backwards: the hectares or share that a measure would need, and whether they exist.

    Without --country, --kind and --tonnes: the shipped pledges in tonnes.
    """
    import pandas as pd

    from landsim.landscape import load_landscape
    from landsim.policy.measures import MEASURE_KINDS
    from landsim.promises.backwards import Backwards, tonnes_pledges
    from landsim.scenario import load_scenario
    from landsim.suggestions import did_you_mean

    given = (country, kind, tonnes)
    if any(value is None for value in given) and any(value is not None for value in given):
        raise click.UsageError("a pledge of your own is expected with --country, --kind and --tonnes together.")
    if kind is not None and kind not in MEASURE_KINDS:
        raise InputError(f"--kind: unknown measure '{kind}', {did_you_mean(kind, MEASURE_KINDS)}")
    _refuse_folder(out)
    search = Backwards(load_scenario(scenario), load_landscape())
    rows = []
    if country is not None and kind is not None and tonnes is not None:
        asked = [("own", country, kind, tonnes, year)]
    else:
        asked = [(p.id, p.country, one, p.tonnes, p.year) for p in tonnes_pledges() for one in p.kinds]
    for name, where, what, amount, when in asked:
        found = search.needed(where, what, amount, when)
        click.echo(found.sentence)
        rows.append({"pledge": name, **vars(found), "sentence": found.sentence})
    _write(pd.DataFrame(rows), out)


def _refuse_folder(out: Path | None) -> None:
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise InputError(f"--out: '{out}' cannot be written, expected the name of a CSV file in a folder that exists.")


def _write(table: object, out: Path | None) -> None:
    """A table under a temporary name, then renamed."""
    if out is None:
        return
    import pandas as pd

    from landsim.csv_files import write_csv

    assert isinstance(table, pd.DataFrame)
    part = out.with_name(f".{out.name}.part")
    write_csv(table, part)
    part.replace(out)
    click.echo(f"Table: {out}", err=True)
