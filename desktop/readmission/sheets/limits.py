"""How much memory and work a process may take before the system ends it: asked of the system by the process itself.

Work is time of the processor: a machine that is busy with something else does not make a file a bad one.
"""

import sys
from typing import Final

# How a process ends whose time is up: by the signal of its timer, on Windows with ERROR_NOT_ENOUGH_QUOTA.
TIME_IS_UP: Final = 1816 if sys.platform == "win32" else -27


def limit(memory: int, seconds: float) -> None:
    """Let this process never have more than `memory` bytes, and end it after it worked for `seconds` from now on."""
    if sys.platform == "win32":
        _limit_on_windows(memory, seconds)
    else:
        import resource  # noqa: PLC0415 - there is none on Windows
        import signal  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.setitimer(signal.ITIMER_PROF, seconds)


if sys.platform == "win32":
    import ctypes
    import time
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _PROCESS_TIME = 0x2
    _PROCESS_MEMORY = 0x100
    _TICKS = 10_000_000
    _DIE_ON_FAULT = 0x400

    class _Basic(ctypes.Structure):
        _fields_ = [
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("minimum_set", ctypes.c_size_t),
            ("maximum_set", ctypes.c_size_t),
            ("active", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        ]

    class _Extended(ctypes.Structure):
        _fields_ = [
            ("basic", _Basic),
            ("transfers", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        ]

    def _limit_on_windows(memory: int, seconds: float) -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
        kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
        job = kernel.CreateJobObjectW(None, None)
        limits = _Extended()
        limits.basic.flags = _PROCESS_TIME | _PROCESS_MEMORY | _DIE_ON_FAULT
        limits.basic.per_process_time = int((time.process_time() + seconds) * _TICKS)
        limits.process_memory = memory
        if not (
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())
