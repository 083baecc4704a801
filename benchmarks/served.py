"""A real server: fifteen people sign in at once, then its memory after everybody has read."""

from __future__ import annotations

import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Barrier
from time import perf_counter
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pyotp

from benchmarks.installation import Place
from benchmarks.measure import Line
from benchmarks.seeding import PASSWORD, Seeded

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1024 * 1024
READ_BY_EACH = 12


def measured(folder: Path) -> Iterator[Line]:
    """Seconds until the last of fifteen is in, and megabytes of the one worker."""
    seeded: Seeded = pickle.loads((folder / "seeded").read_bytes())
    with _server(Place(folder)) as (base, worker):
        at_start = _megabytes(worker)
        first = _sign_in(base, seeded.people[0], Barrier(1))[0]
        browsers, seconds = _all_at_once(base, seeded)
        _everybody_reads(base, seeded, browsers)
        in_the_end = _megabytes(worker)
    last = max(seconds)
    yield Line(
        f"{len(seconds)} people sign in at once, the last", None, last * 1000,
        "one alone", first * 1000,
        "under 4 s", last < 4,
    )  # fmt: skip
    yield Line(
        "memory of one worker, before and after", at_start, in_the_end, aim="under 300 MB",
        met=in_the_end < 300, unit="MB",
    )  # fmt: skip


@contextmanager
def _server(place: Place) -> Iterator[tuple[str, int]]:
    """One worker with eight threads, as `make run` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("gunicorn")), "--workers", "1", "--threads", "8",
        "--no-control-socket", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    environment = os.environ | place.environment | {"PORT": str(port)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(base)
        yield base, _worker_of(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait_for(base: str) -> None:
    for _ in range(300):
        try:
            build_opener().open(f"{base}/healthz", timeout=5).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not answer within 30 seconds")


def _worker_of(master: int) -> int:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(children[0])


def _megabytes(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def _all_at_once(base: str, seeded: Seeded) -> tuple[list[OpenerDirector], list[float]]:
    # The first signed in alone already, and a code is good once.
    together = seeded.people[1:]
    gate = Barrier(len(together))
    with ThreadPoolExecutor(len(together)) as pool:
        done = list(pool.map(lambda person: _sign_in(base, person, gate), together))
    return [browser for _, browser in done], [seconds for seconds, _ in done]


def _sign_in(base: str, person: tuple[str, str], gate: Barrier) -> tuple[float, OpenerDirector]:
    """E-mail address and password, then the code, with the tokens of both forms."""
    email, secret = person
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    gate.wait()
    start = perf_counter()
    page = _read(browser, f"{base}/account/sign-in")
    page = _read(browser, f"{base}/account/sign-in", page, email=email, password=PASSWORD)
    page = _read(browser, f"{base}/account/sign-in/code", page, code=pyotp.TOTP(secret).now())
    seconds = perf_counter() - start
    if "Your work" not in page:
        raise RuntimeError("signing in did not lead to the first page")
    return seconds, browser


def _everybody_reads(base: str, seeded: Seeded, browsers: list[OpenerDirector]) -> None:
    def read(place: int) -> None:
        browser = browsers[place]
        _read(browser, f"{base}/cases/")
        for number in range(READ_BY_EACH):
            case = seeded.case_ids[-1 - (place * READ_BY_EACH + number) % len(seeded.case_ids)]
            _read(browser, f"{base}/cases/{case}")
        page = _read(browser, f"{base}/cases/search")
        _read(browser, f"{base}/cases/search", page, wanted=seeded.surname)

    with ThreadPoolExecutor(len(browsers)) as pool:
        list(pool.map(read, range(len(browsers))))


def _read(browser: OpenerDirector, url: str, page: str = "", **typed: str) -> str:
    data = None
    if page:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None, "every form of ours carries a token"
        data = urlencode(typed | {"csrf_token": token[1]}).encode()
    with browser.open(url, data, timeout=120) as answer:
        found: str = answer.read().decode()
        return found
