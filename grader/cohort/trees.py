"""What an author handed in, as a tree of small files: a folder, a .zip or a .tar, read with care.

Nothing is unpacked: a tree holds the bytes of the few files that may be modules, and remarks about
what was left aside. Every way to cost much (a bomb, 100,000 files, a path outside, a link) has a
limit or a refusal that names it.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, NoReturn, Self

from grader.submission import MAX_SOURCE_BYTES

MAX_DEPTH = 8  # folders above a file: four to the root, one to the module, and some to say so
MAX_FILES = 10_000
MAX_ARCHIVE_BYTES = 64 << 20
MAX_UNPACKED_BYTES = 256 << 20  # read through to find the members of a compressed tar
MAX_DIRECTORY_BYTES = 4 << 20  # the list of members at the end of a zip
MAX_HEADER_BYTES = 4 << 20  # of a tar: long names and whatever else is said of its files
MAX_GLOBAL_BYTES = 1 << 10  # of that what is said of all files, and looked through for each
MAX_KEPT_BYTES = 16 << 20
MAX_REMARKS = 20

_OPENERS: dict[str, Callable[..., Any]] = {
    ".tar": open,
    ".tar.gz": gzip.open,
    ".tgz": gzip.open,
    ".tar.bz2": bz2.open,
    ".tbz2": bz2.open,
    ".tar.xz": lzma.open,
    ".txz": lzma.open,
}
ARCHIVES = (".zip", *_OPENERS)
_SKIPPED = {"__MACOSX", "__pycache__", "node_modules", "site-packages"}


class Refused(Exception):
    """An archive or folder that is not read; the message says in one line why."""


@dataclass
class Tree:
    """The files that may matter, by their path; `seen` holds the names of all the others."""

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    seen: list[PurePosixPath] = field(default_factory=list)
    twice: set[PurePosixPath] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    skipped: PurePosixPath | None = None  # of what is nobody's work, one path
    _kept: int = 0

    def wants(self, path: PurePosixPath) -> bool:
        """Whether a path is anybody's work: neither hidden, nor made by a tool, nor too deep."""
        wanted = len(path.parts) <= MAX_DEPTH and not any(
            part in _SKIPPED or part.startswith(".") for part in path.parts
        )
        self.skipped = self.skipped if wanted else path
        return wanted

    def add(self, path: PurePosixPath, read: Callable[[int], bytes]) -> None:
        """Keep a file if it is Python, note it if not. `read` takes a number of bytes."""
        if len(self.files) + len(self.seen) >= MAX_FILES:
            raise Refused(f"It holds more than {MAX_FILES:,} files.")
        if path.suffix != ".py":
            self.seen.append(path)
            return
        data = read(MAX_SOURCE_BYTES + 1)  # one more than counts, so that too much is seen as such
        self._kept += len(data)
        if self._kept > MAX_KEPT_BYTES:
            raise Refused(f"Its Python files hold more than {MAX_KEPT_BYTES >> 20} MiB.")
        if path in self.files and self.files[path] != data:
            self.twice.add(path)
        self.files[path] = data

    def remark(self, text: str) -> None:
        """Say that something was left aside; the first remarks are enough."""
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(text)


def suffix(name: str) -> str:
    """The archive suffix of a file's name, "" if it has none."""
    return max((s for s in ARCHIVES if name.lower().endswith(s)), key=len, default="")


def read(path: Path) -> Tree:
    """The tree of a folder or an archive. Raises `Refused`."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise Refused("It is a link. Only real folders and archives are read.")
    if stat.S_ISDIR(mode):
        return _folder(path)
    if not stat.S_ISREG(mode):
        raise Refused("It is neither a folder nor a regular file.")
    if path.stat().st_size > MAX_ARCHIVE_BYTES:
        raise Refused(f"The archive is larger than {MAX_ARCHIVE_BYTES >> 20} MiB.")
    try:
        return _zip(path) if suffix(path.name) == ".zip" else _tar(path)
    except Refused:
        raise
    except Exception as error:  # the libraries raise a dozen types for damaged archives
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise Refused(f"The archive cannot be read ({reason}).") from None


# -- folders -----------------------------------------------------------------------------------


def _folder(top: Path) -> Tree:
    tree = Tree()
    entries = 0
    pending: list[tuple[Path, PurePosixPath]] = [(top, PurePosixPath())]
    while pending:
        folder, inside = pending.pop()
        try:
            with os.scandir(folder) as listing:
                found = list(_at_most(listing, MAX_FILES - entries))
        except OSError as error:
            tree.remark(f"{inside}: {error.strerror}.")
            continue
        entries += len(found)
        for entry in sorted(found, key=lambda entry: entry.name):
            path = inside / entry.name
            if not tree.wants(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append((folder / entry.name, path))
            elif entry.is_file(follow_symlinks=False):
                tree.add(path, lambda count, at=folder / entry.name: _file(at, count))  # type: ignore[misc]
            else:
                tree.remark(f"{path} is a link or not a regular file, and does not count.")
    return tree


def _at_most(listing: Iterator[os.DirEntry[str]], count: int) -> Iterator[os.DirEntry[str]]:
    for number, entry in enumerate(listing):
        if number >= count:
            raise Refused(f"It holds more than {MAX_FILES:,} files and folders.")
        yield entry


def _file(path: Path, count: int) -> bytes:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused(f"{path.name} changed while it was read.")
            return file.read(count)
    except OSError as error:
        raise Refused(f"{path.name} cannot be read ({error.strerror}).") from None


# -- archives ----------------------------------------------------------------------------------


def _inside(name: str) -> PurePosixPath:
    """The path of a member. Raises `Refused` if it leads out of the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0])
    if outside or "\0" in name:
        raise Refused(f"A path leads out of the archive: {name[:80]!r}.")
    return path


def _zip(path: Path) -> Tree:
    tree = Tree()
    with path.open("rb") as file:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > MAX_FILES:
                raise Refused(f"It holds more than {MAX_FILES:,} files.")
            for member in archive.infolist():
                inside = _inside(member.filename)
                kind = stat.S_IFMT(member.external_attr >> 16)
                if member.is_dir() or not tree.wants(inside):
                    continue
                if kind not in (0, stat.S_IFREG):
                    tree.remark(f"{inside} is a link or not a regular file, and does not count.")
                elif member.flag_bits & 1:
                    raise Refused("The archive is encrypted.")
                elif member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise Refused("The archive is packed by an unusual method; zip it anew.")
                else:
                    tree.add(inside, lambda count, m=member: _member(archive, m, count))  # type: ignore[misc]
    return tree


def _check_directory(file: IO[bytes]) -> None:
    """Refuse a zip with a huge list of members before anybody reads that list."""
    # Where a zip ends can be read in several ways: what counts is how zipfile reads it.
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if end and end[zipfile._ECD_SIZE] > MAX_DIRECTORY_BYTES:  # type: ignore[attr-defined]
        raise Refused(f"It holds more than {MAX_FILES:,} files.")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, count: int) -> bytes:
    with archive.open(member) as file:
        return file.read(count)


class _Metered:
    """A stream that stops where a bomb would go on."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = MAX_UNPACKED_BYTES

    def read(self, count: int) -> bytes:
        """The next bytes. Raises `Refused` once too many were read."""
        data = self._stream.read(min(count, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise Refused(f"It unpacks to more than {MAX_UNPACKED_BYTES >> 20} MiB.")
        return data


_HOLES = "It holds a file with holes: pack it anew, without them."


def _headers() -> type[tarfile.TarInfo]:
    """The headers of one tar. What they say of a file, tarfile reads whole, however long it is."""
    left = dict.fromkeys((b"L", b"K", b"x", b"X"), MAX_HEADER_BYTES)  # long names, properties
    left[b"g"] = MAX_GLOBAL_BYTES

    class Header(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
            """The header that these bytes are. Raises `Refused` if reading on costs too much."""
            header = super().frombuf(buf, encoding, errors)
            if header.type == tarfile.GNUTYPE_SPARSE:
                raise Refused(_HOLES)
            if header.type in left:
                left[header.type] -= header.size
                if left[header.type] < 0:
                    raise Refused("It says too much of its files beside what they hold.")
            return header

        def _proc_gnusparse_10(self, *_: object) -> NoReturn:
            raise Refused(_HOLES)

    return Header


def _tar(path: Path) -> Tree:
    tree = Tree()
    members = 0
    with (
        _OPENERS[suffix(path.name)](path, "rb") as stream,
        tarfile.open(fileobj=_Metered(stream), mode="r|", tarinfo=_headers()) as archive,  # type: ignore[call-overload]
    ):
        for member in archive:
            members += 1
            archive.members = []  # tarfile keeps every header that it has passed
            if members > MAX_FILES:
                raise Refused(f"It holds more than {MAX_FILES:,} files.")
            inside = _inside(member.name)
            if member.isdir() or not tree.wants(inside):
                continue
            if not member.isreg() or member.issparse():
                tree.remark(f"{inside} is a link or not a regular file, and does not count.")
                continue
            file = archive.extractfile(member)
            tree.add(inside, file.read if file else lambda count: b"")
    return tree
