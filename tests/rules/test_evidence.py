"""Files are told by their first bytes; what could be run or interpreted is not kept."""

from __future__ import annotations

import pytest

from deskapp.rules.evidence import kind_of, may_keep
from deskapp.rules.policy_complaints import ComplaintPolicy

POLICY = ComplaintPolicy(evidence_kinds=["jpeg", "pdf"], evidence_megabytes=1, evidence_files=2)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (JPEG, "jpeg"), (b"\x89PNG\r\n\x1a\n....", "png"), (b"GIF89a", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"), (b"%PDF-1.7", "pdf"), (b"ID3\x04", "mp3"),
        (b"\x00\x00\x00\x18ftypheic", "heic"), (b"\x00\x00\x00\x18ftypmp42", "mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "m4a"),
        (b"MZ\x90\x00", ""), (b"\x7fELF", ""), (b"#!/bin/sh", ""), (b"<svg xmlns=", ""), (b"<html>", ""),
        (b"PK\x03\x04", ""), (b"", ""), (b"RIFF\x00\x00\x00\x00AVI ", ""), (b"\x00\x00\x00\x18ftypexe!", ""),
    ],
)  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "files", "code"),
    [
        (JPEG, 0, None), (b"", 0, "file_empty"), (b"MZ\x90\x00", 0, "file_kind"),
        (b"\x89PNG\r\n\x1a\n", 0, "file_kind"),
        (JPEG + bytes(1_000_000), 0, "file_large"), (JPEG, 2, "files_many"),
        (JPEG[:3] + bytes(999_997), 1, None),
    ],
)  # fmt: skip
def test_kind_size_and_number_have_their_limits(content: bytes, files: int, code: str | None) -> None:
    decision = may_keep(content, files=files, policy=POLICY)
    assert (decision.first.code if decision.first else None) == code
