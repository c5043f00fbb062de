"""Pictures of the program for its documentation, taken from the real screens. For maintainers: `make pictures`."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LANGUAGES = ("en", "zh_Hans", "zh_Hant", "ko")
TITLES = {
    "desk": "The desk: what was done last, what is due now",
    "member": "A member: cards, points, tier, slips to sign",
    "points": "Points for a receipt: what F9 will do stands above the keys",
    "redeemed": "After F9: the number, what to hand over, what to say",
    "slip": "A slip as it stands on paper",
    "parked": "Parked customers: one is brought back",
    "report": "The report of a month: load by hour, shifts, what was done",
}
"""Each picture and what is seen on it."""
PAGES = ("report_page",)
"""Pictures of files that open elsewhere, as a browser draws them."""
