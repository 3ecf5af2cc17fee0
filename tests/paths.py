"""Where the checkout, the data of the tests and the shared data are."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
SHARED = ROOT.parent / "shared" / "data"  # beside the checkout, where there is any
