"""The child process: what its machine lets it call, and what becomes of one that a file has taken over."""

import platform
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from home.sandbox import child as child_module
from home.sandbox.child import (
    BPF_JUMP_EQUAL,
    BPF_LOAD,
    CALL_AT,
    CALLS,
    MACHINE_AT,
    MACHINES,
    SECCOMP_RET_ALLOW,
    SECCOMP_RET_ERRNO,
    calls_of,
    filter_of,
)
from home.sandbox.runner import run_confined, ways_out
from tests.effort import seconds_so_far
from tests.tiers import LONG, first_of
from tests.waiting import LONGEST_SECONDS

LIMITS = {"answer_bytes": 1000, "memory_bytes": 300 * 1024 * 1024, "cpu_seconds": 5, "wall_seconds": 120}
ALLOW, REFUSE = SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | 1


@pytest.fixture
def ran(tmp_path):
    """Run this body of `main` in a child; return its CompletedProcess."""

    def run(body, given=b"", **limits):
        script = tmp_path / "script.py"
        script.write_text(f"import os, sys, time\ndef main():\n    {body}\n")
        return run_confined(script, given, **LIMITS | limits)

    return run


TRIES = """
import os, platform, socket, sys
sys.path.insert(0, sys.argv[1])
import child
if sys.argv[3] == "limits":
    platform.machine = lambda: "another"
child.shut_in()
tries = {
    "read": lambda: open(sys.argv[2]).read(),
    "list": lambda: os.listdir(os.path.dirname(sys.argv[2])),
    "connect": lambda: socket.socket(),
    "pair": lambda: socket.socketpair(),
    "delete": lambda: os.unlink(sys.argv[2]),
    "rename": lambda: os.rename(sys.argv[2], sys.argv[2] + "x"),
    "fork": os.fork,
    "start": lambda: os.execv("/bin/true", ["true"]),
    "signal": lambda: os.kill(os.getppid(), 0),
}
tried = list(tries) if sys.argv[3] == "filter" else ["read", "list", "connect", "pair"]
done = []
for name in tried:
    try:
        tries[name]()
    except OSError:
        continue
    done.append(name)
os.write(1, f"{len(tried)} tried: {','.join(done)}".encode())
"""


@pytest.mark.parametrize(
    ("held_by", "tried"),
    [
        pytest.param(
            "filter",
            9,
            marks=pytest.mark.skipif(platform.machine() not in MACHINES, reason="no calls of this machine"),
        ),
        ("limits", 4),
    ],
)
def test_child_that_a_file_has_taken_over_finds_no_key_and_no_way_out(tmp_path, held_by, tried):
    key = tmp_path / "key"
    key.write_text("secret")
    folder = Path(child_module.__file__).parent

    child = subprocess.run(
        [sys.executable, "-I", "-c", TRIES, str(folder), str(key), held_by],
        capture_output=True,
        timeout=LONGEST_SECONDS,
        check=True,
    )

    assert child.stdout.decode() == f"{tried} tried: "
    assert key.read_text() == "secret"


@pytest.mark.skipif(platform.machine() not in MACHINES, reason="no calls of this machine")
def test_no_way_out_is_open_on_a_machine_whose_calls_are_known():
    assert ways_out() == []


def decision(rules, machine, call):
    """Return what the kernel would answer, which runs these instructions of BPF."""
    at, loaded = 0, None
    while True:
        code, if_equal, otherwise, value = struct.unpack("HBBI", rules[at])
        at += 1
        if code == BPF_LOAD:
            loaded = {CALL_AT: call, MACHINE_AT: machine}[value]
        elif code == BPF_JUMP_EQUAL:
            at += if_equal if loaded == value else otherwise
        else:
            return value


@pytest.mark.parametrize("name", MACHINES)
def test_filter_lets_through_the_named_calls_of_its_machine_and_no_other(name):
    calls = calls_of(name)
    rules = filter_of(MACHINES[name], calls)
    others = set(range(1000)) | {0x40000000 + call for call in calls}  # those of x32 among them

    assert {call for call in others | set(calls) if decision(rules, MACHINES[name], call) == ALLOW} == set(
        calls
    )
    for machine in {0x40000003, 0x40000028, *MACHINES.values()} - {MACHINES[name]}:
        assert {decision(rules, machine, call) for call in calls} == {REFUSE}


def test_machine_without_known_calls_goes_on_with_the_limits():
    assert calls_of("riscv64") == []


HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
# How the second calls what is one call on machines of 64 bits.
NAMES = {"newfstatat": "fstatat"}


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_of_the_calls_are_those_of_the_kernel(machine):
    header = Path(HEADERS[machine])
    if not header.exists():
        pytest.skip("no headers of the kernel here")
    numbers = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    place = list(MACHINES).index(machine)

    for name, ours in CALLS.items():
        theirs = numbers.get(name) or numbers.get(NAMES.get(name))
        assert ours[place] == (theirs and int(theirs)), name


def test_child_that_writes_without_end_is_killed_at_once(ran):
    child = ran("while True: os.write(1, bytes(65536))")

    assert child.returncode < 0 and len(child.stdout) <= LIMITS["answer_bytes"] + 1


def test_child_that_says_a_byte_too_much_has_failed(ran):
    assert ran("os.write(1, bytes(1000))").returncode == 0
    assert ran("os.write(1, bytes(1001))").returncode < 0


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    "body", first_of(["time.sleep(600)", "os.close(1); time.sleep(600)", "while True: pass"])
)
def test_child_that_does_not_end_is_ended_by_the_clock(ran, body):
    """Left alone, it would sleep for ten minutes and end well, or use up its seconds of processor."""
    before = seconds_so_far()

    with pytest.raises(subprocess.TimeoutExpired):
        ran(body, given=bytes(10_000_000), wall_seconds=1, cpu_seconds=60)

    assert seconds_so_far() - before < 10


@pytest.mark.full(LONG)
def test_child_that_only_reckons_is_ended_by_its_seconds_of_processor(ran):
    assert ran("while True: pass", cpu_seconds=1).returncode < 0


def test_child_that_does_not_listen_is_heard_all_the_same(ran):
    child = ran("os.write(1, b'done')", given=bytes(10_000_000))

    assert (child.returncode, child.stdout) == (0, b"done")


def test_child_grows_no_further_than_its_memory(ran):
    assert ran("bytearray(10**9)").returncode != 0
