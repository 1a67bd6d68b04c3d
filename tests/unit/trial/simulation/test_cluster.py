"""A Dask cluster gives the same bytes as this process; one that is not there is refused."""

from pathlib import Path

import pytest

from openimt.errors import TrialError
from openimt.trial.simulation.run import Means, simulate
from tests.unit.trial.design.written import small


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_scheduler_on_this_machine(tmp_path: Path) -> None:
    from distributed import LocalCluster

    design = small(tmp_path)
    alone = simulate(design, 200, means=Means(workers=1))
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:
        address = cluster.scheduler_address
        assert address.startswith("tcp://127.0.0.1:")
        spread = simulate(design, 200, means=Means(dask=address, chunk=30))
    assert spread.rows.tobytes() == alone.rows.tobytes()


@pytest.mark.parametrize("address", ["127.0.0.1:9", "no address at all:x"])
def test_a_scheduler_that_does_not_answer(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openimt.trial.simulation.pool.PATIENCE", "1s")
    with pytest.raises(TrialError, match="no Dask scheduler answers") as refused:
        simulate(small(tmp_path), 10, means=Means(dask=address))
    assert address in str(refused.value)
