"""Behind a TLS proxy, as docs/proxy.md says: the first administrator enters with a passkey, and cookies are Secure."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright

from app.config import PREFIX, ROOT
from e2e.browser import ARGS, executable
from e2e.contexts import Watch, with_passkey
from e2e.serving import free_port
from e2e.tls import Proxy

NAME = "mingcha.example.test"


@dataclass
class Bureau:
    """A served folder with nothing in it, and the proxy in front."""

    origin: str
    port: int
    environment: dict[str, str]
    key_hash: str

    def mingcha(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    outer, inner = free_port(), free_port()
    origin = f"https://{NAME}:{outer}"
    given = {"DATA": str(tmp_path / "data"), "PORT": str(inner), "ORIGIN": origin, "HOST": NAME}
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    environment |= {PREFIX + name: value for name, value in given.items()}
    command = [sys.executable, "-m", "app.cli", "serve"]
    with (tmp_path / "log").open("ab") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    proxy = Proxy(NAME, outer, inner, tmp_path)
    try:
        wait_until_healthy(inner, server, tmp_path / "log")
        yield Bureau(origin, inner, environment, proxy.key_hash)
    finally:
        proxy.close()
        server.terminate()
        server.wait(20)
    assert "Traceback" not in (tmp_path / "log").read_text()


def wait_until_healthy(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < limit, log.read_text()
            time.sleep(0.1)


@pytest.fixture
def window(playwright: Playwright, bureau: Bureau, tmp_path: Path) -> Iterator[BrowserContext]:
    """A desk that knows the name and trusts the proxy's certificate."""
    trusting = [
        f"--ignore-certificate-errors-spki-list={bureau.key_hash}",
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
    ]
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=executable(), args=[*ARGS, *trusting], locale="zh-CN"
    )
    watch = Watch().over(context)
    yield context
    context.close()
    assert watch.complaints == []


def test_the_first_administrator_enters_through_the_proxy(bureau, window):
    link = bureau.mingcha("invite", "何晓", "--role", "admin").strip()
    assert link.startswith(bureau.origin + "/enter/")
    page = window.pages[0]
    session = with_passkey(page)
    page.goto(link)
    page.get_by_role("button", name="建通行密钥并登录").click()
    page.wait_for_url("**/roster/")
    assert page.evaluate("isSecureContext")
    cookies = {cookie["name"]: cookie for cookie in window.cookies()}
    assert {name for name in cookies if name.startswith("mc_")} == {"mc_session", "mc_device", "mc_me"}
    assert all(cookie["secure"] for cookie in cookies.values())
    assert cookies["mc_session"]["httpOnly"]

    page.goto(bureau.origin + "/me")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/roster/")

    page.goto(bureau.origin + "/people/")
    page.locator("summary", has_text="添加人员").click()
    page.get_by_label("姓名", exact=True).fill("周敏")
    page.locator("label.chip", has_text="检查员").click()
    page.get_by_role("button", name="添加", exact=True).click()
    page.get_by_role("button", name="生成邀请").click()
    page.wait_for_url("**/invitation")
    assert page.get_by_label("链接（可复制）").input_value().startswith(bureau.origin + "/enter/")
    session.detach()


def test_past_the_proxy_or_under_another_name_nothing_is_answered(bureau):
    for host in (f"127.0.0.1:{bureau.port}", "elsewhere.example"):
        asked = urllib.request.Request(f"http://127.0.0.1:{bureau.port}/sign-in", headers={"Host": host})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=10)
        refused.value.close()
        assert refused.value.code == 403
