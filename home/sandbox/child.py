"""The child process itself: gives up what none of our scripts needs, loads its script, and is shut in.

Started as a file in Python's isolated mode (`home.sandbox.runner` does), so neither it nor the script imports
anything of ours. The script imports all it needs at its top, for nothing can be imported later, and has a
`main()`. One that says MAY_OPEN_FILES is held by the limits alone.

Arguments: bytes of memory, seconds of processor, the script.
"""

import ctypes
import errno
import importlib.util
import platform
import resource
import struct
import sys
from types import ModuleType

PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
SECCOMP_MODE_FILTER, SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO = 2, 0x7FFF0000, 0x00050000
# Of struct seccomp_data in bytes; of BPF: load a word, jump if equal, return.
CALL_AT, MACHINE_AT = 0, 4
BPF_LOAD, BPF_JUMP_EQUAL, BPF_RETURN = 0x20, 0x15, 0x06

# By its name for the machine, how linux/audit.h numbers it.
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# The calls that reading needs, by their numbers on the MACHINES (asm/unistd_64.h, asm-generic/unistd.h).
# None opens, connects, starts, sends, or touches another process.
CALLS = {
    "read": (0, 63),
    "write": (1, 64),
    "writev": (20, 66),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "close": (3, 57),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "rseq": (334, 293),
    "sched_yield": (24, 124),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "exit": (60, 93),
    "exit_group": (231, 94),
}


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Allow no writing of files, no core dump, and no more memory or time than given."""
    limits = {
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NOFILE: (64, 64),
        # Exceeding the second kills in silence, so the first comes earlier.
        resource.RLIMIT_CPU: (cpu_seconds, cpu_seconds + 5),
        resource.RLIMIT_AS: (memory_bytes, memory_bytes),
    }
    for limit, pair in limits.items():
        resource.setrlimit(limit, pair)
    # A core dump that goes to a program instead of a file obeys no limit.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)


def shut_in() -> None:
    """Forbid opening and starting anything, and every system call but CALLS: others end with an error.

    There is no way back. A machine or kernel without such a filter goes on with the limits alone
    (`manage.py doctor` says so): they too leave nothing to open a file or a connection with.
    """
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if calls := calls_of(platform.machine()):
        give_up_all_but(calls)


def calls_of(machine: str) -> list[int]:
    """Return the numbers of CALLS on this machine; none where they are unknown."""
    # A 32-bit program makes other calls than the machine under it.
    if sys.platform != "linux" or sys.maxsize < 2**32 or machine not in MACHINES:
        return []
    place = list(MACHINES).index(machine)
    return [number for numbers in CALLS.values() if (number := numbers[place]) is not None]


def give_up_all_but(calls: list[int]) -> None:
    rules = filter_of(MACHINES[platform.machine()], calls)
    program = ctypes.create_string_buffer(b"".join(rules))
    # struct sock_fprog: how many instructions, and where.
    pointed = ctypes.create_string_buffer(struct.pack("HL", len(rules), ctypes.addressof(program)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    is_refused = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(pointed), 0, 0)
    if is_refused and ctypes.get_errno() != errno.EINVAL:
        sys.exit("The filter of calls was refused.")


def filter_of(machine: int, calls: list[int]) -> list[bytes]:
    """Return BPF instructions that refuse another machine's calls, and all but `calls`."""
    refuse = SECCOMP_RET_ERRNO | errno.EPERM
    rules = [
        (BPF_LOAD, 0, 0, MACHINE_AT),
        (BPF_JUMP_EQUAL, 1, 0, machine),
        (BPF_RETURN, 0, 0, refuse),
        (BPF_LOAD, 0, 0, CALL_AT),
    ]
    rules += [(BPF_JUMP_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    rules += [(BPF_RETURN, 0, 0, refuse), (BPF_RETURN, 0, 0, SECCOMP_RET_ALLOW)]
    return [struct.pack("HBBI", *rule) for rule in rules]


def loaded(script: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("script", script)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    confine(*map(int, sys.argv[1:3]))
    module = loaded(sys.argv[3])
    if not getattr(module, "MAY_OPEN_FILES", False):
        shut_in()
    module.main()
