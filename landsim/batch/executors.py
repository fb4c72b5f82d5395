"""Where runs are done: spawned processes of this machine, or the workers of a dask.distributed cluster.

An executor takes tasks (tuples of runs) and gives back what became of them, in any order:

    slots            tasks to keep under way
    submit(task)     start one
    finished()       wait until at least one task has ended; (task, outcomes), outcomes being None where the process
                     that held the task died
    close(at_once)   end the workers; at_once: without waiting for what is under way
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol

from landsim.batch import worker
from landsim.batch.store import PlannedRun
from landsim.batch.worker import Outcome, Work
from landsim.errors import InputError, ModelError

if TYPE_CHECKING:
    from distributed import Client

Task = tuple[PlannedRun, ...]
Ended = list[tuple[Task, list[Outcome] | None]]
CONNECT_SECONDS = 10
# Clusters take a while to bring their first worker up.
FIRST_WORKER_SECONDS = 60
# How often a silent cluster is asked whether it still lives.
PATIENCE_SECONDS = 5.0


class Executor(Protocol):
    """The form of an executor, as told above."""

    slots: int

    def submit(self, task: Task) -> None: ...

    def finished(self) -> Ended: ...

    def close(self, at_once: bool = False) -> None: ...


class LocalProcesses:
    """Spawned processes, one kernel each. A pool broken by the death of a process is made anew."""

    def __init__(self, workers: int, work: Work) -> None:
        self.slots = workers
        self._work = work
        self._not_ours = set(multiprocessing.active_children())
        self._pool = self._new_pool()
        self._under_way: dict[Future[list[Outcome]], Task] = {}

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawn, not fork: a process that has run compiled parallel code does not survive a fork.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.slots, mp_context=context, initializer=worker.start)

    def submit(self, task: Task) -> None:
        try:
            future = self._pool.submit(worker.run_all, self._work, task)
        except BrokenProcessPool:
            # A process died while it had nothing to do; what else is under way comes back as dead.
            self._pool = self._new_pool()
            future = self._pool.submit(worker.run_all, self._work, task)
        self._under_way[future] = task

    def finished(self) -> Ended:
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        ended: Ended = []
        broken = False
        for future in done:
            task = self._under_way.pop(future)
            try:
                ended.append((task, future.result()))
            except BrokenProcessPool:
                broken = True
                ended.append((task, None))
        if broken:
            # One death breaks the pool for all; those that ended in time keep their result.
            for future, task in self._under_way.items():
                try:
                    ended.append((task, future.result()))
                except BrokenProcessPool:
                    ended.append((task, None))
            self._under_way.clear()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = self._new_pool()
        return ended

    def close(self, at_once: bool = False) -> None:
        if at_once:
            for process in set(multiprocessing.active_children()) - self._not_ours:
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)


class DaskCluster:
    """Workers of a cluster at an address, or ("local") of one that lives as long as the batch."""

    def __init__(self, address: str, work: Work, local_workers: int) -> None:
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise InputError(
                "--dask: dask.distributed is not installed, expected the extra dask: "
                "python -m pip install 'landsim[dask]'."
            ) from error
        # What goes wrong with the cluster is told in a sentence, not in a traceback of its client.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        self.address = address
        self._work = work
        self._cluster: Any = None
        if address == "local":
            with _deaf_to_interruption():
                self._cluster = LocalCluster(
                    n_workers=local_workers, threads_per_worker=1, processes=True, dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                )  # fmt: skip
        try:
            _check_address(address)
            self._client: Client = Client(self._cluster or address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(
                f"--dask: no dask scheduler answers at '{address}' ({_first_line(error)}), "
                "expected the address that `dask scheduler` prints, such as tcp://host:8786, or the word local."
            ) from error
        try:
            self._check_workers()
        except BaseException:
            self.close(at_once=True)
            raise
        self._under_way: dict[Any, Task] = {}

    def _check_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=FIRST_WORKER_SECONDS)
        except TimeoutError as error:
            raise InputError(
                f"--dask: the scheduler at '{self.address}' has no workers, expected at least one: "
                f"dask worker {self.address} --nthreads 1."
            ) from error
        for where, problem in self._client.run(_problem, self._work).items():
            if problem:
                raise InputError(f"--dask: the worker {where} has {problem}")
        # Two for each thread, so that none waits for the next one to arrive.
        self.slots = 2 * sum(self._client.nthreads().values())

    def submit(self, task: Task) -> None:
        self._under_way[self._client.submit(worker.run_all, self._work, task, pure=False)] = task

    def finished(self) -> Ended:
        from distributed import wait as wait_for

        while True:
            ended: Ended = []
            try:
                # Nothing may end for long: wait on, as long as there is somebody to wait for.
                with suppress(TimeoutError), self._client.as_current():
                    wait_for(list(self._under_way), timeout=PATIENCE_SECONDS, return_when="FIRST_COMPLETED")
                for future in [future for future in self._under_way if future.done()]:
                    ended.append((self._under_way.pop(future), self._result(future)))
            except CancelledError as error:
                raise self._gone() from error
            if ended:
                return ended
            if self._client.status != "running":
                raise self._gone()

    def _result(self, future: Any) -> list[Outcome] | None:
        from distributed.scheduler import KilledWorker

        try:
            outcomes: list[Outcome] = future.result()
            return outcomes
        except KilledWorker:
            return None

    def _gone(self) -> ModelError:
        return ModelError(
            f"--dask: the scheduler at '{self.address}' went away. What is done is kept: start the cluster again and "
            "give the same command, and it goes on from there."
        )

    def close(self, at_once: bool = False) -> None:
        self._client.close(timeout=CONNECT_SECONDS)
        if self._cluster is not None:
            self._cluster.close(timeout=CONNECT_SECONDS)


@contextmanager
def _deaf_to_interruption() -> Iterator[None]:
    """Processes started meanwhile leave Ctrl-C to the coordinator."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set signals, and only there does Ctrl-C arrive
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _check_address(address: str) -> None:
    """ValueError for an address without a port; a client that meets one leaves a traceback when the program ends."""
    from distributed.comm.addressing import get_address_host_port, parse_address

    if address != "local" and parse_address(address)[0] in ("tcp", "tls"):
        get_address_host_port(address)


def _problem(work: Work) -> str:
    """Asked of each worker: why it cannot take part, empty where it can."""
    try:
        worker.check(work)
    except (InputError, OSError) as error:
        return str(error)
    return ""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
