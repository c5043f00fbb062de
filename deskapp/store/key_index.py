"""A table of keys under which records are found as one types, the same on both engines.

The keys are counted first, all in one statement. Few: join from the keys to the records. Many: walk the newest records
and test their search text; where too few of these have it (the receipts of one old month begin alike), join after all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from deskapp.store.tables import written

MOST = 20
FEW = 1_000
"""So many keys are always joined; beyond, the square root of 20 N / 2 decides, where walking becomes cheaper."""
RECENT = 4
"""So many times that number are walked: where the keys lie evenly, twice of what is needed."""
TOP = "\U0010ffff"
"""Sorts behind every text: from `a` to `a` + TOP is everything that begins with `a`."""

INSTR = (("sqlite", "instr"), ("postgresql", "strpos"))
"""Each engine, and what it calls the place of a text in another."""

Span = tuple[str, str]
"""The first key and the last, both included."""


@dataclass(frozen=True)
class Stage:
    """Keys from `a` to `b`, both included, and what stands in the search text of whoever has one of them."""

    a: str
    b: str
    inside: str

    @property
    def span(self) -> Span:
        """Its keys."""
        return self.a, self.b


def exactly(key: str, inside: str) -> Stage:
    """This key."""
    return Stage(key, key, inside)


def begins(key: str, inside: str) -> Stage:
    """This key and whatever begins with it."""
    return Stage(key, key + TOP, inside)


@dataclass(frozen=True)
class KeyIndex:
    """The table of keys, and the queries behind it, each written for both engines where they differ: `last` the highest
    id of a record, `join` those of a span of keys, `walk` those with a text inside among the newest `window`."""

    keys: str
    last: sa.TextualSelect
    join: Mapping[str, sa.TextualSelect]
    walk: Mapping[str, sa.TextualSelect]

    def counted(self, conn: sa.Connection, spans: Iterable[Span], cap: int = FEW) -> dict[Span, int]:
        """How many keys lie in each of these, at most `cap`; asked in one go."""
        asked = list(dict.fromkeys(spans))
        if not asked:
            return {}
        given = {f"{end}{n}": key for n, span in enumerate(asked) for end, key in zip("ab", span, strict=True)}
        counts = conn.execute(_counts(self.keys, len(asked)), {**given, "cap": cap}).one()
        return dict(zip(asked, counts, strict=True))

    def rows(self, conn: sa.Connection, stages: Iterable[Stage], many: Mapping[Span, int], most: int) -> Iterator[Any]:
        """The records of these stages, one after another, at most so many of each; a record may come twice. The next
        stage is asked only when its rows are."""
        joined: dict[str, int] = {}
        for stage in stages:
            keys = many[stage.span]
            if keys and joined.get(stage.a) != keys:  # else nothing goes on behind the key that was there itself
                yield from self._fetched(conn, stage, keys, most)
            if keys < FEW:
                joined[stage.a] = keys

    def _fetched(self, conn: sa.Connection, stage: Stage, many: int, most: int) -> Iterable[Any]:
        if many >= FEW:
            last = conn.execute(self.last).scalar_one() or 0
            cap = max(FEW, math.isqrt(MOST * last // 2))
            if cap == FEW or self.counted(conn, [stage.span], cap)[stage.span] >= cap:
                given = {"inside": stage.inside, "most": most, "window": RECENT * cap}
                walked = conn.execute(self.walk[conn.dialect.name], given).all()
                if len(walked) == most or RECENT * cap >= last:
                    return walked
        given = {"a": stage.a, "b": stage.b, "inside": stage.inside, "most": most}
        return conn.execute(self.join[conn.dialect.name], given)


@cache
def _counts(keys: str, spans: int) -> sa.TextualSelect:
    within = f"(select count(*) from (select 1 from {keys} where k >= :a{{n}} and k <= :b{{n}} limit :cap) s{{n}})"
    names = [f"c{n}" for n in range(spans)]
    return written("select " + ", ".join(within.format(n=n) for n in range(spans)), " ".join(names))
