"""Does the demo come to its welcome with nothing else said, and can one click a name there?"""

from __future__ import annotations

import os
import re
import signal

import httpx

from tests.whole.nursery import start
from tests.whole.patience import until
from tests.whole.program import NO_TLS, free_port


def test_the_demo_says_how_to_sign_in_and_nothing_that_frightens(database, tmp_path):
    said, port = tmp_path / "said", free_port()
    environment = {**os.environ, "BATONPASS_DATABASE_URL": database}
    demo = start(
        ["demo", "--leads", "50", "--port", str(port), "--data", str(tmp_path / "data")], environment, str(said)
    )
    try:
        until(lambda: said.exists() and "Stop:" in said.read_text("utf-8"), "the welcome", seconds=240)
        lines = [line for line in said.read_text("utf-8").splitlines() if line]
        assert [line for line in lines if line.startswith("{")] == []
        assert [line for line in lines if f"BATONPASS_DATA={tmp_path / 'data'} .venv/bin/batonpass explain" in line]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", verify=NO_TLS, timeout=60) as visitor:
            page = visitor.get("/sign-in").text
            token, person = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("token", "email"))
            assert token
            assert person
            come = visitor.post("/sign-in/demo", data={"token": token[1], "email": person[1]})
            assert (come.status_code, visitor.get("/").status_code) == (303, 200)
    finally:
        os.killpg(demo.pid, signal.SIGKILL)
        demo.wait()
