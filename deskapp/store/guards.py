"""Makes the database itself refuse to change what was written: journal and transfers are append-only on both engines.

Whatever comes in by another door (a script, a hand in the file) meets the same wall; `deskapp verify` finds breakers.
"""

from __future__ import annotations

import sqlalchemy as sa

APPEND_ONLY = (
    "journal", "transfer", "policy_text", "tally_note", "report_seal", "shift_count", "shift_settlement",
    "shift_correction", "handover_item",
)  # fmt: skip
KEPT = (
    "receipt", "receipt_use", "points_lot", "lot_use", "slip", "account", "member_change", "consent", "member", "card",
    "item", "staff", "tally", "tally_day", "stock_count", "callback", "callback_event", "callback_attempt", "call_wish",
    "feedback", "call", "knowledge", "complaint",
    "complaint_change", "complaint_run", "complaint_hold", "complaint_proposal",
    "complaint_remedy", "complaint_evidence",
    "shift", "shift_clerk", "shift_note", "handover",
)  # fmt: skip
"""Tables whose rows may move on but never go."""

_SQLITE = """
create trigger {name} before {event} on {table} begin
    select raise(abort, 'rows of {table} are never taken back: void the entry instead');
end
"""
_POSTGRESQL = """
create trigger {name} before {event} on {table} for each {row} execute function deskapp_never()
"""
_POSTGRESQL_FUNCTION = """
create or replace function deskapp_never() returns trigger language plpgsql as $$
begin
    raise exception 'rows of %% are never taken back: void the entry instead', tg_table_name;
end $$
"""


def install(connection: sa.Connection) -> None:
    """Put the walls up, anew after every migration."""
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql(_POSTGRESQL_FUNCTION)
    for table, event in _walls():
        name = f"{table}_no_{event}"
        connection.exec_driver_sql(f"drop trigger if exists {name}" + (f" on {table}" if postgresql else ""))
        wall = _POSTGRESQL if postgresql else _SQLITE
        connection.exec_driver_sql(wall.format(name=name, event=event, table=table, row="row"))
    if postgresql:
        for table in (*APPEND_ONLY, *KEPT):
            connection.exec_driver_sql(f"drop trigger if exists {table}_no_truncate on {table}")
            connection.exec_driver_sql(
                _POSTGRESQL.format(name=f"{table}_no_truncate", event="truncate", table=table, row="statement")
            )


def _walls() -> list[tuple[str, str]]:
    return [(table, event) for table in APPEND_ONLY for event in ("update", "delete")] + [(t, "delete") for t in KEPT]
