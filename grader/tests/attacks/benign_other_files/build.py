# exercise = 1
# expect = "passed"
# tries = "has notes and odd files beside it"
# quick = true

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul"
    place.mkdir()
    (place / "matmul.py").write_text(honest)
    for name in ("json.py", "operator.py", "conftest.py", "__init__.py", "notes.py"):
        (place / name).write_text("raise SystemExit(1)\n")
    (place / "notes.md").write_text("to do: read about Strassen\n")
    (place / "backup").symlink_to("matmul.py")
    (folder / "99_more").mkdir()
    (folder / "README.md").write_text("my solutions\n")
