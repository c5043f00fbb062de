"""Who is in front: each piece of work has a customer of its own, whom every form and the strip read from one place."""

from __future__ import annotations

from deskapp.rules.decisions import No
from deskapp.screens.customer import InFront, in_front
from deskapp.screens.frame import Frame
from deskapp.screens.keeping import Keeping
from deskapp.screens.works import Work, frames


class Attending(Keeping):
    """An app that has a customer in front."""

    @property
    def customer(self) -> InFront | None:
        """The customer in front of the person now signed in."""
        return self.work.customer if self.work else None

    def put_in_front(self, customer: InFront | None, work: Work | None = None) -> None:
        """This customer, or nobody, is in front from now on: in this piece of work, or the one before the clerk."""
        work = work or self.work
        if work is None:
            return
        work.customer = customer
        for screen in frames(self.stack_of(work)):
            if screen.is_mounted:
                screen.customer_changed()

    async def attach(self, member: str, *, shown_by: Frame | None = None) -> InFront | None:
        """Bring a member in front, by member number or card, in the piece of work that asks for them; None (and said
        why) when there is no such member, or when the clerk has gone on to other work, or from the screen that shows
        them, meanwhile."""
        work = self.work
        view = await self.read("members.show", member=member)
        if isinstance(view, No):
            self.say(view)
            return None
        if shown_by is not None and (work is None or shown_by not in self.stack_of(work)):
            return None
        self.put_in_front(in_front(view), work)
        return self.customer if work is self.work else None

    def release(self) -> None:
        """The customer in front has gone; one key brings them back."""
        if self.work is not None and self.customer is not None:
            self.work.before = self.customer.number
        self.put_in_front(None)

    async def known(self, number: str) -> InFront | None:
        """The member of this number, as they are shown in front; None when the store knows nobody by it."""
        view = await self.read("members.show", member=number)
        return None if isinstance(view, No) else in_front(view)
