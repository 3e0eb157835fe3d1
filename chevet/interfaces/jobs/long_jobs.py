"""What takes long or is done now and then. Everything that a follow-up waits for is the worker's round, not a job.

A job may run twice: each is harmless then. Its arguments are ids and times, never words about a person: they are kept
in clear. `queueing_lock` keeps a second one from being queued behind a slow one; `lock` is not used, because a job
whose worker died would hold it.
"""

from django.db import connection
from procrastinate import builtin_tasks
from procrastinate.contrib.django import app

from chevet.interfaces.clock import domain_now, machine_now
from chevet.usecases.end_consultation import end_forgotten
from chevet.usecases.forget_handovers import forget_handovers
from chevet.usecases.purge_messages import purge_messages
from chevet.usecases.seal_journal import seal_journal

DEAD_AFTER = 30  # seconds without a sign of life of its worker


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_journal")
def seal(timestamp: int) -> int:
    try:
        return seal_journal(machine_now=machine_now())
    finally:
        connection.close()


@app.periodic(cron="13 * * * *")
@app.task(queueing_lock="purge_messages")
def purge(timestamp: int) -> int:
    try:
        return purge_messages(now=domain_now(), machine_now=machine_now())
    finally:
        connection.close()


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="forget_handovers")
def forget_sheets(timestamp: int) -> int:
    try:
        return forget_handovers(now=domain_now())
    finally:
        connection.close()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="end_forgotten")
def end_forgotten_consultations(timestamp: int) -> int:
    try:
        return end_forgotten(now=domain_now(), machine_now=machine_now())
    finally:
        connection.close()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sweep", pass_context=True)
async def sweep(context, timestamp: int) -> int:
    """Gives back the jobs of workers that died, and forgets what was done a day ago."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER))
    for job in stalled:
        await app.job_manager.retry_job(job)
    await builtin_tasks.remove_old_jobs(context, max_hours=24, remove_failed=False)
    return len(stalled)
