"""`python -m grader`: hands over to the command line."""

import sys

# Only the project and its environment are imported from, never the folder one happens to stand in.
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parent.parent)
sys.path[:] = [_ROOT, *(p for p in sys.path if p not in ("", str(Path.cwd()), _ROOT))]

from grader.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
