"""Evidence of a complaint: which files are kept, told by their first bytes and never by their name. (domain 6)

What is not known is refused: nothing is kept that could be run or that a viewer would interpret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deskapp.rules.decisions import Decision, decide, no

if TYPE_CHECKING:
    from deskapp.rules.policy_complaints import ComplaintPolicy

_BEGINS: Final = (
    (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"),
)  # fmt: skip
_BRANDS: Final = {
    b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"M4A ": "m4a", b"M4B ": "m4a", b"mp41": "mp4", b"mp42": "mp4",
    b"isom": "mp4", b"iso2": "mp4", b"avc1": "mp4", b"qt  ": "mp4",
}  # fmt: skip


def kind_of(content: bytes) -> str:
    """What a file is by its first bytes: jpeg, png, webp, gif, heic, pdf, mp3, wav, m4a or mp4; else nothing."""
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "")
    if content[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(content[8:12], "")
    return next((kind for begins, kind in _BEGINS if content.startswith(begins)), "")


def may_keep(content: bytes, *, files: int, policy: ComplaintPolicy) -> Decision[str]:
    """Whether a file is kept with a case that has so many already; the value is its kind."""
    kind, kinds = kind_of(content), tuple(policy.evidence_kinds)
    size, most = len(content), policy.evidence_bytes
    return decide(
        kind,
        [
            no("file_empty", field="content") if not content else None,
            no("file_large", field="content", has=size, limit=most, matters=True) if size > most else None,
            no("file_kind", field="content", kinds=", ".join(kinds), matters=True)
            if content and kind not in kinds
            else None,
            no("files_many", field="content", has=files, limit=policy.evidence_files)
            if files >= policy.evidence_files
            else None,
        ],
    )
