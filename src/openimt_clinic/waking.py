"""What is done once when a clinic starts: nobody should wait a minute for a clock to be right."""

from datetime import datetime

from openimt_clinic.jobs.tasks import look_again, watch_alerts


def wake(now: datetime) -> None:
    """Passes on what fell due while the clinic was down, and works out who needs someone today."""
    moment = int(now.timestamp())
    watch_alerts(moment)
    look_again(moment)
