"""Which feeling went with which act, as it was told: to ask about, never a finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from openimt.deliver.moments.moment import Moment
from openimt.formulate.pattern.limits import limits


@dataclass(frozen=True)
class FeltAndDid:
    """A feeling, and what was done or wanted in each of the moments in which it was felt."""

    feeling: str
    did: tuple[str, ...]


def felt_and_did(moments: Iterable[Moment]) -> tuple[FeltAndDid, ...]:
    """Each feeling that came with an act as often as is worth a question (``limits.toml``), the
    most frequent first.

    The acts stand in the person's own words; nothing is read into them.

    >>> from datetime import UTC, datetime
    >>> from openimt.deliver.moments.moment import Felt
    >>> one = Moment(datetime(2026, 11, 22, tzinfo=UTC), feelings=(Felt("hurt"),), did="I left.")
    >>> felt_and_did([one, one])
    (FeltAndDid(feeling='hurt', did=('I left.', 'I left.')),)
    """
    found: dict[str, list[str]] = {}
    for one in moments:
        for word in dict.fromkeys(felt.word for felt in one.feelings if one.did):
            found.setdefault(word, []).append(one.did)
    often = [FeltAndDid(w, tuple(did)) for w, did in found.items() if len(did) >= limits().times]
    return tuple(sorted(often, key=lambda row: (-len(row.did), row.feeling)))
