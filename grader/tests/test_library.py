"""What a guest can import: the standard library, with what it imports only when it is used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from grader.sandbox import conversation, host, library
from grader.sandbox.confinement import Confinement
from grader.sandbox.host import Guest, Sources
from grader.sandbox.wire import Returned

# Public modules that mean nothing in a guest: they want a terminal, a window, native code, other
# programs, a library that is not everywhere, or act when they are imported.
ELSEWHERE = set(
    "antigravity curses dbm ensurepip idlelib lib2to3 msilib msvcrt nis nt ossaudiodev "
    "posix pydoc_data pyexpat readline spwd sqlite3 ssl this tkinter turtle turtledemo venv "
    "winreg winsound _android_support _apple_support _ios_support _osx_support annotationlib "
    "compression concurrent".split()
)
if find_spec("_ctypes") is None:
    ELSEWHERE.add("ctypes")
PUBLIC = sorted(
    name for name in sys.stdlib_module_names if not name.startswith("_") and name not in ELSEWHERE
)
SUBMODULES = (
    "collections.abc concurrent.futures email.mime.text html.parser http.client importlib.metadata "
    "importlib.resources json.tool logging.config logging.handlers multiprocessing.pool os.path "
    "unittest.mock urllib.request xml.dom.minidom xml.etree.ElementTree xml.sax"
).split()

# Modules import others when they are used: an expression each, and its value.
LAZY = {
    "__import__('collections').Counter('abracadabra').most_common(1)": [("a", 5)],
    "__import__('statistics').mode([1, 2, 2])": 2,
    "__import__('statistics').NormalDist(0, 1).cdf(0)": 0.5,
    "__import__('statistics').quantiles([1, 2, 3, 4])": [1.25, 2.5, 3.75],
    "dispatched([1])": "list",
    "__import__('datetime').datetime.strptime('2024-02-29', '%Y-%m-%d').day": 29,
    "__import__('time').strptime('29 Feb 2024', '%d %b %Y').tm_yday": 60,
    "__import__('importlib').import_module('heapq').nsmallest(1, [3, 1])": [1],
    "'한'.encode('euc-kr') == bytes([0xc7, 0xd1])": True,
    "'é'.encode('cp1252').hex()": "e9",
    "'bücher'.encode('idna').decode()": "xn--bcher-kva",
    "str(__import__('decimal').Decimal(2).sqrt())[:6]": "1.4142",
    "str(__import__('fractions').Fraction(1, 3) + 1)": "4/3",
    "point()": [1, 2],
    "colour()": ["RED", 1],
    "hinted()": "list[int]",
    "__import__('random').Random(3).choices('ab', [1, 0])": ["a"],
    "__import__('hashlib').sha256(b'').hexdigest()[:6]": "e3b0c4",
    "__import__('hashlib').blake2b(b'', digest_size=2).hexdigest()": "b1fe",
    "__import__('json').dumps({'a': [1.5, None]}, indent=1)": '{\n "a": [\n  1.5,\n  null\n ]\n}',
    "__import__('pickle').loads(__import__('pickle').dumps([1, (2,)]))": [1, (2,)],
    "__import__('copy').deepcopy([[1]])": [[1]],
    "__import__('textwrap').dedent('  a')": "a",
    "__import__('re').sub('(a)', r'\\1b', 'a')": "ab",
    "__import__('string').Template('$a').substitute(a=1)": "1",
    "__import__('pprint').pformat([1])": "[1]",
    "__import__('inspect').signature(len).parameters.__len__()": 1,
    "__import__('traceback').format_exception(ValueError('no'))": ["ValueError: no\n"],
    "__import__('warnings').warn('mind')": None,
    "__import__('logging').getLogger('a').isEnabledFor(50)": True,
    "__import__('itertools').__name__": "itertools",
    "sum(__import__('array').array('d', [1.0, 2.0]))": 3.0,
    "__import__('csv').__name__": "csv",
    "__import__('unicodedata').name('a')": "LATIN SMALL LETTER A",
    "'\\N{SNOWMAN}' and '\\u2603'.encode('unicode_escape').decode()": "\\u2603",
    "__import__('zlib').decompress(__import__('zlib').compress(b'a')).decode()": "a",
    "__import__('contextlib').ExitStack().__class__.__name__": "ExitStack",
    "__import__('graphlib').TopologicalSorter({1: [2]}).static_order().__next__()": 2,
    "__import__('ast').literal_eval('[1]')": [1],
    "run_coroutine()": 7,
    "__import__('calendar').monthrange(2024, 2)": (3, 29),
    "__import__('locale').atof('1.5')": 1.5,
    "__import__('numbers').Real.__name__": "Real",
    "__import__('timeit').timeit('1', number=1) >= 0": True,
    "__import__('difflib').SequenceMatcher(None, 'ab', 'ab').ratio()": 1.0,
    "'%.3f' % __import__('cmath').phase(1j)": "1.571",
    "__import__('secrets').randbelow(1)": 0,
    "str(__import__('uuid').UUID(int=0))[:8]": "00000000",
    "__import__('ipaddress').ip_address('::1').is_loopback": True,
    "__import__('types').SimpleNamespace(a=1).a": 1,
    "str(__import__('pathlib').Path('a').absolute())": "/a",
    "later()": 3,
}
MODULE = """
import asyncio, dataclasses, enum, functools, typing

@functools.singledispatch
def kind(value): return "object"

@kind.register
def _(value: list): return "list"

def dispatched(value): return kind(value)

@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: int = 2

def point(): return list(dataclasses.astuple(Point(1)))

class Colour(enum.Enum):
    RED = enum.auto()

def colour(): return [Colour.RED.name, Colour(1).value]

def hinted() -> "list[int]": pass
hinted = lambda hints=typing.get_type_hints(hinted): str(hints["return"])

def run_coroutine():
    async def answer(): return 7
    try:
        answer().send(None)
    except StopIteration as end:
        return end.value

def later():
    import bisect
    from xml.etree import ElementTree
    return bisect.bisect([1, 2, 3], ElementTree.fromstring("<a b='3'/>").get("b") and 3)

def value(expression): return eval(expression)
def named(name): return __import__("importlib").import_module(name).__name__
"""


@pytest.fixture(scope="module", params=[Confinement.KERNEL, Confinement.LIMITS])
def guest(request: pytest.FixtureRequest) -> Iterator[Guest]:
    with Guest(Sources("m", {"m": MODULE}), level=request.param) as guest:
        assert isinstance(guest.load(), Returned)
        yield guest


@pytest.mark.parametrize("name", [*PUBLIC, *SUBMODULES])
def test_a_guest_imports_every_public_module_of_the_standard_library(
    name: str, guest: Guest
) -> None:
    answer = guest.call("named", (name,))
    assert isinstance(answer, Returned), answer


@pytest.mark.parametrize("expression", LAZY)
def test_what_a_module_imports_when_it_is_used_is_there(expression: str, guest: Guest) -> None:
    answer = guest.call("value", (expression,))
    assert isinstance(answer, Returned), answer
    assert answer.value == LAZY[expression]


def test_tests_of_the_standard_library_are_not_served() -> None:
    assert library.code_of("test") is None
    assert library.code_of("unittest.test") is None
    assert library.code_of("unittest.mock") is not None


def test_nothing_but_the_standard_library_is_served() -> None:
    for name in ("pytest", "grader.cli", "..os", "os/path", "", ".", "a" * 200, "json.nothing"):
        assert library.code_of(name) is None


def test_who_asks_for_modules_without_end_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "MODULES_ASKED", 5)
    text = """
def f():
    for number in range(9):
        try:
            __import__("json.x%d" % number)
        except ImportError:
            pass
"""
    with Guest(Sources("m", {"m": text})) as guest:
        guest.load()
        with pytest.raises(host.GuestLost, match="modules"):
            guest.call("f")


def test_an_import_at_the_end_of_the_stack_leaves_the_guest_in_step() -> None:
    text = """
def down(n=0):
    try:
        return down(n + 1)
    except RecursionError:
        import statistics
        return statistics.mean([n, n])
def f():
    try:
        return down() > 0
    except RecursionError:
        return True
"""
    with Guest(Sources("m", {"m": text})) as guest:
        guest.load()
        for _ in range(3):
            answer = guest.call("f")
            assert isinstance(answer, Returned)
            assert answer.value is True
