"""The number of a slip as a QR code, for the scanner at the desk: dark modules, drawn by whoever sets the paper."""

from __future__ import annotations

Matrix = tuple[tuple[bool, ...], ...]

QUIET = 4
"""White modules around it: what a scanner needs to find it."""


def matrix(number: str) -> Matrix:
    """Rows of modules, dark ones true, with the quiet zone. Raises ModuleNotFoundError without `segno`."""
    import segno

    code = segno.make(number, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix_iter(border=QUIET))


def runs(modules: Matrix) -> list[list[tuple[int, int]]]:
    """Of each row, where its dark runs begin and how long they are."""
    found: list[list[tuple[int, int]]] = []
    for row in modules:
        dark: list[tuple[int, int]] = []
        for place, module in enumerate(row):
            if module and dark and sum(dark[-1]) == place:
                dark[-1] = (dark[-1][0], dark[-1][1] + 1)
            elif module:
                dark.append((place, 1))
        found.append(dark)
    return found
