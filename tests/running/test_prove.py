"""What `make prove` runs is there."""

from importlib.util import find_spec

import pytest
import typer
from typer.testing import CliRunner

from tests import prove
from tests.paths import ROOT


def test_every_command_is_there() -> None:
    for proof in prove.PROOFS.values():
        for module, *words in proof.commands:
            assert find_spec(module), module
            assert [word for word in words if word.startswith("tests/") and not (ROOT / word).exists()] == []


def test_a_proof_without_its_server_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "POSTGRES", "")
    assert prove._prove("crash-postgresql").result.startswith("left out")


@pytest.mark.parametrize(("code", "result"), [("pass", "proved"), ("raise SystemExit(3)", "FAILED")])
def test_a_command_that_fails_fails_its_proof(
    code: str, result: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = prove.Proof([("timeit", "-n", "1", "-r", "1", code)])
    monkeypatch.setitem(prove.PROOFS, "short", proof)
    assert prove._prove("short").result.startswith(result)
    assert "== python -m timeit" in capsys.readouterr().out


def test_what_takes_too_long_is_ended_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "PROOF_TIMEOUT", 0.2)
    monkeypatch.setitem(
        prove.PROOFS, "long", prove.Proof([("timeit", "-n", "1", "import time; time.sleep(60)")])
    )
    outcome = prove._prove("long")
    assert outcome.result.startswith("FAILED")
    assert outcome.seconds < 60


def test_a_name_that_is_none_is_answered_with_all_there_are() -> None:
    app = typer.Typer()
    app.command()(prove.main)
    answered = CliRunner().invoke(app, ["nonsense"])
    assert answered.exit_code == 2
    assert "crash-postgresql" in answered.output
