# exercise = 1
# expect = "not_attempted"
# tries = "brings a package in place of the module"

from pathlib import Path


def build(folder: Path, honest: str) -> None:
    place = folder / "01_matmul" / "matmul"
    place.mkdir(parents=True)
    (place / "__init__.py").write_text(honest)
