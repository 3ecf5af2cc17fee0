"""aiogram's models are built at their first use, and are what they are without that."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.paths import ROOT

WAYS = ("ours", "untouched")
BUILT_AT_IMPORT = 10  # those of values that are made at once, like `NO_PREVIEW`
MODELS = 500


@pytest.fixture(scope="module")
def ways() -> dict[str, Any]:
    """What `tests.support.aiogram_models` prints of each way, from a process of its own."""
    processes = {
        way: subprocess.Popen(
            [sys.executable, "-m", "tests.support.aiogram_models", way], cwd=ROOT, stdout=subprocess.PIPE
        )
        for way in WAYS
    }
    return {way: json.loads(process.communicate()[0]) for way, process in processes.items()}


def test_models_are_built_when_they_are_used(ways: dict[str, Any]) -> None:
    assert ways["ours"]["complete"] < BUILT_AT_IMPORT
    assert ways["untouched"]["complete"] > MODELS


def test_every_model_has_the_fields_it_has_without_us(ways: dict[str, Any]) -> None:
    assert len(ways["untouched"]["fields"]) > MODELS
    assert ways["ours"]["fields"] == ways["untouched"]["fields"]


def test_validation_is_what_it_is_without_us(ways: dict[str, Any]) -> None:
    assert ways["ours"]["validated"] == ways["untouched"]["validated"]


def test_models_of_others_are_built_as_ever(ways: dict[str, Any]) -> None:
    assert all(ways["ours"]["others"])
