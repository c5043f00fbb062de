"""Where a slip is sent: a folder, a command, a receipt printer; and the sentence when it does not get there."""

from __future__ import annotations

import json
import re
import socket
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import ValidationError

from deskapp import i18n, reach
from deskapp import settings as settings_file
from deskapp.outputs import printing, slips
from deskapp.outputs.receipt import receipt
from deskapp.settings import PrinterSettings
from tests.outputs.paperwork import NAMES, NUMBER, pages, slip

COPIES = slips.copies(slip("points", "ko"), NAMES)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr("deskapp.paths.home", lambda: tmp_path / "home")
    with i18n.said_in("en"):
        yield


def not_printed(printer: PrinterSettings) -> str:
    """Why it was not."""
    with pytest.raises(printing.NotPrinted) as refusal:
        printing.send(printer, COPIES, 1)
    return refusal.value.said


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A printer in the network: its port, and what it was sent."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            line, _address = server.accept()
            with line:
                while part := line.recv(65536):
                    got.append(part)

        taking = threading.Thread(target=take)
        taking.start()
        yield server.getsockname()[1], got
        taking.join(10)


def test_a_receipt_printer_in_the_network_gets_the_bytes_and_the_lacking_letters_are_told() -> None:
    with listening() as (port, got):
        sent = printing.send(PrinterSettings(kind="network", host="127.0.0.1", port=port, width=32), COPIES, 1)
    assert b"".join(got) == receipt(COPIES, width=32).data
    assert sent == printing.Sent(lacking="陈静张伟")


def test_a_device_file_gets_the_bytes(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    printing.send(PrinterSettings(kind="device", device=str(device)), COPIES, 1)
    assert device.read_bytes() == receipt(COPIES).data


def test_a_printer_that_is_off_is_said_with_the_systems_reason(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "Connection refused" in not_printed(PrinterSettings(kind="network", host="127.0.0.1", port=port))
    assert "No such file" in not_printed(PrinterSettings(kind="serial", device=str(tmp_path / "no")))
    assert not_printed(PrinterSettings(kind="usb", vendor=0x04B8, product=0x0E15, seconds=5))


def test_a_device_that_never_takes_the_paper_is_given_up(tmp_path: Path) -> None:
    import os

    pipe = tmp_path / "lp1"
    os.mkfifo(pipe)
    said = not_printed(PrinterSettings(kind="device", device=str(pipe), seconds=0.3))
    assert said == "The printer did not answer within 0.3 seconds."


@pytest.mark.parametrize("by_file", [False, True])
def test_a_command_gets_the_pdf_without_a_shell(by_file: bool, tmp_path: Path) -> None:
    out = tmp_path / "a b; $(touch x)"
    script = "import sys; open(sys.argv[1], 'wb').write(%s)"
    how = "open(sys.argv[2], 'rb').read()" if by_file else "sys.stdin.buffer.read()"
    words = [sys.executable, "-c", script % how, str(out), *(["{file}"] if by_file else [])]
    printing.send(PrinterSettings(kind="command", command=words), COPIES, 1)
    assert pages(out.read_bytes())[0].count(NUMBER) == 2
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


def test_a_command_that_fails_says_why() -> None:
    words = [sys.executable, "-c", "import sys; sys.exit('lp: no such\\x1b[31m printer')"]
    said = not_printed(PrinterSettings(kind="command", command=words))
    assert said.endswith("ended with 1: lp: no such printer")
    assert "No such file" in not_printed(PrinterSettings(kind="command", command=["/nowhere/lp"]))
    slow = PrinterSettings(kind="command", command=[sys.executable, "-c", "import time; time.sleep(9)"], seconds=0.5)
    assert "did not answer" in not_printed(slow)


def test_every_print_is_a_file_of_its_own(tmp_path: Path) -> None:
    folder = PrinterSettings(kind="file", folder=str(tmp_path / "out"))
    names = [Path(printing.send(folder, COPIES, times).file).name for times in (1, 1, 3)]
    assert names == [f"{NUMBER}.pdf", f"{NUMBER}.2.pdf", f"{NUMBER}.3.pdf"]
    assert printing.save(tmp_path, "../../x", 1, b"").parent == tmp_path
    (tmp_path / "file").touch()
    assert "directory" in not_printed(PrinterSettings(kind="file", folder=str(tmp_path / "file" / "sub")))


@pytest.mark.parametrize(("kind", "extra"), [("none", "pdf"), ("command", "pdf"), ("network", "printer")])
def test_a_missing_package_is_named(kind: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = PrinterSettings.model_validate({"kind": kind, "command": ["lp"], "host": "printer"})
    printing.check(printer)
    monkeypatch.setitem(reach.EXTRAS, extra, ("segno", "not_there"))
    with pytest.raises(printing.NotPrinted, match=rf"\(not_there\): install deskapp\[{extra}\]"):
        printing.check(printer)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"kind": "fax"}, "printer.kind"),
        ({"kind": "command"}, "printer.command"),
        ({"kind": "command", "command": "lp -d desk"}, "printer.command"),
        ({"kind": "file"}, "printer.folder"),
        ({"kind": "serial"}, "printer.device"),
        ({"kind": "usb", "product": 1}, "printer.vendor"),
        ({"width": 3}, "printer.width"),
        ({"codepage": "latin1"}, "printer.codepage"),
        ({"copies_on_page": 4}, "printer.copies_on_page"),
        ({"kinds": "none"}, "printer.kinds"),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(given: dict[str, object], place: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        "[printer]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in given.items()), "utf-8"
    )
    with pytest.raises(ValidationError) as error:
        settings_file.load(file)
    assert [fault.partition(":")[0] for fault in settings_file.faults(error.value)] == [place]


def test_every_sample_in_the_docs_is_a_printer(tmp_path: Path) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "owner.md"
    samples = re.findall(r"(?:^    .*\n)+", docs.read_text("utf-8"), re.MULTILINE)
    printers = [textwrap.dedent(sample) for sample in samples if "[printer]" in sample]
    file = tmp_path / "settings.toml"
    kinds = []
    for sample in printers:
        file.write_text(sample, "utf-8")
        kinds.append(settings_file.load(file).printer.kind)
    assert kinds == ["command", "command", "network"]
