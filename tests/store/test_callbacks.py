"""Owing a callback: one for each person and purpose, which later events join."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.store import callbacks, complaint_views, edits, intake, queue
from deskapp.store import engine as engines
from deskapp.store.callbacks import CALLBACK, EVENT
from deskapp.store.journal import JOURNAL
from deskapp.store.members import MEMBER
from deskapp.store.posting import Posting
from deskapp.store.registry import OPERATIONS, operation
from tests.store import callers
from tests.store.conftest import Counter

PHONE = "+8613800138000"
Owe = Callable[..., Any]


@pytest.fixture
def owe(counter: Counter) -> Iterator[Owe]:
    """Owes a callback from within another operation, as a complaint would."""

    @operation("tests.owe")
    def within(post: Posting, *, given: dict[str, Any]) -> str | No:
        return post.done(callbacks.due_for(post, **given))

    yield lambda **given: within(counter.act(), given=given)
    del OPERATIONS["tests.owe"]


def rows(counter: Counter, wanted: sa.Table = CALLBACK) -> list[Any]:
    with engines.reading(counter.store.engine) as conn:
        return list(conn.execute(sa.select(wanted).order_by(*wanted.primary_key)))


def member_id(counter: Counter, **columns: Any) -> int:
    counter.member(**columns)
    with engines.reading(counter.store.engine) as conn:
        return int(conn.execute(sa.select(sa.func.max(MEMBER.c.id))).scalar_one())


def test_a_callback_is_owed_from_now_for_the_days_of_its_purpose(counter: Counter, owe: Owe) -> None:
    number = owe(purpose="member_care", phone=PHONE, name="李娜", subject="C1")
    assert number.startswith("BA260715-")
    row = rows(counter)[0]
    assert (row.number, row.person, row.name, row.state) == (number, PHONE, "李娜", "open")
    assert (row.earliest, row.latest) == (counter.clock.now(), counter.clock.now() + timedelta(days=3))
    owe(purpose="promise", phone=PHONE)
    assert rows(counter)[1].latest == counter.clock.now() + timedelta(days=1)


def test_a_second_event_of_the_same_person_and_purpose_joins(counter: Counter, owe: Owe) -> None:
    first = owe(purpose="complaint_feedback", phone=PHONE, subject="C1")
    sooner = counter.clock.now() + timedelta(hours=5)
    assert owe(purpose="complaint_feedback", phone="138 0013 8000", subject="C2", latest=sooner) == first
    assert owe(purpose="member_care", phone=PHONE) != first
    assert (rows(counter)[0].number, rows(counter)[0].latest) == (first, sooner)
    assert [(row.callback, row.subject) for row in rows(counter, EVENT)][:2] == [(first, "C1"), (first, "C2")]
    with engines.reading(counter.store.engine) as conn:
        assert callbacks.about(conn, "C2", "complaint_feedback").number == first
        assert callbacks.about(conn, "C3", "complaint_feedback") is None


def test_a_phone_that_one_member_has_is_that_members(counter: Counter, owe: Owe) -> None:
    known = member_id(counter, phone=PHONE)
    number = owe(purpose="member_care", member=known)
    assert owe(purpose="member_care", phone=PHONE, name="somebody") == number
    assert (rows(counter)[0].person, rows(counter)[0].phone) == (f"m{known}", "")
    member_id(counter, phone=PHONE)
    assert owe(purpose="member_care", phone=PHONE) != number


def test_nobody_to_call_is_owed_nothing_and_a_bad_phone_is_refused(counter: Counter, owe: Owe) -> None:
    assert owe(purpose="member_care", name="张先生") == ""
    assert rows(counter) == []
    answer = owe(purpose="member_care", phone="12")
    assert isinstance(answer, No)
    assert answer.code == "phone_bad"


def test_the_database_itself_refuses_a_second_callback_of_a_person_and_purpose(counter: Counter, owe: Owe) -> None:
    owe(purpose="member_care", phone=PHONE)
    row = rows(counter)[0]._asdict()
    with pytest.raises(sa.exc.IntegrityError), engines.writing(counter.store.engine) as conn:
        conn.execute(CALLBACK.insert(), row | {"number": "B1"})
    with engines.writing(counter.store.engine) as conn:
        conn.execute(CALLBACK.insert(), row | {"number": "B2", "state": "done"})


def test_neither_phone_nor_name_stands_in_the_journal(counter: Counter, owe: Owe) -> None:
    owe(purpose="member_care", phone=PHONE, name="李娜娜", note="钻戒尺寸")
    with engines.reading(counter.store.engine) as conn:
        told = "".join(conn.execute(sa.select(JOURNAL.c.payload)).scalars())
    assert told
    assert not [word for word in (PHONE, PHONE[3:], "李娜娜", "钻戒") if word in told]


def test_who_is_no_member_is_called_in_the_language_of_the_store(counter: Counter) -> None:
    callers.adopted(counter, "store", language='"ko"')
    number = callers.owed(counter)
    assert callers.taken(counter).language == "ko"
    view = queue.show(counter.desk, callback=number)
    assert not isinstance(view, No)
    assert view.language == "ko"
    draft = intake.open_(counter.act(), fields={"what": "漏水"})
    assert not isinstance(draft, No)
    case = complaint_views.show(counter.desk, complaint=draft.complaint)
    assert not isinstance(case, No)
    assert case.fields["language"] == "ko"


def test_a_member_is_called_in_the_language_that_is_theirs_now(counter: Counter) -> None:
    member = callers.member(counter, phone=PHONE, language="en")
    number = callers.owed(counter, member=member)
    edited = edits.edit(counter.act(), member=member, version=2, changes={"language": "zh_Hant"})
    assert not isinstance(edited, No), edited
    assert callers.taken(counter).language == "zh_Hant"
    view = queue.show(counter.desk, callback=number)
    assert not isinstance(view, No)
    assert view.language == "zh_Hant"
