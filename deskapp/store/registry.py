"""The registry: what the desk can be asked, by name, with typed parameters, roles and refusals.

Screens call the functions; `deskapp post` and `deskapp query` call them by name with JSON. One core, two doors.
"""

from __future__ import annotations

import hmac
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

from deskapp.rules.decisions import No, Role, satisfies
from deskapp.rules.journal import canonical

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from deskapp.store.desk import Act, Desk
    from deskapp.store.posting import Look, Posting

P = ParamSpec("P")
R = TypeVar("R")

Money = Annotated[int, "money"]
"""Integer minor units of the store's currency; the JSON door also takes a decimal text such as "9.90"."""

First = Callable[["Act", Mapping[str, Any]], "No | None"]
"""What is asked before a posting: the attempt and its arguments, answered with why not."""

Ahead = Callable[["Look"], Any]
"""What is worked out before a posting, from the store as it stands a moment earlier."""

OPERATIONS: dict[str, Operation[Any, Any]] = {}
Secret = Annotated[str, "secret"]
"""A PIN or the like: never journalled, not even as a fingerprint."""

READINGS: dict[str, Reading[Any, Any]] = {}


class Callee:
    """What operations and readings share: a name, a signature, and the door by which JSON comes in."""

    def __init__(self, name: str, function: Callable[..., Any], by: tuple[Role, ...]) -> None:
        self.name, self.function, self.by = name, function, by

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    @cached_property
    def signature(self) -> inspect.Signature:
        """The parameters a caller gives; the posting itself is not one of them."""
        whole = inspect.signature(self.function)
        return whole.replace(parameters=list(whole.parameters.values())[1:])

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The resolved types of the parameters and, under `return`, of the result."""
        return get_type_hints(self.function, include_extras=True)

    @property
    def secrets(self) -> set[str]:
        """The parameters that are nobody's to see."""
        return {name for name, hint in self.hints.items() if hint == Secret}

    def may(self, role: Role) -> bool:
        """Whether this role may ask."""
        return any(satisfies(role, needed) for needed in self.by)

    @cached_property
    def parameters(self) -> TypeAdapter[Any]:
        """The pydantic reader of the parameters; unknown names are refused."""
        from pydantic import ConfigDict, TypeAdapter, create_model

        fields: dict[str, Any] = {
            name: (self.hints[name], ... if parameter.default is parameter.empty else parameter.default)
            for name, parameter in self.signature.parameters.items()
        }
        return TypeAdapter(create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields))

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the parameters."""
        return self.parameters.json_schema()

    def result_schema(self) -> dict[str, Any]:
        """JSON Schema of what is answered when it is not refused."""
        return self.result.json_schema(mode="serialization")

    @cached_property
    def result(self) -> TypeAdapter[Any]:
        """The pydantic reader and writer of the result."""
        from pydantic import TypeAdapter

        return TypeAdapter(self._result_type())

    def _result_type(self) -> Any:
        answers = self.hints["return"]
        kinds = [kind for kind in getattr(answers, "__args__", (answers,)) if kind is not No]
        return kinds[0] if len(kinds) == 1 and No in getattr(answers, "__args__", ()) else answers

    def from_json(self, given: Mapping[str, Any], exponent: int) -> dict[str, Any]:
        """Typed arguments from a JSON object. Raises pydantic.ValidationError naming each bad field."""
        from deskapp.rules.money import parse

        def minor(name: str, value: Any) -> Any:
            if self.hints.get(name) != Money or not isinstance(value, str):
                return value
            parsed = parse(value, exponent=exponent, field=name)
            return value if isinstance(parsed, No) else parsed

        model = self.parameters.validate_python({name: minor(name, value) for name, value in given.items()})
        return {name: getattr(model, name) for name in given}


class Operation(Callee, Generic[P, R]):
    """One thing the desk does: called with an attempt, it answers with the result or with why not."""

    def __init__(
        self,
        name: str,
        function: Callable[Concatenate[Posting, P], R | No],
        by: tuple[Role, ...],
        refuses: tuple[str, ...],
        first: First | None,
        ahead: Ahead | None,
    ) -> None:
        super().__init__(name, function, by)
        self.refuses, self.first, self.ahead = refuses, first, ahead

    def __call__(self, act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R | No:
        from deskapp.store.posting import perform

        answer: R | No = perform(self, act, self.bound(*args, **kwargs))
        return answer

    def bound(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The arguments by name with defaults filled in. Raises TypeError like any call."""
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return dict(bound.arguments)

    def request(self, arguments: Mapping[str, Any], key: bytes) -> str:
        """Fingerprint of the arguments: the same operation id with other arguments is another request. It is made with
        the store's own key, so that nobody guesses a birthday or a phone from the journal alone."""
        told = {name: value for name, value in arguments.items() if name not in self.secrets}
        return hmac.new(key, canonical(told).encode(), "sha256").hexdigest()[:32]


class Reading(Callee, Generic[P, R]):
    """One thing the desk can be asked: read in one transaction, changing nothing."""

    def __call__(self, desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> R:
        from deskapp.store.posting import look

        with look(desk) as view:
            answer: R = self.function(view, *args, **kwargs)
            return answer


def operation(
    name: str,
    *,
    by: Role | tuple[Role, ...] = Role.CLERK,
    refuses: tuple[str, ...] = (),
    first: First | None = None,
    ahead: Ahead | None = None,
) -> Callable[[Callable[Concatenate[Posting, P], R | No]], Operation[P, R]]:
    """Register a function as the operation `subject.verb`, open to `by` and every role above. `first` is asked before
    the write lock is taken, for what is slow or must stay even if the posting is refused. So is `ahead`, whose answer
    the posting finds as `post.ahead`: it must see for itself that what was true a moment ago still is."""

    def register(function: Callable[Concatenate[Posting, P], R | No]) -> Operation[P, R]:
        made: Operation[P, R] = Operation(name, function, _roles(by), refuses, first, ahead)
        OPERATIONS[name] = made
        return made

    return register


def reading(
    name: str, *, by: Role | tuple[Role, ...] = (Role.CLERK, Role.FINANCE, Role.AUDITOR)
) -> Callable[[Callable[Concatenate[Look, P], R]], Reading[P, R]]:
    """Register a function as the reading `subject.verb`."""

    def register(function: Callable[Concatenate[Look, P], R]) -> Reading[P, R]:
        made: Reading[P, R] = Reading(name, function, _roles(by))
        READINGS[name] = made
        return made

    return register


def _roles(by: Role | tuple[Role, ...]) -> tuple[Role, ...]:
    return by if isinstance(by, tuple) else (by,)


@dataclass(frozen=True)
class Contract:
    """What `deskapp operations` publishes of one operation or reading."""

    name: str
    kind: str
    summary: str
    roles: tuple[str, ...]
    refuses: tuple[str, ...]


def load() -> None:
    """Import every subject, so that the registry is whole."""
    from deskapp.store import subjects  # noqa: F401


def contracts() -> list[Contract]:
    """Every operation and reading, by name."""
    load()
    rows = [Contract(o.name, "operation", o.summary, tuple(o.by), o.refuses) for o in OPERATIONS.values()]
    rows += [Contract(r.name, "reading", r.summary, tuple(r.by), ()) for r in READINGS.values()]
    return sorted(rows, key=lambda row: (row.kind, row.name))
