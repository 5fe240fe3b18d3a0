"""The download of MNIST, against servers that break off, lie, dawdle or send too much."""

import contextlib
import fcntl
import gzip
import hashlib
import io
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from grader import digits, download
from grader.download import Patience, fetch
from grader.download_progress import Bar, Lines, console
from grader.idx import DataError
from grader.mnist import File

CONTENT = random.Random(1).randbytes(300_000)
PACKED = gzip.compress(CONTENT, mtime=0)
FILE = File("some-images", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
BOMB = gzip.compress(bytes(20 * len(CONTENT)))
PATIENT = Patience(answer=10, silence=20, stall=10, total=60, slowest=1)
HURRIED = Patience(answer=0.8, silence=4, stall=0.9, total=10, slowest=1_000)


class Handler(BaseHTTPRequestHandler):
    """Answers by the behaviour of its server."""

    protocol_version = "HTTP/1.1"
    server: "Mirror"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range")))
        with contextlib.suppress(OSError):  # the client may leave in the middle
            self.server.behaviour(self)
        self.close_connection = True

    def send(self, body: bytes, status: int = 200, /, **headers: object) -> None:
        """Sends an answer, with its length unless another one is given."""
        self.send_response(status)
        for name, value in {"Content_Length": len(body), **headers}.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def start(self) -> int:
        """The first byte that is asked for."""
        asked = self.headers.get("Range")
        return int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


Behaviour = Callable[[Handler], None]


class Mirror(ThreadingHTTPServer):
    """A server on this machine."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.asked: list[tuple[str, str | None]] = []
        self.released = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


Start = Callable[[Behaviour], Mirror]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    for name in ("http_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    mirrors: list[Mirror] = []

    def run(behaviour: Behaviour) -> Mirror:
        mirror = Mirror(behaviour)
        mirrors.append(mirror)
        Thread(target=mirror.serve_forever, args=(0.01,), daemon=True).start()
        return mirror

    yield run
    for mirror in mirrors:
        mirror.released.set()
        mirror.shutdown()
        mirror.server_close()


def honest(ask: Handler) -> None:
    ask.send(PACKED)


def ranged(ask: Handler) -> None:
    first = ask.start()
    extent = f"bytes {first}-{len(PACKED) - 1}/{len(PACKED)}"
    ask.send(PACKED[first:], 206 if first else 200, Content_Range=extent)


def gone(ask: Handler) -> None:
    ask.send(b"", 404)


def breaks_off(ask: Handler) -> None:
    """Sends at most 100,000 bytes at a time, and goes on where asked to."""
    first = ask.start()
    extent = f"bytes {first}-{len(PACKED) - 1}/{len(PACKED)}"
    length = len(PACKED) - first
    piece = PACKED[first : first + 100_000]
    ask.send(piece, 206 if first else 200, Content_Range=extent, Content_Length=length)


def breaks_off_always(ask: Handler) -> None:
    """The same, without ranges."""
    ask.send(PACKED[:100_000], Content_Length=len(PACKED))


def lies(ask: Handler) -> None:
    ask.send(gzip.compress(bytes(len(CONTENT))))


def dawdles(ask: Handler) -> None:
    """A byte now and then."""
    ask.send(PACKED[:10], Content_Length=len(PACKED))
    while not ask.server.released.wait(0.05):
        ask.wfile.write(b"x")


def stalls(ask: Handler) -> None:
    """A beginning, then nothing more."""
    ask.send(PACKED[:10], Content_Length=len(PACKED))
    ask.server.released.wait(10)


def is_silent(ask: Handler) -> None:
    """Takes the call and says nothing."""
    ask.server.released.wait(10)


def endless(ask: Handler) -> None:
    ask.send(b"", Content_Length=None)
    while not ask.server.released.is_set():
        ask.wfile.write(bytes(100_000))


def boasts(ask: Handler) -> None:
    ask.send(b"", Content_Length=10**11)
    ask.server.released.wait(10)


def bomb(ask: Handler) -> None:
    ask.send(BOMB)


def get(folder: Path, *mirrors: Mirror, patience: Patience = PATIENT, out: object = None) -> int:
    stream = out if isinstance(out, io.StringIO) else io.StringIO()
    return fetch(
        folder,
        console(stream),
        files=[FILE],
        mirrors=[mirror.url for mirror in mirrors],
        patience=patience,
    )


def assert_complete(folder: Path) -> None:
    assert sorted(os.listdir(folder)) == [".lock", "some-images.gz"]
    assert gzip.decompress((folder / "some-images.gz").read_bytes()) == CONTENT


def test_a_file_is_downloaded_once(tmp_path: Path, start: Start) -> None:
    mirror = start(honest)
    assert get(tmp_path / "a" / "b", mirror) == 1
    assert_complete(tmp_path / "a" / "b")
    assert get(tmp_path / "a" / "b", mirror) == 0
    assert mirror.asked == [("/some-images.gz", None)]


def test_a_damaged_file_is_downloaded_anew(tmp_path: Path, start: Start) -> None:
    (tmp_path / "some-images.gz").write_bytes(PACKED[:-100])
    assert get(tmp_path, start(honest)) == 1
    assert_complete(tmp_path)


def test_a_broken_download_goes_on_where_it_broke(tmp_path: Path, start: Start) -> None:
    mirror = start(breaks_off)
    get(tmp_path, mirror)
    assert_complete(tmp_path)
    ranges = [asked for _, asked in mirror.asked]
    assert ranges == [None, "bytes=100000-", "bytes=200000-", "bytes=300000-"]


def test_a_later_call_goes_on_where_an_earlier_one_broke(tmp_path: Path, start: Start) -> None:
    mirror = start(breaks_off_always)
    with pytest.raises(DataError, match="broke off after 100,000 of"):
        get(tmp_path, mirror)
    mirror.behaviour = ranged
    mirror.asked.clear()
    get(tmp_path, mirror)
    assert_complete(tmp_path)
    assert mirror.asked == [("/some-images.gz", "bytes=100000-")]


def test_ctrl_c_takes_the_bar_away_and_keeps_what_came(tmp_path: Path, start: Start) -> None:
    class Interrupted(Bar):
        def comes(self, count: int) -> None:
            super().comes(count)
            raise KeyboardInterrupt

    out = Terminal()
    mirror = start(ranged)
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, Interrupted(out), files=[FILE], mirrors=[mirror.url])
    assert out.getvalue().endswith(": stopped (KeyboardInterrupt)\n")
    assert "\x1b[?25h" in out.getvalue()  # the cursor is visible again
    get(tmp_path, mirror)
    assert_complete(tmp_path)
    assert mirror.asked[1][1] is not None


def test_without_ranges_a_download_starts_over(tmp_path: Path, start: Start) -> None:
    mirror = start(breaks_off_always)
    with pytest.raises(DataError):
        get(tmp_path, mirror)
    mirror.behaviour = honest
    get(tmp_path, mirror)
    assert_complete(tmp_path)


@pytest.mark.parametrize("left", [b"garbage" * 20_000, PACKED, PACKED + b"more"])
def test_what_an_earlier_download_left_wrong_is_thrown_away(
    tmp_path: Path, start: Start, left: bytes
) -> None:
    mirror = start(ranged)
    with pytest.raises(DataError):
        get(tmp_path, start(gone))
    mark = hashlib.sha256(mirror.url.encode()).hexdigest()[:8]
    (tmp_path / f"some-images.{mark}.part").write_bytes(left)
    get(tmp_path, mirror)
    assert_complete(tmp_path)


def test_after_an_answer_with_another_range_the_file_starts_over(
    tmp_path: Path, start: Start
) -> None:
    def shifted(ask: Handler) -> None:
        if ask.start():
            ask.send(PACKED, 206, Content_Range=f"bytes 0-{len(PACKED) - 1}/{len(PACKED)}")
        elif len(ask.server.asked) == 1:
            breaks_off(ask)
        else:
            honest(ask)

    mirror = start(shifted)
    get(tmp_path, mirror)
    assert_complete(tmp_path)
    assert [asked for _, asked in mirror.asked] == [None, "bytes=100000-", None]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (gone, "HTTP 404"),
        (breaks_off_always, "broke off after 100,000 of"),
        (lies, "what came is not MNIST"),
        (bomb, "what came is not MNIST"),
        (dawdles, "too slow"),
        (stalls, "nothing more came after 10 bytes"),
        (is_silent, "no answer"),
        (endless, "more than 365,536 bytes came"),
        (boasts, "100,000,000,000 bytes are offered"),
    ],
)
def test_a_mirror_that_fails_is_replaced_by_the_next(
    tmp_path: Path, start: Start, bad: Behaviour, why: str
) -> None:
    out = io.StringIO()
    began = time.monotonic()
    get(tmp_path, start(bad), start(honest), patience=HURRIED, out=out)
    assert_complete(tmp_path)
    assert why in out.getvalue()
    assert time.monotonic() - began < HURRIED.total


def test_the_mirror_that_worked_is_asked_first_for_the_next_file(
    tmp_path: Path, start: Start
) -> None:
    bad, good = start(gone), start(honest)
    files = [FILE, File("other-images", FILE.size, FILE.sha256)]
    fetch(tmp_path, Lines(io.StringIO()), files=files, mirrors=[bad.url, good.url])
    assert len(bad.asked) == 1
    assert len(good.asked) == 2


def test_a_mirror_may_send_the_content_unpacked(tmp_path: Path, start: Start) -> None:
    mirror = start(lambda ask: ask.send(CONTENT))
    get(tmp_path, mirror)
    assert (tmp_path / "some-images").read_bytes() == CONTENT
    assert get(tmp_path, mirror) == 0


def test_a_redirection_is_followed(tmp_path: Path, start: Start) -> None:
    target = start(honest)
    get(tmp_path, start(lambda ask: ask.send(b"", 302, Location=f"{target.url}elsewhere")))
    assert_complete(tmp_path)


def test_an_answer_without_a_length_is_taken_until_its_end(tmp_path: Path, start: Start) -> None:
    get(tmp_path, start(lambda ask: ask.send(PACKED, Content_Length=None)))
    assert_complete(tmp_path)


def test_a_proxy_of_the_environment_is_asked(
    tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = start(honest)
    monkeypatch.setenv("http_proxy", proxy.url)
    fetch(tmp_path, Lines(io.StringIO()), files=[FILE], mirrors=["http://mnist.invalid/"])
    assert_complete(tmp_path)
    assert proxy.asked == [("http://mnist.invalid/some-images.gz", None)]


def test_no_mirror_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DataError) as caught:
        fetch(tmp_path, Lines(io.StringIO()), mirrors=[f"http://127.0.0.1:{port}/"] * 2)
    assert str(caught.value) == (
        "MNIST cannot be downloaded (every mirror: Connection refused): "
        "check the network, or let MNIST_DIR name a folder that has it."
    )


def test_patience_with_silent_mirrors_ends(tmp_path: Path, start: Start) -> None:
    mirrors = [start(is_silent) for _ in range(5)]
    impatient = Patience(answer=0.2, silence=0.4, stall=0.5, total=10, slowest=1_000)
    began = time.monotonic()
    with pytest.raises(DataError, match=r"no answer; .*not asked any more"):
        get(tmp_path, *mirrors, patience=impatient)
    assert time.monotonic() - began < impatient.total
    assert sum(len(mirror.asked) for mirror in mirrors) < 5


def test_patience_with_a_long_download_ends(tmp_path: Path, start: Start) -> None:
    impatient = Patience(answer=1, silence=1, stall=5, total=0.3, slowest=0)
    with pytest.raises(DataError, match="not complete within"):
        get(tmp_path, start(dawdles), patience=impatient)


def test_two_downloads_into_one_folder_do_not_mix(tmp_path: Path, start: Start) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DataError, match="under way"):
            get(tmp_path, start(honest))
    assert get(tmp_path, start(honest)) == 1


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path, start: Start) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"cannot be kept in .*file"):
        get(tmp_path / "file", start(honest))


def test_auto_tries_to_download_once_in_a_run(
    tmp_path: Path,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mirror = start(gone)
    monkeypatch.delenv("MNIST_DIR", raising=False)
    monkeypatch.setattr(download, "FOLDER", tmp_path)
    monkeypatch.setattr(digits, "_tried", False)
    monkeypatch.setattr(download, "MIRRORS", (mirror.url,))
    assert [digits.load("auto").source for _ in range(3)] == [digits.Source.EMBEDDED] * 3
    assert len(mirror.asked) == 1
    said = capsys.readouterr()
    assert said.err == (
        "MNIST cannot be downloaded (every mirror: HTTP 404): check the network, "
        "or let MNIST_DIR name a folder that has it. Taking the embedded digits.\n"
    )
    assert not said.out


def test_mnist_is_downloaded_when_it_is_asked_for(
    tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = start(gone)
    monkeypatch.delenv("MNIST_DIR", raising=False)
    monkeypatch.setattr(download, "FOLDER", tmp_path)
    monkeypatch.setattr(download, "MIRRORS", (mirror.url,))
    with pytest.raises(DataError, match="HTTP 404"):
        digits.load("mnist")
    assert mirror.asked == [("/train-images-idx3-ubyte.gz", None)]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_bar_is_for_terminals_and_lines_for_the_rest() -> None:
    assert isinstance(console(Terminal()), Bar)
    assert not isinstance(console(io.StringIO()), Bar)


def test_a_terminal_sees_a_bar_and_how_each_attempt_ended(tmp_path: Path, start: Start) -> None:
    out = Terminal()
    get(tmp_path, start(lies), start(honest), out=out)
    assert "some-images from 127.0.0.1" in out.getvalue()
    assert "what came is not MNIST" in out.getvalue()
    assert out.getvalue().endswith("some-images: complete\n")


def test_lines_say_where_a_file_comes_from(tmp_path: Path, start: Start) -> None:
    out = io.StringIO()
    mirror = start(breaks_off)
    get(tmp_path, mirror, out=out)
    host = mirror.url.split("/")[2]
    lines = out.getvalue().splitlines()
    assert lines[0] == f"some-images: from {host}, 0.3 MB"
    assert lines[1] == f"some-images: {host}: broke off after 100,000 of {len(PACKED):,} bytes"
    assert lines[2] == f"some-images: from {host}, 0.3 MB, going on at 0.1 MB"
    assert lines[-1] == "some-images: complete"
