"""What is in deploy/ fits what is in the code: settings, commands, files, and the pinned libraries."""

import ast
import re
import subprocess
import sys

import pytest
import typer

from bot.__main__ import cli
from bot.config.secret_files import is_secret
from bot.config.settings import Settings
from tests.architecture.test_docs import SETTING
from tests.paths import ROOT
from tests.support.command import PATIENCE

DEPLOY = ROOT / "deploy"
NAMES = sorted(path.name for path in DEPLOY.iterdir())
COMPOSED = [name for name in NAMES if name.endswith(".yaml")]

# Where an environment variable is set: ENV in an image, `environment:` in compose, Environment= of a unit.
SET = re.compile(
    r"^ {6}([A-Z][A-Z0-9_]+):|(?:^ENV | )([A-Z][A-Z0-9_]+)=|^Environment=([A-Z0-9_]+)=", re.MULTILINE
)
OTHERS = re.compile(r"POSTGRES_(USER|DB|PASSWORD)|PYTHON[A-Z]+|PIP_[A-Z_]+")  # not Rapport's
RUN = re.compile(r"(?:bin/|exec rapport )rapport ([a-z]+)|^CMD \[\"([a-z]+)\"\]", re.MULTILINE)
COPIED = re.compile(r"^COPY (.+) \S+$", re.MULTILINE)


def _read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def _known() -> set[str]:
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    return known | {f"{name}_FILE" for name in known if is_secret(name)}


def _words(pattern: re.Pattern[str], name: str) -> set[str]:
    return {word for found in pattern.finditer(_read(name)) for word in found.groups() if word}


def test_all_ways_to_run_it_are_there() -> None:
    wanted = [
        "Dockerfile",
        "Dockerfile.dockerignore",
        "compose.postgres.yaml",
        "compose.yaml",
        "rapport.service",
    ]
    assert wanted == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_variable_is_a_setting(name: str) -> None:
    ours = {word for word in _words(SET, name) if not OTHERS.fullmatch(word)}
    assert ours | set(SETTING.findall(_read(name))) <= _known()


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("ignore")])
def test_something_is_set_and_something_is_run(name: str) -> None:
    assert "RAPPORT_BIND" in _words(SET, name)
    assert _words(RUN, name), "the patterns of this test do not fit any more"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_known(name: str) -> None:
    assert _words(RUN, name) <= set(getattr(typer.main.get_command(cli), "commands", {}))


def test_the_image_has_all_that_is_imported_and_nothing_secret() -> None:
    copied = {word for line in COPIED.findall(_read("Dockerfile")) for word in line.split()}
    assert copied == set(re.findall(r"^!(.+)$", _read("Dockerfile.dockerignore"), re.MULTILINE))
    assert all((ROOT / name).exists() for name in copied)
    assert {"storage", "handlers", "reminders", "bot", "locales"} <= copied


def test_the_image_takes_the_pinned_libraries_and_is_nobody_special() -> None:
    said = _read("Dockerfile")
    assert "pip install --require-hashes -r requirements.lock" in said
    assert re.search(r"^USER rapport$", said, re.MULTILINE)


def test_the_health_check_of_the_image_is_a_program_that_fails_where_nothing_answers() -> None:
    found = re.search(r"^HEALTHCHECK .+?CMD (\[.+?\])$", _read("Dockerfile"), re.MULTILINE | re.DOTALL)
    assert found
    _python, *words = ast.literal_eval(found.group(1).replace("\\\n", ""))
    asked = subprocess.run(
        [sys.executable, *words],
        env={"RAPPORT_BIND": "0.0.0.0:9"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert asked.returncode != 0
    assert "URLError" in asked.stderr, asked.stderr


@pytest.mark.parametrize("name", COMPOSED)
def test_what_is_composed_is_laid_out_as_yaml_is(name: str) -> None:
    lines = [line for line in _read(name).splitlines() if line.strip() and not line.strip().startswith("#")]
    assert not [line for line in lines if "\t" in line or (len(line) - len(line.lstrip())) % 2]
    assert not [line for line in lines if not re.match(r"\s*(- \S|[\w.-]+:( \S|$))", line)]
    volumes = re.search(r"^volumes:\n((?:  .+\n)+)", _read(name), re.MULTILINE)
    assert volumes
    for volume in re.findall(r"^  (\w+):", volumes.group(1), re.MULTILINE):
        assert re.search(rf"- {volume}:/", _read(name)), f"nobody uses {volume}"


@pytest.mark.parametrize("name", ["compose.yaml", "compose.postgres.yaml", "rapport.service"])
def test_it_is_given_the_time_to_stop_that_it_needs(name: str) -> None:
    [seconds] = re.findall(r"(?:TimeoutStopSec=|stop_grace_period: )(1\d)", _read(name))
    assert int(seconds) > 10
