"""A store with 100,000 complaints of one year and 1,000 customers who wait for a call: made once and kept."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import stand
from deskapp.store import complaint_finding, intake
from deskapp.store import engine as engines
from deskapp.store.callbacks import CALLBACK, EVENT
from deskapp.store.complaint_finding import KEY
from deskapp.store.complaints import CASE
from deskapp.store.deadlines import RUN

CASES, WAITING, ONE_IN = 100_000, 1_000, 50
"""Complaints, callbacks, and of how many complaints one is open."""
AT_ONCE = 2_000
NAMES = "王李张刘陈杨黄赵吴周", "伟芳娜敏静丽强磊军洋艳勇杰娟涛明超霞平刚", "民华国文英玉建红春梅"
THINGS = ("电饭锅", "空调", "羽绒服", "运动鞋", "手机", "洗衣机", "婴儿车", "面霜", "电动车", "蛋糕", "行李箱", "台灯")
FAULTS = (
    "漏水",
    "开胶",
    "不制冷",
    "掉色",
    "黑屏",
    "有异味",
    "缺零件",
    "过期",
    "噪音大",
    "态度不好",
    "等太久",
    "多收钱",
)
MORE = ("第二次使用就出现", "店员说是正常现象", "顾客很不满意", "要求尽快处理", "已经来过两次")
KINDS = {
    "category": ("goods", "service", "price", "after_sales", "delivery", "safety", "other"),
    "department": ("floor", "service", "property", "finance"),
    "cause": ("defect", "attitude", "process", ""),
    "channel": ("in_person", "phone", "hotline", "message"),
}


BLANK = intake.blank()


def kept(store: Path) -> Path:
    """This store with the complaints in it, made now if it was not before."""
    path = store.with_name(f"{store.stem}-cases-{CASES}.sqlite")
    if not path.exists():
        sys.stderr.write(f"making {CASES:,} complaints, once: {path}\n")
        beginning = Path(shutil.copyfile(store, path.with_suffix(".new")))
        _fill(beginning)
        beginning.replace(path)
    return path


def _fill(path: Path) -> None:
    engine = engines.connect(f"sqlite:///{path}")
    try:
        with engines.writing(engine) as conn:
            entry = conn.execute(sa.text("select max(number) from journal")).scalar_one()
            first = int(conn.execute(sa.select(sa.func.max(CASE.c.id))).scalar() or 0) + 1
            keys: list[dict[str, Any]] = []
            for begun in range(0, CASES, AT_ONCE):
                rows = [_case(first + which, which, entry) for which in range(begun, begun + AT_ONCE)]
                for row in rows:
                    row["search"], found = complaint_finding.found_by(row, "CN")
                    keys += [{"k": key, "complaint_id": row["id"]} for key in found]
                conn.execute(sa.insert(CASE), rows)
                conn.execute(sa.insert(RUN), list(_runs(rows, entry)))
            conn.execute(sa.insert(KEY), sorted(keys, key=lambda row: (row["k"], row["complaint_id"])))
            conn.execute(sa.insert(CALLBACK), [_callback(which, entry) for which in range(WAITING)])
            conn.execute(sa.insert(EVENT), [_event(which, entry) for which in range(WAITING)])
    finally:
        engine.dispose()


def _case(key: int, which: int, entry: int) -> dict[str, Any]:
    chance = random.Random(which)
    begun = stand.NOON - timedelta(minutes=5 * (CASES - which))
    thing, fault = chance.choice(THINGS), chance.choice(FAULTS)
    name = "".join(chance.choice(part) for part in NAMES)
    row = BLANK | {kind: chance.choice(codes) for kind, codes in KINDS.items()}
    row |= {"id": key, "number": f"C{begun:%y%m%d}-{which:06}", "entry": entry, "last_entry": entry, "name": name}
    row |= {"phone": f"+86138{chance.randrange(10**8):08}", "subject": thing + fault, "receipt": f"R{which:06}"}
    row |= {"what": f"{thing}{fault},{''.join(chance.sample(MORE, 3))}", "asked": "退货", "opened_at": begun}
    row |= {"registered_at": begun, "registered_on": begun.date(), "happened_at": begun, "assignee": "1001"}
    row |= {"founded": chance.random() < 0.8, "answered_at": begun, "answer_minutes": chance.randrange(4000)}
    if which % ONE_IN:
        judged = chance.choice(("satisfied", "satisfied", "fair", "dissatisfied", "unreachable"))
        row |= {"state": "closed", "feedback": judged, "closed_at": begun, "closed_on": begun.date()}
        return row | {"implemented_at": begun, "run": 1 + (chance.random() < 0.1), "cost": chance.randrange(50_000)}
    due = stand.NOON + timedelta(minutes=chance.randrange(-5_000, 5_000))
    return row | {"state": "registered", "due_at": due, "due_step": "judge"}


def _runs(rows: list[dict[str, Any]], entry: int) -> Iterator[dict[str, Any]]:
    for row in rows:
        ended = None if row["due_at"] else row["opened_at"]
        run = {"complaint_id": row["id"], "run": 1, "step": "judge", "target": "1d", "started_at": row["opened_at"]}
        due = row["due_at"] or row["opened_at"]
        yield {**run, "due_at": due, "ended_at": ended, "entry": entry, "ended_by": entry if ended else None}


def _callback(which: int, entry: int) -> dict[str, Any]:
    latest = stand.NOON + timedelta(minutes=60 + 7 * which % 4000)
    row = {"number": f"B261123-9{which:04}", "purpose": "member_care", "person": f"+86139{which:08}", "upset": False}
    row |= {"member_id": None, "name": "王芳", "phone": f"+86139{which:08}", "language": "zh_Hans", "latest": latest}
    row |= {"earliest": stand.NOON - timedelta(days=1), "made_at": stand.NOON, "state": "open", "assignee": ""}
    return row | {"claimed_by": "", "outcome": "", "settled_at": None, "entry": entry, "last_entry": entry}


def _event(which: int, entry: int) -> dict[str, Any]:
    row = {"callback": f"B261123-9{which:04}", "person": f"+86139{which:08}", "purpose": "member_care", "subject": ""}
    at = datetime(2026, 11, 22, 4, tzinfo=UTC)
    return row | {"occasion": "", "note": "", "day": at.date(), "at": at, "entry": entry}
