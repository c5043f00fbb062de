"""A shop whose days have reports: yesterday's is sealed, today's not; a month and a shift have theirs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from deskapp.rules import reports as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.reports import Compliance
from deskapp.screens.doors import House
from deskapp.store.movements import GiftsGiven, MoneyMoved, PointsMoved, StockMoved
from deskapp.store.outstanding import Cases, Causes, Level, Open, OpenSlip
from deskapp.store.report_parts import (
    Answers,
    Clerk,
    DayLine,
    Hour,
    Late,
    Listed,
    Override,
    Punctual,
    Refusal,
    Report,
    Sealed,
    Service,
    ShiftWork,
    Work,
)
from deskapp.store.seals import SealedReport
from tests.screens.kit import NAMES, NOON, FakeDoors

TODAY = date(2026, 11, 22)
HASH = "9f2c" * 16
CUP = {"en": "Thermos cup", "zh_Hans": "保温杯", "zh_Hant": "保溫杯", "ko": "보온 텀블러"}
BAG = {"en": "Shopping bag", "zh_Hans": "购物袋", "zh_Hant": "購物袋", "ko": "장바구니"}
LANGUAGES = ("zh_Hans", "zh_Hant", "ko", "en")
CLASSES = {
    "category": {"goods": ("商品质量", "商品品質", "상품 품질", "Quality of goods"),
                 "service": ("服务态度", "服務態度", "서비스 태도", "Manner of service")},
    "cause": {"defect": ("商品缺陷", "商品瑕疵", "상품 결함", "Defective goods")},
    "shift": {"early": ("早班", "早班", "오전 근무", "Early shift"),
              "late": ("晚班", "晚班", "오후 근무", "Late shift")},
    "counter": {"A": ("总服务台 A", "總服務台 A", "안내데스크 A", "Service desk A"),
                "B": ("[b]二楼", "二樓", "2층", "Second floor")},
}  # fmt: skip


def at(hour: int) -> datetime:
    return datetime(2026, 11, 21, hour - 8, 5, tzinfo=UTC)


def shift(number: str, kind: str, done: int, money: int | None, variance: int = 0) -> ShiftWork:
    return ShiftWork(number, "A", kind, 1, done, 1, 2, 258, 60, 1, money, variance)


DAY = Report(
    "daily", TODAY, TODAY, "", NAMES, "CNY", 601, 683, 83, Service(4, 4, 1, 2),
    PointsMoved(516, 120, 30, 0, 12, 0, 13, 0, 401),
    [Work("points.earn", 21, 2), Work("gifts.redeem", 3, 1), Work("people.sign_in", 4, 0)],
    [Clerk("1001", "陈静", 40, 2, 1, 0), Clerk("3001", "赵国强", 3, 0, 0, 1)],
    [Hour(9, 4), Hour(10, 12), Hour(17, 24)], [],
    [GiftsGiven("G001", CUP, 2, 0, 120, 1980), GiftsGiven("G004", BAG, 6, 1, 120, 0)],
    [StockMoved("G001", CUP, 40, 10, 2, 1, -1), StockMoved("G004", BAG, 0, 0, 6, 0, 0)],
    [MoneyMoved("A", 1980, 0, 10_000, 500, -1000, 10_480)],
    [Cases("goods", 3), Cases("", 1)], [Answers("satisfied", 8), Answers("no_answer", 3)],
    [Refusal("receipt_used", "points.earn", 2), Refusal("points_short", "gifts.redeem", 1)],
    [Override(612, at(10), "points.earn", "receipt_late", "1001", "3001", "顾客远道而来")],
    [OpenSlip("SA261122-0003J", "redemption", at(11), "1001")],
    [Late(640, "points.earn", "SA261121-0002K", "receipt_late", date(2026, 11, 20))],
    Listed(1, 1, 1), Open(NOON, 17, 7, 19, 6, 1, 0),
    Compliance(date(2026, 11, 1), TODAY, 21, 20, 19, [date(2026, 11, 9)]),
    shifts=[shift("DA261122-0001", "early", 30, 1980, -1000), shift("DA261122-0002", "late", 11, None)],
    punctual=Punctual(9, 2), causes=[Causes("defect", 2)],
    levels=[Level("G001", CUP, 3, 6, low=True), Level("G004", BAG, 794, 100, low=False)],
)  # fmt: skip
SEALED = Sealed(20, at(23), "2001", "林美惠", HASH)


@dataclass
class Reported(FakeDoors):
    """A store whose reports are asked for, by name and days; clerks may not read them when `closed_to` says so."""

    asked_for: list[tuple[str, Any]] = field(default_factory=list)
    classes: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=lambda: CLASSES)
    told: Report = DAY
    sealed: set[date] = field(default_factory=lambda: {TODAY - timedelta(days=1)})
    refused: No | None = None

    def __post_init__(self) -> None:
        of_day = {f"reports.{kind}": self._of_day(kind) for kind in ("daily", "weekly", "monthly")}
        self.readings |= {**of_day, "reports.range": self._range, "reports.shift": self._shift}
        self.operations |= {"reports.seal": self._seal}
        super().__post_init__()

    def open(self) -> House:
        classes = {
            kind: {code: dict(zip(LANGUAGES, said, strict=True)) for code, said in each.items()}
            for kind, each in self.classes.items()
        }
        return replace(super().open(), classes=classes)

    def _of_day(self, kind: Any) -> Any:
        def read(*, date: date, counter: str = "") -> Report | No:
            self.asked_for.append((kind, date, counter) if counter else (kind, date))
            span = rules.of(kind, date)
            told = self._of(kind, span.start, span.end)
            return self.refused or (replace(told, counter=counter, sealed=None) if counter else told)

        return read

    def _of(self, kind: Any, start: date, end: date) -> Report:
        report = replace(self.told, kind=kind, start=start, end=end)
        if kind != "daily":
            days = [DayLine(start + timedelta(days=n), 80, 40 + n, 4, 500 + n, 100, 9, n % 3) for n in range(3)]
            kinds = [ShiftWork("", "A", "early", 20, 600, 9, 40, 5160, 1200, 30, 19_800, -1000)]
            return replace(report, days=days, shifts=kinds)
        return replace(report, sealed=SEALED) if start in self.sealed else report

    def _range(self, *, start: date, end: date, counter: str = "") -> Report:
        self.asked_for.append(("range", (start, end), counter) if counter else ("range", (start, end)))
        return replace(self._of("range", start, end), counter=counter)

    def _shift(self, *, shift: str) -> Report:
        self.asked_for.append(("shift", shift))
        return replace(self.told, shift=shift, counter="A", shifts=self.told.shifts[:1])

    def _seal(self, *, date: date) -> SealedReport | No:
        if date in self.sealed:
            return no("report_sealed", field="date", number=20, date=date)
        self.sealed.add(date)
        return SealedReport(21, date, 601, 683, 83, HASH)
