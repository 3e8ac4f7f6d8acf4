"""Fetching: documents at addresses, from public hosts alone, and within limits."""

from __future__ import annotations

import asyncio
import ipaddress
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
from aiohttp import web

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers import Defaults, fetching, read_all

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = "<title>Hours</title><h2 id=open>When is it open?</h2><p>From nine to five.</p>"


class Site:
    """A web server in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.port = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        app = web.Application()
        app.router.add_get("/page", self._page("text/html; charset=utf-8", PAGE.encode()))
        app.router.add_get("/old", self._page("text/html; charset=iso-8859-1", "<p>Größe</p>".encode("latin-1")))
        app.router.add_get("/raw/guide.md", self._page("text/plain", b"# T\n\n## Why?\n\nBecause.\n"))
        app.router.add_get("/picture", self._page("image/png", b"PNG"))
        app.router.add_get("/large", self._page("text/plain", b"x" * 3000))
        app.router.add_get("/moved", self._moved("/page#open"))
        app.router.add_get("/round", self._moved("/round"))
        app.router.add_get("/file", self._moved("file:///etc/passwd"))
        app.router.add_get("/inside", self._moved("http://10.0.0.1/"))
        app.router.add_get("/slow", self._slow)
        runner = web.AppRunner(app)
        self.loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self.loop.run_until_complete(site.start())
        self.port = runner.addresses[0][1]
        self._ready.set()
        self.loop.run_forever()
        self.loop.run_until_complete(runner.cleanup())
        self.loop.close()

    @staticmethod
    def _page(kind: str, body: bytes) -> Handler:
        async def page(_: web.Request) -> web.Response:
            return web.Response(body=body, headers={"Content-Type": kind})

        return page

    @staticmethod
    def _moved(where: str) -> Handler:
        async def moved(_: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": where})

        return moved

    @staticmethod
    async def _slow(_: web.Request) -> web.Response:
        await asyncio.sleep(2)
        return web.Response(text="late")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One server for all."""
    with Site() as running:
        yield running


def facts(address: str, *, allow_private: bool = True) -> list[Fact]:
    """What a document at an address holds."""
    return list(read_all([address], Defaults(), allow_private=allow_private))


def mistake(address: str, *, allow_private: bool = True) -> str:
    """The sentence that it is refused with."""
    with pytest.raises(DocumentError) as refusal:
        facts(address, allow_private=allow_private)
    return str(refusal.value)


def test_a_page_is_read_from_its_address(site: Site) -> None:
    """Its source is where it was found in the end."""
    (fact,) = facts(site.url("/moved"))

    assert (("When is it open?",), "From nine to five.", "#open") == (fact.questions, fact.answer, fact.anchor)
    assert fact.source.url == site.url("/page")


@pytest.mark.parametrize(("path", "answer"), [("/old", "Größe"), ("/raw/guide.md", "Because.")])
def test_type_and_encoding_are_what_the_server_says(site: Site, path: str, answer: str) -> None:
    """Where it says nothing of use, the address tells the kind."""
    assert [answer] == [fact.answer for fact in facts(site.url(path))]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/nowhere", "the server answers 404 Not Found"),
        ("/picture", 'a file ending in "(image/png)" cannot be imported'),
        ("/round", "the server redirects more than 5 times"),
        ("/file", "only http and https addresses are fetched (redirected to file:///etc/passwd)"),
    ],
)
def test_what_is_no_document_is_said_to_be_none(site: Site, path: str, expected: str) -> None:
    """In one sentence that names the address."""
    said = mistake(site.url(path))

    assert said.startswith(site.url(path)) and expected in said


def test_limits_are_held(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of size, and of time."""
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)

    assert "larger than" in mistake(site.url("/large"))
    assert "takes longer than" in mistake(site.url("/slow"))


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1"),
    *("255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:53aa:64c:0:0:0:0"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_network_that_is_not_public_is_asked(address: str) -> None:
    """Whichever way it is written."""
    assert not fetching.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_asked(address: str) -> None:
    """Those of the internet."""
    assert fetching.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://127.0.0.1:{port}/page", "127.0.0.1 is no public host; --allow-private would ask it"),
        ("http://[::1]:{port}/page", "::1 is no public host"),
        ("http://localhost:{port}/page", "localhost is no public host"),
        ("http://127.1:{port}/page", "127.1 - is not a canonical IPv4 address"),
        ("http://2130706433:{port}/page", "is not a canonical IPv4 address"),
        ("http://user:pass@example.org/", "an address with a user name or password is not fetched"),
        ("http:///page", "only http and https addresses are fetched"),
    ],
)
def test_a_host_that_is_not_public_is_not_asked(site: Site, address: str, expected: str) -> None:
    """By number or by name, however the number is written."""
    assert expected in mistake(address.format(port=site.port), allow_private=False)


def test_a_redirect_is_looked_at_as_the_address_was(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page may not lead into the own network."""
    public = fetching.is_public
    monkeypatch.setattr(fetching, "is_public", lambda address: str(address) == "127.0.0.1" or public(address))

    assert "10.0.0.1 is no public host" in mistake(site.url("/inside"), allow_private=False)


def test_nothing_is_written_when_a_page_cannot_be_fetched(site: Site, tmp_path: Path) -> None:
    """All or nothing, as with files."""
    from click.testing import CliRunner

    from bot.cli import main

    result = CliRunner().invoke(main, ["import", "--db", str(tmp_path / "x.db"), site.url("/page")])

    assert result.exit_code == 2 and "no public host" in result.output and not (tmp_path / "x.db").exists()
