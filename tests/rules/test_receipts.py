"""Barcodes of receipts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.policy_model import ReceiptPolicy
from deskapp.rules.receipts import Scanned, scanned

POLICY = ReceiptPolicy(barcode=r"(?P<till>\d{2})(?P<date>\d{8})(?P<number>\d{4})(?P<amount>\d{8})?")


def test_a_barcode_tells_till_date_number_and_amount() -> None:
    assert scanned("0320261122000700001999", POLICY) == Scanned("0007", "03", date(2026, 11, 22), 1999)
    assert scanned("03202611220007", POLICY) == Scanned("0007", "03", date(2026, 11, 22))


def test_a_short_date_is_of_this_century() -> None:
    policy = ReceiptPolicy(barcode=r"R(?P<number>\d+)-(?P<date>\d{6})")
    assert scanned("r12-261122", policy) == Scanned("12", "", date(2026, 11, 22))


@pytest.mark.parametrize("text", ["", "0320261322000700001999", "6901234567892", "x"])
def test_another_barcode_is_none(text: str) -> None:
    assert scanned(text, POLICY) is None


def test_without_a_pattern_receipts_are_typed() -> None:
    assert scanned("03202611220007", ReceiptPolicy()) is None


@given(st.text(max_size=100) | st.text("0123456789", max_size=30))
def test_whatever_is_scanned_is_read_with_a_number_or_left(text: str) -> None:
    read = scanned(text, POLICY)
    assert read is None or read.number
