"""Documents at http and https addresses, fetched from public hosts alone and within limits.

A name is resolved once for each request, every address that it has is checked, and the connection goes to a checked
one: a name server that says something else the next time gains nothing. The same holds behind every redirect.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import DocumentError

LARGEST = 50 * 1024 * 1024
"""Bytes of a document, after any compression is undone."""
PATIENCE = 30.0
"""Seconds for all of it, redirects too."""
MOST_REDIRECTS = 5

_IN_MEMORY = 4 * 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ASKED_FOR = "text/html,application/xhtml+xml,text/markdown,text/plain,application/pdf;q=0.9,*/*;q=0.5"

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/x-rst": ".rst",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/yaml": ".yaml",
    "application/x-yaml": ".yaml",
    "text/yaml": ".yaml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
"""Types that servers give to what they do not know; then the suffix of the address tells more."""

_EMBEDDING = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)
"""IPv6 networks whose addresses hold an IPv4 address, and how many bits stand behind it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came: its final address, the suffix of its kind, the encoding its server names."""

    file: BinaryIO
    address: str
    suffix: str
    charset: str


@contextmanager
def fetched(address: str, *, allow_private: bool = False) -> Iterator[Fetched]:
    """The document at an address. allow_private: hosts of the own network may be asked too.

    Raises DocumentError for an address that may not be asked, a server that gives no document, and beyond a limit.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        file = cast("BinaryIO", spooled)
        try:
            page = asyncio.run(_fetch(address, file, allow_private=allow_private))
        except TimeoutError:
            raise DocumentError(address, None, f"the server takes longer than {PATIENCE:.0f} seconds") from None
        yield page


async def _fetch(address: str, file: BinaryIO, *, allow_private: bool) -> Fetched:
    connector = aiohttp.TCPConnector(resolver=_CheckingResolver(allow_private=allow_private), use_dns_cache=False)
    headers = {"User-Agent": "factbot (reads documents for a fact table)", "Accept": _ASKED_FOR}
    async with (
        asyncio.timeout(PATIENCE),
        aiohttp.ClientSession(connector=connector, headers=headers, cookie_jar=aiohttp.DummyCookieJar()) as session,
    ):
        url = _checked(address, address, allow_private=allow_private)
        for _ in range(MOST_REDIRECTS + 1):
            try:
                async with session.get(url, allow_redirects=False) as response:
                    if response.status in _REDIRECTS and (location := response.headers.get("Location")):
                        target = str(url.join(URL(location)))
                        url = _checked(target, address, allow_private=allow_private)
                        continue
                    await _store(response, address, file)
                    return Fetched(file, str(url.with_fragment(None)), _suffix(response, url), response.charset or "")
            except (aiohttp.ClientError, ValueError, LookupError, OSError) as error:
                if isinstance(error, TimeoutError):
                    raise
                raise DocumentError(address, None, f"the document cannot be fetched: {_said(error)}") from None
    raise DocumentError(address, None, f"the server redirects more than {MOST_REDIRECTS} times")


async def _store(response: aiohttp.ClientResponse, address: str, file: BinaryIO) -> None:
    if response.status != 200:
        raise DocumentError(address, None, f"the server answers {response.status} {response.reason or ''}".rstrip())
    size = 0
    async for piece in response.content.iter_chunked(64 * 1024):
        size += len(piece)
        if size > LARGEST:
            raise DocumentError(address, None, f"the document is larger than {LARGEST // 1024**2} MB")
        file.write(piece)
    file.seek(0)


def _checked(address: str, asked: str, *, allow_private: bool) -> URL:
    """The address, if it may be asked. asked: the one that the person named, for the error."""
    where = "" if address == asked else f" (redirected to {address[:200]})"
    try:
        url = URL(address)
    except ValueError:
        raise DocumentError(asked, None, f"this is no web address{where}") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise DocumentError(asked, None, f"only http and https addresses are fetched{where}")
    if url.user or url.password:
        raise DocumentError(asked, None, f"an address with a user name or password is not fetched{where}")
    try:
        literal = ipaddress.ip_address(url.host.partition("%")[0])
    except ValueError:
        return url
    if not allow_private and not is_public(literal):
        # aiohttp resolves names alone, so addresses in numbers are checked here
        raise DocumentError(asked, None, f"{url.host} is no public host; --allow-private would ask it{where}")
    return url


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether anyone on the internet could reach the address: not this machine, its network, or a reserved one."""
    if isinstance(address, ipaddress.IPv6Address):
        for network, behind in _EMBEDDING:
            if address in network:
                return is_public(ipaddress.IPv4Address((int(address) >> behind) & 0xFFFFFFFF))
        if address.teredo is not None:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class _PrivateHostError(OSError):
    """A name that leads into a network which is not public."""


class _CheckingResolver(AbstractResolver):
    """Gives the addresses of a name, if all of them may be asked: aiohttp connects to these and to no other."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """As aiohttp's own resolvers do, and raises OSError for a name that may not be asked."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        results: list[ResolveResult] = []
        for kind, _, protocol, _, where in found:
            number = str(where[0]).partition("%")[0]
            if not self._allow_private and not is_public(ipaddress.ip_address(number)):
                raise _PrivateHostError(f"{host} is no public host; --allow-private would ask it")
            results.append(
                ResolveResult(
                    hostname=host,
                    host=str(where[0]),
                    port=port,
                    family=kind,
                    proto=protocol,
                    flags=socket.AI_NUMERICHOST,
                )
            )
        return results

    async def close(self) -> None:
        """Nothing is kept open."""


def _suffix(response: aiohttp.ClientResponse, url: URL) -> str:
    """The kind of a document: by the type its server gives, or where that is vague, by its address."""
    kind = response.content_type.lower() if response.headers.get("Content-Type") else ""
    if kind in _VAGUE:
        return PurePosixPath(url.path).suffix.lower() or (".txt" if kind == "text/plain" else "")
    return _KINDS.get(kind, f"({kind})")


def _said(error: Exception) -> str:
    """What went wrong, in the words of the error that began it."""
    cause: BaseException = error
    while isinstance(cause, aiohttp.ClientConnectorError) and cause.os_error is not cause:
        cause = cause.os_error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    words = (getattr(cause, "strerror", None) or str(cause)) if not isinstance(cause, _PrivateHostError) else str(cause)
    return " ".join(str(words).split())[:200] or type(cause).__name__
