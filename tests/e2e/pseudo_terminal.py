"""A command at a terminal: what a person would see, and what they type.

    with Terminal([BINARY, "chat", ...], columns=80) as terminal:
        terminal.wait_for("> ")
        terminal.type("hello\\n")
"""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time

CTRL_C = "\x03"
CTRL_D = "\x04"
SECONDS_MAX = 30  # a sanitized binary on a busy machine


class Terminal:
    """All three standard streams of the command are the terminal, which is its controlling one: Ctrl-C is a signal."""

    def __init__(self, arguments: list[str], environment: dict[str, str], columns: int = 80):
        self._screen, line = pty.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(arguments, stdin=line, stdout=line, stderr=line, env=environment, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(line)
        self.seen = ""  # everything so far, as the terminal was given it, with plain line ends
        self._looked = 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._screen)

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def wait_for(self, text: str) -> str:
        """What was shown up to and with the next `text`; earlier ones do not count again."""
        deadline = time.monotonic() + SECONDS_MAX
        while (found := self.seen.find(text, self._looked)) < 0:
            if not self._read(deadline):
                raise AssertionError(f"never shown: {text!r}; shown: {self.seen!r}")
        shown = self.seen[self._looked:found + len(text)]
        self._looked = found + len(text)
        return shown

    def wait(self) -> int:
        """The command's exit status, once it has ended and everything was shown."""
        deadline = time.monotonic() + SECONDS_MAX
        while self._read(deadline):
            pass
        return self.process.wait(timeout=SECONDS_MAX)

    def _read(self, deadline: float) -> bool:
        """False at the end, or when nothing came in time."""
        ready, _, _ = select.select([self._screen], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            piece = os.read(self._screen, 65536)
        except OSError:  # the last one who had the terminal open is gone
            return False
        self.seen = (self.seen + piece.decode(errors="replace")).replace("\r\n", "\n")
        return bool(piece)
