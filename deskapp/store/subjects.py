"""Every subject of the store, imported in one place: whoever needs all tables or the whole registry imports this."""

from deskapp.store import (  # noqa: F401
    cards,
    daybook,
    gifts,
    items,
    journal,
    ledger,
    lots,
    members,
    meta,
    numbers,
    people,
    points,
    policies,
    receipts,
    slips,
    statements,
    stock,
    voids,
)
