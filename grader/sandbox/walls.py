"""The guest's walls: what a process takes from itself before it runs code that nobody trusts.

This text travels to the guest and is executed there: standard library alone, nothing happens at
import. `WALLS` is the one table of them, in the order in which they are raised; `confine` goes
through it, and says of each wall that it is up or why it is not. To add a wall, add a row, and to
`building` the function that builds it.
"""

from __future__ import annotations

from grader.sandbox.building import (
    MISSING,
    STACK_BYTES,
    Means,
    close_strays,
    die_with_parent,
    drop_capabilities,
    enter_nothing,
    forbid_debuggers,
    forbid_new_privileges,
    landlock,
    limit_cpu,
    limit_memory,
    reason,
    seccomp,
    set_limit,
    switch_user,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

UP, NOT_ASKED_FOR = "up", "not asked for"
LEVELS = ("none", "limits", "kernel")  # each holds more firmly than the one before


class Wall:
    """A row of the table: what a wall is called, how it is raised, what it is good for.

    `level`: the weakest level that raises it. `holds`: the level that is not reached without it
    ("" if it only stands behind others). `stops` and `needs` are for people. `column`: the
    doctor's table shows it there ("" for one that stops nothing alone).
    """

    def __init__(
        self,
        name: str,
        build: Callable[[Means], None],
        *,
        level: str = "limits",
        holds: str = "",
        stops: str,
        needs: str,
        column: str = "",
    ) -> None:
        self.name, self.build, self.level, self.holds = name, build, level, holds
        self.stops, self.needs, self.column = stops, needs, column


def confine(request: dict[str, Any]) -> dict[str, Any]:
    """Raise the walls that the level of `request` (see `Means`) asks for.

    The result has the "level" in force and "walls": for each "up", or why it is not. A wall that
    cannot stand never raises: it is named, and the level is the best that the others make.
    """
    wanted = LEVELS.index(request["level"])
    walls = {wall.name: NOT_ASKED_FOR for wall in WALLS}
    if wanted:
        means = Means(request)
        only = request["only"]
        for wall in WALLS:
            if LEVELS.index(wall.level) <= wanted and (only is None or wall.name in only):
                walls[wall.name] = raised(wall, means)
    reached = 0
    while reached < wanted and all(
        walls[wall.name] == UP for wall in WALLS if wall.holds == LEVELS[reached + 1]
    ):
        reached += 1
    return {"level": LEVELS[reached], "walls": walls}


def raised(wall: Wall, means: Means) -> str:
    """Raise one wall: "up", or why it does not stand."""
    try:
        wall.build(means)
    except MISSING as error:
        return reason(error)
    return UP


LINUX = "Linux, and a Python that has the module _ctypes"
LIMITS = "a system that keeps resource limits"


def limit(
    name: str, resource_name: str, stops: str, *, most: int = 0, holds: str = "kernel"
) -> Wall:
    """The row of a resource limit that is the same for every guest."""
    build: Callable[[Means], None] = lambda _: set_limit(resource_name, most, most)  # noqa: E731
    return Wall(name, build, holds=holds, stops=stops, needs=LIMITS, column="limits")


# In the order of their building: limits forbid the descriptor that Landlock takes, seccomp forbids
# the calls that build the others.
WALLS = (
    Wall(
        "descriptors",
        close_strays,
        stops="writing to files that its parent left open",
        needs="nothing",
    ),
    Wall(
        "folder",
        enter_nothing,
        stops="links and folders, where only limits hold",
        needs="a folder for temporary files that can be written to",
        column="folder",
    ),
    Wall(
        "user",
        switch_user,
        holds="kernel",
        stops="root's powers, signals to the grader's user",
        needs="CAP_SETUID and CAP_SETGID where the grader is root: run it as an ordinary user, "
        "or give its container both",
        column="user",
    ),
    Wall("capabilities", drop_capabilities, stops="what root may do without its uid", needs=LINUX),
    Wall("parent", die_with_parent, stops="living longer than the grader", needs=LINUX),
    Wall("not dumpable", forbid_debuggers, stops="debugging by other guests", needs=LINUX),
    Wall(
        "no new privileges",
        forbid_new_privileges,
        holds="kernel",
        stops="gaining rights by a set-uid program",
        needs=LINUX,
    ),
    Wall(
        "landlock",
        landlock,
        level="kernel",
        stops="paths, TCP ports, signals, abstract sockets",
        needs="Linux 5.13 or newer with Landlock switched on",
        column="landlock",
    ),
    Wall(
        "memory",
        limit_memory,
        holds="kernel",
        stops="using up memory",
        needs=LIMITS,
        column="limits",
    ),
    Wall(
        "cpu time",
        limit_cpu,
        holds="limits",
        stops="computing for ever",
        needs=LIMITS,
        column="limits",
    ),
    limit("stack", "RLIMIT_STACK", "recursion that takes all memory", most=STACK_BYTES),
    limit("open files", "RLIMIT_NOFILE", "opening files, folders, sockets", holds="limits"),
    limit("processes", "RLIMIT_NPROC", "starting processes and threads"),
    limit("file size", "RLIMIT_FSIZE", "writing to files", holds="limits"),
    limit("core dump", "RLIMIT_CORE", "leaving a core file"),
    limit("locked memory", "RLIMIT_MEMLOCK", "keeping memory from being swapped"),
    limit("message queues", "RLIMIT_MSGQUEUE", "leaving queues in the kernel"),
    limit("queued signals", "RLIMIT_SIGPENDING", "filling the kernel's queue of signals"),
    limit("priority", "RLIMIT_NICE", "taking the CPU from others"),
    limit("realtime priority", "RLIMIT_RTPRIO", "taking the CPU for ever"),
    Wall(
        "seccomp",
        seccomp,
        level="kernel",
        holds="kernel",
        stops="system calls that an interpreter can do without",
        needs="Linux on x86_64 or aarch64 in a container that allows seccomp filters, and a Python "
        "that has the module _ctypes",
        column="seccomp",
    ),
)
