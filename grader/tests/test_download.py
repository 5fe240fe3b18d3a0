"""The download of MNIST, against servers that break off, lie, dawdle or send too much."""

import contextlib
import gzip
import hashlib
import io
import os
import random
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from grader import digits, download, mnist
from grader.download import Limits, fetch
from grader.idx import DataError
from grader.mnist import File

CONTENT = random.Random(1).randbytes(300_000)
PACKED = gzip.compress(CONTENT, mtime=0)
FILE = File("some-images", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
BOMB = gzip.compress(bytes(20 * len(CONTENT)))
PATIENT = Limits(answer=10, stall=10, total=60)


class Handler(BaseHTTPRequestHandler):
    """Answers by the behaviour of its server."""

    protocol_version = "HTTP/1.1"
    server: "Mirror"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
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
        self.asked: list[str] = []
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


def gone(ask: Handler) -> None:
    ask.send(b"", 404)


def breaks_off(ask: Handler) -> None:
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


def bomb(ask: Handler) -> None:
    ask.send(BOMB)


def get(
    folder: Path, *mirrors: Mirror, limits: Limits = PATIENT, stream: io.StringIO | None = None
) -> int:
    urls = [mirror.url for mirror in mirrors]
    stream = stream or io.StringIO()
    return fetch(folder, files=[FILE], mirrors=urls, limits=limits, stream=stream)


def assert_complete(folder: Path) -> None:
    assert os.listdir(folder) == ["some-images.gz"]
    assert gzip.decompress((folder / "some-images.gz").read_bytes()) == CONTENT


def test_a_file_is_downloaded_once(tmp_path: Path, start: Start) -> None:
    mirror = start(honest)
    assert get(tmp_path / "a" / "b", mirror) == 1
    assert_complete(tmp_path / "a" / "b")
    assert get(tmp_path / "a" / "b", mirror) == 0
    assert mirror.asked == ["/some-images.gz"]


def test_a_damaged_file_is_downloaded_anew(tmp_path: Path, start: Start) -> None:
    (tmp_path / "some-images.gz").write_bytes(PACKED[:-100])
    assert get(tmp_path, start(honest)) == 1
    assert_complete(tmp_path)


@pytest.mark.parametrize(
    ("bad", "why", "limits"),
    [
        (gone, "HTTP 404", PATIENT),
        (breaks_off, "broke off after 100,000 of", PATIENT),
        (lies, "what came is not MNIST", PATIENT),
        (bomb, "what came is not MNIST", PATIENT),
        (endless, "more than 365,536 bytes came", PATIENT),
        (dawdles, "not complete within 0 seconds", Limits(answer=5, stall=5, total=0.3)),
        (stalls, "nothing more came after 10 bytes", Limits(answer=5, stall=0.2, total=5)),
        (is_silent, "no answer", Limits(answer=0.2, stall=5, total=5)),
    ],
)
def test_a_mirror_that_fails_leaves_nothing_and_the_next_is_asked(
    tmp_path: Path, start: Start, bad: Behaviour, why: str, limits: Limits
) -> None:
    mirror = start(bad)
    with pytest.raises(DataError, match=why):
        get(tmp_path, mirror, limits=limits)
    assert not os.listdir(tmp_path)
    if limits is PATIENT:
        get(tmp_path, mirror, start(honest))
        assert_complete(tmp_path)


def test_the_mirror_that_worked_is_asked_first_for_the_next_file(
    tmp_path: Path, start: Start
) -> None:
    bad, good = start(gone), start(honest)
    files = [FILE, File("other-images", FILE.size, FILE.sha256)]
    fetch(tmp_path, files=files, mirrors=[bad.url, good.url], stream=io.StringIO())
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
    fetch(tmp_path, files=[FILE], mirrors=["http://mnist.invalid/"])
    assert_complete(tmp_path)
    assert proxy.asked == ["http://mnist.invalid/some-images.gz"]


def test_no_mirror_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DataError) as caught:
        fetch(tmp_path, mirrors=[f"http://127.0.0.1:{port}/"] * 2)
    assert str(caught.value) == (
        "MNIST cannot be downloaded (every mirror: Connection refused): "
        "check the network, or let MNIST_DIR name a folder that has it."
    )


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
    monkeypatch.setattr(mnist, "FOLDER", tmp_path)
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
    monkeypatch.setattr(mnist, "FOLDER", tmp_path)
    monkeypatch.setattr(download, "MIRRORS", (mirror.url,))
    with pytest.raises(DataError, match="HTTP 404"):
        digits.load("mnist")
    assert mirror.asked == ["/train-images-idx3-ubyte.gz"]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_the_rest_a_line(tmp_path: Path, start: Start) -> None:
    mirror, terminal, file = start(honest), Terminal(), io.StringIO()
    get(tmp_path / "a", mirror, stream=terminal)
    get(tmp_path / "b", mirror, stream=file)
    title = f"some-images from {mirror.url.split('/')[2]}"
    assert title in terminal.getvalue()
    assert "\x1b[?25h" in terminal.getvalue()  # the cursor is visible again
    assert file.getvalue() == f"{title}, 0.3 MB\n"


def test_ctrl_c_leaves_no_part(tmp_path: Path, start: Start) -> None:
    class Interrupted(io.StringIO):
        def write(self, text: str) -> int:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(tmp_path, start(honest), stream=Interrupted())
    assert not os.listdir(tmp_path)
