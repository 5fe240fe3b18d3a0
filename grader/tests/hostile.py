"""Writes forty archives that mean harm, each in a way of its own. Below each stands its name."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

MODULE = "01_matmul/matmul.py"
_LINK = stat.S_IFLNK | 0o777
_TAR_TYPES = {
    "hard link": tarfile.LNKTYPE, "link": tarfile.SYMTYPE, "device": tarfile.CHRTYPE,
    "disk": tarfile.BLKTYPE, "pipe": tarfile.FIFOTYPE,
}  # fmt: skip
# Paths that lead elsewhere, as they would stand in an archive; {marker} is a file that must not be.
OUTSIDE = (
    "../{marker}", "../../{marker}", "../../../../../../{marker}", "/{marker}", "//{marker}",
    "a/../../{marker}", "01_matmul/../../{marker}", "..\\{marker}", "\\{marker}",
    "C:\\{marker}", "C:{marker}", "./../{marker}",
)  # fmt: skip


def make(folder: Path, marker: str, many: int = 100_000) -> list[str]:
    """Write the archives into a new folder; their names, which are those of their authors."""
    folder.mkdir(parents=True)
    for number, path in enumerate(OUTSIDE):
        name = path.format(marker=marker)
        _zip(folder / f"zip outside {number}.zip", [(name, b"x"), (MODULE, b"x")])
        _tar(folder / f"tar outside {number}.tar.gz", [_member(name)])
    for label, kind in _TAR_TYPES.items():
        member = _member(MODULE, kind)
        member.linkname = "/etc/passwd"
        _tar(folder / f"tar {label}.tar", [member])
    for label, mode in (("link", _LINK), ("pipe", stat.S_IFIFO | 0o644)):
        info = zipfile.ZipInfo(MODULE)
        info.external_attr = mode << 16
        _zip(folder / f"zip {label}.zip", [(info, b"/etc/passwd")])
    files = [(f"f{n}.txt", b"") for n in range(many)]
    _zip(folder / "zip of many.zip", files)
    _tar(folder / "tar of many.tar.gz", (_member(name) for name, _ in files))
    _zip(folder / "zip in zip.zip", [("inner.zip", _bytes(_zip, [(MODULE, b"x")]))])
    _zip(folder / "zip deep.zip", [("d/" * 500 + MODULE, b"x")])
    (folder / "zip cut.zip").write_bytes(_bytes(_zip, [(MODULE, b"x" * 999)])[:60])
    bomb = _member("bomb.txt")
    bomb.size = 300 << 20
    (folder / "gzip bomb.tar.gz").write_bytes(gzip.compress(bomb.tobuf() + bytes(bomb.size), 1))
    whole = _bytes(_zip, [(MODULE, b"x" * 999)])
    (folder / "zip of no method.zip").write_bytes(whole.replace(b"\x08\x00", b"\x63\x00"))
    (folder / "tar that is text.tar").write_bytes(b"#!/bin/sh\nrm -rf /\n" * 100)
    (folder / "gzip of nothing.tar.gz").write_bytes(gzip.compress(b""))
    return sorted(path.name for path in folder.iterdir())


def _zip(to: Path | io.BytesIO, members: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)


def _bytes(
    write: Callable[[io.BytesIO, Iterable[tuple[str, bytes]]], None],
    members: Iterable[tuple[str, bytes]],
) -> bytes:
    whole = io.BytesIO()
    write(whole, members)
    return whole.getvalue()


def _member(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type = kind
    return member


def _tar(to: Path, members: Iterable[tarfile.TarInfo]) -> None:
    with tarfile.open(to, "w:gz" if to.suffix == ".gz" else "w") as archive:
        for member in members:
            archive.addfile(member)
