"""From undone runs to done ones: what to submit next, what to do when a run fails or a worker dies."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from landsim.batch.executors import Executor, Task
from landsim.batch.outputs import Outputs
from landsim.batch.store import PlannedRun, Store
from landsim.progress import Progress

LARGEST_TASK = 64
# A task of about so long hides what it costs to send one, and still leaves little to repeat when a worker dies.
TASK_SECONDS = 1.0
FAILURES_AT_MOST = 3
DIED = "the process that did the run died each time (killed, or out of memory)"


@dataclass
class Pace:
    """CPU seconds of a run, from those that have ended."""

    seconds: float = 0.0
    runs: int = 0

    def task_length(self, waiting: int, slots: int) -> int:
        """Runs in the next task; never so many that other workers would go idle at the end."""
        if not self.runs:
            return 1
        wanted = TASK_SECONDS * self.runs / max(self.seconds, 1e-6)
        return max(1, min(int(wanted), LARGEST_TASK, waiting // (2 * slots)))


def do_runs(
    waiting: Sequence[PlannedRun], outputs: Outputs, store: Store, executor: Executor, progress: Progress
) -> None:
    """Do all runs and keep their results in the store; a run that fails three times is noted there as failed.

    A run whose process died is done again alone, with nothing else under way, so that a further death can be laid to
    it and to no other.
    """
    queue, suspects = deque(waiting), deque[PlannedRun]()
    failures: Counter[str] = Counter()
    pace = Pace()
    under_way = 0
    while queue or suspects or under_way:
        while queue and not suspects and under_way < executor.slots:
            executor.submit(_next_task(queue, pace, executor.slots))
            under_way += 1
        if suspects and not under_way:
            executor.submit((suspects.popleft(),))
            under_way = 1
        alone = under_way == 1
        for task, outcomes in executor.finished():
            under_way -= 1
            if outcomes is not None:
                for run, outcome in zip(task, outcomes, strict=True):
                    pace.seconds, pace.runs = pace.seconds + outcome.cpu_seconds, pace.runs + 1
                    if outcome.values is not None:
                        store.keep(run, outputs, outcome.values, outcome.cpu_seconds)
                        progress.add(failed=False)
                    elif _failed_for_good(run, outcome.error, failures, store, progress):
                        continue
                    else:
                        queue.append(run)
            elif len(task) > 1 or not alone or not _failed_for_good(task[0], DIED, failures, store, progress):
                suspects.extend(task)


def _next_task(queue: deque[PlannedRun], pace: Pace, slots: int) -> Task:
    return tuple(queue.popleft() for _ in range(pace.task_length(len(queue), slots)))


def _failed_for_good(run: PlannedRun, error: str, failures: Counter[str], store: Store, progress: Progress) -> bool:
    """Count a failure; the last one that is allowed is noted in the store."""
    failures[run.id] += 1
    if failures[run.id] < FAILURES_AT_MOST:
        return False
    store.fail(run, failures[run.id], error)
    progress.say(f"run {run.id} ({run.scenario.name}) failed {failures[run.id]} times: {error}")
    progress.add(failed=True)
    return True
