"""Complaints and callbacks of some days for the tests of their figures: by month, so that other days are others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from deskapp.rules import ranges
from deskapp.screens.doors import House
from deskapp.store.complaint_figures import DIMENSIONS, Figures, Row, Statistics
from deskapp.store.coverage import Coverage, Summary
from tests.screens.kit import FakeDoors

GOODS = Figures(17, 16, 13, 12, 12 * 1561, 10, 3, 9, 7, 1, 2, 8, 1, 123_456)
SERVICE = Figures(4, 3, 3, 2, 2 * 95, 2, 0, 2, 2, 0, 0, 2, 0, 0)
NEW = Figures(2)
WHOLE = Figures(*(sum(getattr(each, name) for each in (GOODS, SERVICE, NEW)) for name in vars(GOODS)))
CODES = {
    "category": ("goods", "service", ""), "department": ("floor", "service", ""), "cause": ("defect", "customer", ""),
    "channel": ("in_person", "phone", "hotline"),
}  # fmt: skip
NAMED = {
    "category": {"goods": ("商品质量", "商品品質", "상품 품질", "Quality of goods"),
                 "service": ("服务态度", "服務態度", "서비스 태도", "Manner of service")},
    "department": {"floor": ("营业部", "營業部", "매장 운영팀", "Sales floor"),
                   "service": ("客服部", "客服部", "고객서비스팀", "Customer service")},
    "cause": {"defect": ("商品缺陷", "商品瑕疵", "상품 결함", "Defective goods"),
              "customer": ("顾客误解或使用不当", "顧客誤解或使用不當", "고객 오해 또는 사용 부주의",
                           "Misunderstanding or misuse")},
}  # fmt: skip
LANGUAGES = ("zh_Hans", "zh_Hant", "ko", "en")


@dataclass
class Figured(FakeDoors):
    """A store with figures for November; October has half of the complaints, and no other days have anything."""

    asked_for: list[tuple[str, date, date]] = field(default_factory=list)
    names: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=lambda: NAMED)

    def __post_init__(self) -> None:
        self.readings |= {
            "complaints.statistics": self._statistics, "callbacks.coverage": self._coverage,
            "callbacks.summary": self._summary,
        }  # fmt: skip
        super().__post_init__()

    def open(self) -> House:
        classes = {
            kind: {code: dict(zip(LANGUAGES, said, strict=True)) for code, said in each.items()}
            for kind, each in self.names.items()
        }
        return replace(super().open(), classes=classes)

    def _noted(self, name: str, start: date, end: date) -> Any:
        self.asked_for.append((name, start, end))
        return ranges.backwards(start, end)

    def _statistics(self, *, start: date, end: date) -> Any:
        if refused := self._noted("complaints", start, end):
            return refused
        if start.month != 11:
            listed = [Row("goods", GOODS)] if start.month == 10 else []
            return Statistics(start, end, GOODS if listed else Figures(), 0, dict.fromkeys(DIMENSIONS, listed))
        rows = {
            name: [Row(code, each) for code, each in zip(codes, (GOODS, SERVICE, NEW), strict=True)]
            for name, codes in CODES.items()
        }
        return Statistics(start, end, WHOLE, 5, rows)

    def _coverage(self, *, start: date, end: date) -> Any:
        if refused := self._noted("coverage", start, end):
            return refused
        if start.month != 11:
            return Coverage(start, end, *(0,) * 10)
        return Coverage(start, end, 1234, 1001, 12, 23, 34, 160, 4, 7, 600, 3)

    def _summary(self, *, start: date, end: date) -> Any:
        if start.month != 11:
            return Summary(start, end, 0, 0, None, 0, 0, None, None, {}, {}, {}, 0, 0)
        outcomes = {"satisfied": 40, "fair": 6, "dissatisfied": 2, "no_answer": 29, "busy": 13}
        return Summary(
            start, end, 90, 61, 68, 50, 45, 90, 83, outcomes, {"service": 5, "goods": 3}, {"1001": 60, "1002": 30}, 2, 6
        )
