"""Commands about many runs: batches, studies of sensitivity, ensembles. No science."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from landsim.errors import ModelError
from landsim.output_folders import check_output_folder
from landsim.suggestions import counted

# Failed runs of a batch that are printed one by one.
FAILURES_SHOWN = 5


def _study_options(command: Any) -> Any:
    """Argument and options that studies of sensitivity and of uncertainty share."""
    for option in (
        click.option("--dask", metavar="ADDRESS", help="A dask.distributed scheduler instead, or the word local."),
        click.option("--workers", type=click.IntRange(min=1), help="Processes [default: one for each processor]."),
        click.option("--out", type=click.Path(path_type=Path), help="Output folder [default: runs/<experiment>]."),
        click.argument("experiment"),
    ):
        command = option(command)
    return command


def _do_study(
    name: str, experiment: str, out: Path | None, run: Callable[[Path], Any], default: str
) -> tuple[Any, Path]:
    """What a study's `run` answers when it has worked in its folder, and the folder."""
    from landsim.batch.session import Stopped
    from landsim.batch.store import INDEX

    ctx = click.get_current_context()
    directory = out if out is not None else Path("runs") / default
    check_output_folder(directory, "batch", INDEX, "a batch to go on with")
    again = f"landsim {name} {experiment}" + ("" if out is None else f" --out {out}")
    ctx.meta["landsim.when_interrupted"] = f"interrupted; what is done is kept, go on with: {again}"
    try:
        return run(directory), directory
    except Stopped as stopped:
        ctx.meta["landsim.when_interrupted"] = f"interrupted; {stopped}. Go on with: {again}"
        raise


def _workers(workers: int | None, dask: str | None) -> int:
    if workers is not None and dask not in (None, "local"):
        raise click.UsageError("--workers counts processes of this machine, expected it without --dask ADDRESS.")
    return workers or os.cpu_count() or 1


@click.command()
@_study_options
@click.pass_context
def batch(ctx: click.Context, experiment: str, out: Path | None, workers: int | None, dask: str | None) -> None:
    """Do the runs of EXPERIMENT, a file or the name of a shipped one. With the same --out it goes on where it was."""
    processes = _workers(workers, dask)
    from landsim.batch import session
    from landsim.batch.experiment import load_experiment
    from landsim.batch.store import INDEX

    asked = load_experiment(experiment)
    directory = out if out is not None else Path("runs") / asked.name
    check_output_folder(directory, "batch", INDEX, "a batch to go on with")
    again = f"landsim batch {experiment}" + ("" if out is None else f" --out {out}")
    ctx.meta["landsim.when_interrupted"] = f"interrupted before the first run; start again with: {again}"
    try:
        summary = session.run_experiment(asked, directory, processes, dask)
    except session.Stopped as stopped:
        ctx.meta["landsim.when_interrupted"] = f"interrupted; {stopped}. Go on with: {again}"
        raise
    if asked.figure is not None and summary.done:
        from landsim.plotting.batch import draw_batch

        draw_batch(directory, asked.title, *asked.figure)
    click.echo(f"Results: {directory / session.RESULTS} ({counted(summary.done, 'run')})")
    if summary.failed:
        lines = "".join(f"\n  {one} ({name}): {error}" for one, name, error in summary.failed[:FAILURES_SHOWN])
        told = f"{counted(len(summary.failed), 'run')} failed; they are in no table:{lines}"
        raise ModelError(f"{told}\n{directory / session.FAILED} lists all.")


@click.command()
@_study_options
def sensitivity(experiment: str, out: Path | None, workers: int | None, dask: str | None) -> None:
    """Do the runs of EXPERIMENT, a study of sensitivity, and tell what its outputs depend on. Goes on where it was."""
    processes = _workers(workers, dask)
    from landsim.sensitivity import session
    from landsim.sensitivity.study import load_study

    study = load_study(experiment)
    run = partial(session.run_study, study, workers=processes, dask=dask)
    summary, directory = _do_study("sensitivity", experiment, out, run, study.experiment.name)
    from landsim.plotting.sensitivity import draw_study

    figures = draw_study(directory, study.experiment.title, study.design.method)
    told = f"Indices: {directory / session.INDICES} ({counted(summary.outputs, 'output')})"
    click.echo(f"{told}\nFigures: {directory / 'figures'} ({len(figures)} files)")
    if summary.refused:
        raise ModelError("no index is told of:\n  " + "\n  ".join(summary.refused))


@click.command()
@_study_options
def uncertainty(experiment: str, out: Path | None, workers: int | None, dask: str | None) -> None:
    """Do the runs of EXPERIMENT, an ensemble, and tell its 95 % intervals and their sources. Goes on where it was."""
    processes = _workers(workers, dask)
    from landsim.uncertainty import session
    from landsim.uncertainty.ensemble import load_ensemble

    ensemble = load_ensemble(experiment)
    run = partial(session.run_ensemble, ensemble, workers=processes, dask=dask)
    runs, directory = _do_study("uncertainty", experiment, out, run, ensemble.experiment.name)
    from landsim.plotting.uncertainty import draw_ensemble

    figures = draw_ensemble(directory, ensemble.experiment.title, ensemble.origin())
    click.echo(f"Intervals: {directory / session.INTERVALS} ({counted(runs, 'run')})")
    click.echo(f"Figures:   {directory / 'figures'} ({len(figures)} files)")
