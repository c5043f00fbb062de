"""Publishes what the desk can be asked: every operation and reading with JSON Schemas, roles and refusal codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MONEY_TEXT = r"^-?[0-9][0-9,]*(\.[0-9]+)?$"


def contract() -> dict[str, Any]:
    """The whole contract as one JSON object."""
    from deskapp import __version__
    from deskapp.store import registry
    from deskapp.store.posting import COMMON_REFUSALS

    registry.load()
    operations = sorted(registry.OPERATIONS.values(), key=lambda each: each.name)
    readings = sorted(registry.READINGS.values(), key=lambda each: each.name)
    return {
        "deskapp": __version__,
        "any_operation_refuses": list(COMMON_REFUSALS),
        "operations": [{**_entry(each), "refuses": list(each.refuses)} for each in operations],
        "readings": [_entry(each) for each in readings],
    }


def _entry(callee: Any) -> dict[str, Any]:
    return {
        "name": callee.name,
        "summary": callee.summary,
        "roles": [role.value for role in callee.by],
        "parameters": parameters(callee),
        "result": _with_money(callee.result_schema()),
    }


def parameters(callee: Any) -> dict[str, Any]:
    """JSON Schema of the parameters, saying which are money and which are secret."""
    from deskapp.store.registry import Money, Secret

    schema: dict[str, Any] = callee.schema()
    for name, hint in callee.hints.items():
        told = schema.get("properties", {}).get(name)
        if told is None:
            continue
        if hint == Money:
            told.pop("type", None)
            told["anyOf"] = [{"type": "integer"}, {"type": "string", "pattern": MONEY_TEXT}]
            told["format"] = "money"
            told["description"] = 'minor units (990), or decimal text ("9.90")'
        elif hint == Secret:
            told["format"], told["writeOnly"] = "password", True
    return schema


def _with_money(schema: dict[str, Any]) -> dict[str, Any]:
    for properties in _properties(schema):
        for name, told in properties.items():
            if name.endswith("_money"):
                told["format"], told["description"] = "money", "minor units of the store's currency"
    return schema


def _properties(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if isinstance(schema.get("properties"), dict):
        yield schema["properties"]
    for inner in schema.get("$defs", {}).values():
        yield from _properties(inner)


def lines(whole: dict[str, Any]) -> Iterator[str]:
    """The contract as a person reads it: name, roles, parameters, what it is for."""
    for kind in ("operations", "readings"):
        yield f"{kind}:"
        for each in whole[kind]:
            needed = each["parameters"].get("required", [])
            names = [name if name in needed else f"[{name}]" for name in each["parameters"].get("properties", {})]
            yield f"  {each['name']} {' '.join(names)}".rstrip()
            yield f"      {each['summary']}"
            yield f"      roles: {', '.join(each['roles'])}"
            if each.get("refuses"):
                yield f"      refuses: {', '.join(each['refuses'])}"
