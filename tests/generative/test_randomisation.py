"""Whatever the scheme and whoever comes: the forms agree, and texts break nothing."""

import contextlib
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimt.errors import TrialError
from openimt.trial.randomise.allocator import Allocator
from openimt.trial.randomise.chain import RowKind, new_row
from openimt.trial.randomise.many import draw, many
from openimt.trial.randomise.rules import rule_of
from openimt.trial.randomise.scheme import BalancedFactor, Method, Scheme
from openimt.trial.randomise.scheme_file import public, scheme_from
from openimt.trial.randomise.sealed import opened
from openimt.trial.randomise.secret import rehearsal_secret
from openimt.trial.randomise.verify import read_list, verify

WHO = {"at": "2026-11-22T09:00:00+01:00", "by": "x"}
WEIGHTS = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 10), Fraction(3, 10)])


@st.composite
def factors(draw_from) -> tuple[BalancedFactor, ...]:
    sizes = draw_from(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    return tuple(
        BalancedFactor(f"f{n}", tuple(f"l{k}" for k in range(size)), draw_from(WEIGHTS))
        for n, size in enumerate(sizes)
    )


@st.composite
def schemes(draw_from) -> Scheme:
    ratio = tuple(draw_from(st.lists(st.integers(1, 4), min_size=2, max_size=4)))
    method = draw_from(st.sampled_from(list(Method)))
    if method is Method.URN:
        ratio = (1,) * len(ratio)
    multiples = draw_from(st.sets(st.integers(1, 3), min_size=1, max_size=3))
    return Scheme(
        tuple("abcd"[: len(ratio)]),
        ratio,
        method,
        draw_from(factors()),
        n=30,
        open_label=False,
        block_sizes=tuple(sum(ratio) * times for times in sorted(multiples)),
        p=draw_from(st.sampled_from([Fraction(7, 10), Fraction(4, 5), Fraction(9, 10)])),
        measure=draw_from(st.sampled_from(["range", "variance"])),
        overall=draw_from(st.sampled_from([Fraction(0), Fraction(1, 3)])),
        limit=draw_from(st.integers(1, 3)),
        urn=(draw_from(st.integers(1, 3)), draw_from(st.integers(0, 3))),
    )


def comers(scheme: Scheme, seed: int, n: int) -> list[tuple[int, ...]]:
    rng = np.random.default_rng(seed)
    return [tuple(int(rng.integers(len(f.levels))) for f in scheme.factors) for _ in range(n)]


@given(schemes(), st.integers(0, 10**6))
def test_the_plain_form_and_the_form_for_many_agree(scheme: Scheme, seed: int) -> None:
    """Weights in proportion at every step. Blocks: with one length, so that none is drawn."""
    if scheme.method is Method.BLOCKS:
        from dataclasses import replace

        scheme = replace(scheme, block_sizes=scheme.block_sizes[:1])
    rng = np.random.default_rng(seed)
    together = many(scheme, 1, rng)
    alone = rule_of(scheme, lambda *_: scheme.block_sizes[0])
    row = np.array([0])
    for levels in comers(scheme, seed, 16):
        own = np.array([levels])
        weights = np.asarray(together.weights(row, own)).copy()
        plain = alone.weights(levels)
        total, whole = int(weights.sum()), sum(plain)
        assert [int(w) * whole for w in weights[0]] == [w * total for w in plain]
        assert min(plain) >= 0
        arm = draw(weights, rng)
        together.take(row, own, arm)
        alone.take(levels, int(arm[0]))


@given(schemes(), st.integers(0, 10**6))
def test_the_same_seed_gives_the_same_arms_and_blocks_balance(scheme: Scheme, seed: int) -> None:
    secret = rehearsal_secret(scheme, seed)
    persons = comers(scheme, seed, 40)
    arms = Allocator(scheme, secret.chance).all(persons)
    assert arms == Allocator(scheme, secret.chance).all(persons)
    assert Allocator(scheme, secret.chance).all(persons[:17]) == arms[:17]
    if scheme.method is Method.BLOCKS:
        largest = max(scheme.block_sizes)
        for stratum in {scheme.stratum(levels) for levels in persons}:
            pairs = zip(arms, persons, strict=True)
            own = [arm for arm, levels in pairs if scheme.stratum(levels) == stratum]
            for arm, share in enumerate(scheme.ratio):
                fair = len(own) * share / scheme.round
                assert abs(own.count(arm) - fair) <= largest * share / scheme.round


@given(schemes())
def test_a_scheme_survives_its_words(scheme: Scheme) -> None:
    from dataclasses import replace

    again = replace(scheme_from(public(scheme)), block_sizes=scheme.block_sizes)
    assert again == scheme


def sealed(scheme: Scheme, seed: int, n: int) -> str:
    """The text of a list with n persons, made row by row without any disk."""
    secret = rehearsal_secret(scheme, seed)
    row = opened(scheme, secret, trial="T", **WHO).head
    text, allocator = row.line, Allocator(secret.complete(scheme), secret.chance)
    for number, levels in enumerate(comers(scheme, seed, n)):
        named = {f.name: f.levels[k] for f, k in zip(scheme.factors, levels, strict=True)}
        says = {"person": f"p{number}", "levels": named, "arm": scheme.arms[allocator.next(levels)]}
        row = new_row(row, RowKind.ALLOCATION, **WHO, says=says)
        text += row.line
    return text + new_row(row, RowKind.REVEAL, **WHO, says=secret.said()).line


@given(schemes(), st.integers(0, 1000), st.data())
def test_every_changed_sign_is_found(scheme: Scheme, seed: int, data: st.DataObject) -> None:
    """Any one sign replaced, left out or put in, anywhere but in the last row's end."""
    text = sealed(scheme, seed, 5)
    assert verify(text).sound
    at = data.draw(st.integers(0, len(text) - 2))
    sign = data.draw(st.sampled_from('0a"{}:, \n\\é9-'))
    for changed in (
        text[:at] + sign + text[at + 1 :],
        text[:at] + text[at + 1 :],
        text[:at] + sign + text[at:],
    ):
        if changed != text:
            assert not verify(changed).sound


@given(schemes(), st.integers(0, 1000), st.permutations(range(1, 6)))
def test_every_other_order_is_found(scheme: Scheme, seed: int, order: list[int]) -> None:
    rows = sealed(scheme, seed, 5).splitlines(keepends=True)
    turned = "".join([rows[0], *(rows[n] for n in order), rows[6]])
    assert verify(turned).sound == (list(order) == [1, 2, 3, 4, 5])


@given(st.text(max_size=300))
def test_any_text_at_all_is_only_ever_unsound(text: str) -> None:
    assert not verify(text).sound


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    schemes(),
    st.integers(0, 6),
    st.sampled_from(["says", "scheme", "levels", "person", "arm"]),
    JSON,
)
def test_well_formed_nonsense_is_found_and_never_breaks(
    scheme: Scheme, at: int, key: str, value
) -> None:
    """A row says something else and the whole chain is made anew over it."""
    listed, _ = read_list(sealed(scheme, 3, 5))
    rows, text = [], ""
    for place, row in enumerate(listed.rows):
        says = dict(row.says)
        if place == at and key == "says":
            says = value if isinstance(value, dict) else {"x": value}
        elif place == at:
            says[key] = value
        rows.append(new_row(rows[-1] if rows else None, row.kind, **WHO, says=says))
        text += rows[-1].line
    changed = dict(rows[at].says) != dict(listed.rows[at].says)
    renamed = key == "person" and 1 <= at <= 5
    assert verify(text).sound == (not changed) or (renamed and isinstance(value, str))


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "arms",
                "ratio",
                "method",
                "factor",
                "n",
                "site",
                "p",
                "urn",
                "limit",
                "measure",
                "overall",
                "block_sizes",
            ]
        ),
        JSON,
    )
)
def test_a_table_that_is_no_scheme_is_refused_in_a_sentence(table: dict) -> None:
    made = None
    with contextlib.suppress(TrialError):
        made = scheme_from({"arms": ["a", "b"], "method": "simple"} | table)
    assert made is None or scheme_from(public(made)).arms == made.arms


def test_the_guard_above_can_fail() -> None:
    with pytest.raises(TrialError, match="another kind"):
        scheme_from({"arms": "ab", "method": "simple"})
