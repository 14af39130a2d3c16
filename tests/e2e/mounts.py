"""Small and read-only file systems for one test process: they are in its own mount namespace, so
that they vanish with it. Root only."""

import ctypes
import os
import unittest

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEWNS, _RDONLY, _REMOUNT, _BIND, _REC, _PRIVATE = 0x20000, 1, 32, 4096, 16384, 1 << 18


def _call(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _mount(source, target, kind, flags, data=None):
    _call(_LIBC.mount(source, os.fsencode(target), kind, ctypes.c_ulong(flags), data))


def need_mounts():
    """Skips the test where no file system can be mounted."""
    if os.geteuid() != 0:
        raise unittest.SkipTest("a small file system can be mounted by root only")
    try:
        _call(_LIBC.unshare(_NEWNS))
        _mount(None, "/", None, _REC | _PRIVATE)
    except OSError as error:
        raise unittest.SkipTest(f"this machine lets nobody mount: {error}") from error


def small_disk(path, size):
    path.mkdir()
    _mount(b"small", path, b"tmpfs", 0, f"size={size},mode=755".encode())


def read_only(path):
    _mount(os.fsencode(path), path, None, _BIND)
    _mount(None, path, None, _BIND | _REMOUNT | _RDONLY)


def unmount(path):
    _call(_LIBC.umount2(os.fsencode(path), 0))


def fill(path):
    """Takes all room that is left; gives the file that took it."""
    filler = path / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(b"\0" * size)
            except OSError:
                size //= 2
    return filler
