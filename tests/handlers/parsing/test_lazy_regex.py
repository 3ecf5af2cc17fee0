"""The parsers' regular expressions are compiled when they are first used."""

import re
import subprocess
import sys

import handlers
from handlers.parsing.lazy_regex import compile_all, lazy_regex
from tests.paths import ROOT

MANY, FEW = 150, 5
COUNT = """
import handlers
from handlers.parsing.lazy_regex import _made
print(len(_made), sum("_compiled" in vars(each) for each in _made))
"""


def test_it_is_what_re_would_have_compiled() -> None:
    regex = lazy_regex(r"(?P<word>[a-z]+)\d", re.IGNORECASE)
    found = regex.search("Ab1")
    assert found
    assert found["word"] == "Ab"
    assert regex.sub("", "Ab1c2 d") == " d"
    assert regex.pattern == r"(?P<word>[a-z]+)\d"


def test_importing_the_handlers_compiles_next_to_none() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT], cwd=ROOT, capture_output=True, text=True, check=True)
    made, compiled = map(int, done.stdout.split())
    assert made > MANY
    assert compiled < FEW


def test_all_of_them_are_right() -> None:
    assert handlers
    assert sum(1 for _step in compile_all()) > MANY
