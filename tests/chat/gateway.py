"""A small Discord on 127.0.0.1: enough of its API and gateway for one bot in one channel, over real sockets.

It plays what a simulation inside the process cannot: refused and dropped connections, sessions that are resumed, rate
limits, answers that get lost. Every request is recorded.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from typing import Any, Self

from aiohttp import WSMsgType, web

TOKEN = "a-token-that-is-right"
ME, APPLICATION, ALICE, GUILD, CHANNEL, FORUM = (str(200_000_000_000_000_000 + number) for number in range(6))


class Discord:
    """The server. Ids are eighteen digits, as discord.py's patterns for mentions expect."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Any]] = []
        self.counts: Counter[str] = Counter()
        self.messages: list[dict[str, Any]] = []
        self.commands: list[dict[str, Any]] = []
        self.locale = "en-US"
        self.refuse_gateway = 0
        self.refuse_login = 0
        self.rate_limit = 0
        self.lose_answers = 0
        self.unavailable = 0
        self.hang = 0
        self.close_code: int | None = None
        self.goodbyes: list[int | None] = []
        self.url = ""
        self._events: list[dict[str, Any]] = []
        self._socket: web.WebSocketResponse | None = None
        self._ids = 300_000_000_000_000_000
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/gateway/", self._gateway)
        application.router.add_route("*", "/api/{path:.*}", self._api)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/api"
        self.gateway_url = f"ws://{host}:{port}/gateway/"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket:
            await self._socket.close()
        await self._runner.cleanup()

    async def until(self, happened: Callable[[], object], seconds: float = 8) -> None:
        """Waits for something that a request or a connection brings about."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(happened), seconds)

    def has(self, counted: str, times: int) -> bool:
        """Whether something happened so many times."""
        return self.counts[counted] == times

    async def say(self, text: str, post: str = "") -> str:
        """Alice mentions the bot; the message's id. post: the title of the forum post that she begins with it."""
        author = {"id": ALICE, "username": "alice", "discriminator": "0", "avatar": None, "global_name": None}
        me = {"id": ME, "username": "helper", "discriminator": "0", "avatar": None, "bot": True}
        message = self._message(author, f"<@{ME}> {text}") | {"mentions": [me]}
        if post:
            await self.dispatch("THREAD_CREATE", self._post(message["id"], post))
            message["channel_id"] = message["id"]
        await self.dispatch("MESSAGE_CREATE", message)
        return str(message["id"])

    def _post(self, identity: str, title: str) -> dict[str, Any]:
        times = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2024-01-01T00:00:00+00:00"}
        counts = {"message_count": 0, "member_count": 1, "rate_limit_per_user": 0}
        what = {"id": identity, "type": 11, "guild_id": GUILD, "parent_id": FORUM, "owner_id": ALICE, "name": title}
        return what | counts | {"thread_metadata": times | {"locked": False}}

    async def slash(self, **options: Any) -> str:
        """Alice uses /ask; the id of the interaction."""
        member: dict[str, Any] = {
            "user": {"id": ALICE, "username": "alice", "discriminator": "0", "avatar": None},
            "roles": [],
        }
        types = {str: 3, bool: 5}
        given = [{"name": name, "value": value, "type": types[type(value)]} for name, value in options.items()]
        identity = self._id()
        data = {"id": self._id(), "name": "ask", "type": 1, "options": given}
        common = {
            "id": identity,
            "application_id": APPLICATION,
            "type": 2,
            "token": f"secret-of-{identity}",
            "version": 1,
        }
        place = {"guild_id": GUILD, "channel_id": CHANNEL, "channel": {"id": CHANNEL, "type": 0}}
        place |= {"locale": self.locale}
        rights: dict[str, Any] = {
            "app_permissions": str(2**40 - 1),
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0,
        }
        rights |= {"attachment_size_limit": 10_000_000}
        member |= {"joined_at": None, "deaf": False, "mute": False, "flags": 0, "permissions": "0"}
        await self.dispatch("INTERACTION_CREATE", common | place | rights | {"data": data, "member": member})
        return identity

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Sends an event, or keeps it until the session is resumed."""
        self._events.append({"op": 0, "t": event, "d": data, "s": len(self._events) + 1})
        if self._socket:
            await self._socket.send_str(json.dumps(self._events[-1]))

    async def repeat(self, message: str) -> None:
        """Sends an old message again, under a new sequence number."""
        old = next(event for event in self._events if event["d"].get("id") == message)
        await self.dispatch(old["t"], old["d"])

    async def drop(self) -> None:
        """Cuts the connection to the gateway."""
        socket, self._socket = self._socket, None
        if socket is not None:
            socket._req.transport.close()

    def replies(self, to: str) -> list[dict[str, Any]]:
        """The messages that answer a message."""
        return [
            message for message in self.messages if str((message["message_reference"] or {}).get("message_id")) == to
        ]

    # ---------------------------------------------------------------- the gateway

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        self.counts["gateway"] += 1
        await self._notify()
        if self.refuse_gateway:
            self.refuse_gateway -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.close_code:
            await socket.close(code=self.close_code)
            return socket
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._hear(socket, frame.json())
        if self._socket is socket:
            self._socket = None
        self.goodbyes.append(socket.close_code)
        await self._notify()
        return socket

    async def _hear(self, socket: web.WebSocketResponse, payload: dict[str, Any]) -> None:
        match payload["op"]:
            case 1:
                await socket.send_json({"op": 11})
            case 2:
                self.counts["identify"] += 1
                self._socket, self._events = socket, []
                user = {"id": ME, "username": "helper", "discriminator": "0", "avatar": None, "bot": True}
                ready = {"v": 10, "user": user, "session_id": "one", "resume_gateway_url": self.gateway_url}
                await self.dispatch("READY", ready | {"guilds": [], "application": {"id": APPLICATION, "flags": 0}})
                await self.dispatch("GUILD_CREATE", self._guild())
            case 6:
                self.counts["resume"] += 1
                self._socket = socket
                for event in self._events[payload["d"]["seq"] :]:
                    await socket.send_str(json.dumps(event))
                await self.dispatch("RESUMED", {})
        await self._notify()

    def _guild(self) -> dict[str, Any]:
        everyone = {"id": GUILD, "name": "@everyone", "permissions": str(2**40 - 1), "position": 0}
        everyone |= {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
        channel = {"id": CHANNEL, "type": 0, "name": "general", "position": 0, "permission_overwrites": []}
        me = {"id": ME, "username": "helper", "discriminator": "0", "avatar": None, "bot": True}
        member: dict[str, Any] = {"user": me, "roles": [], "joined_at": None, "deaf": False, "mute": False, "flags": 0}
        lists: dict[str, list[Any]] = {
            name: [] for name in ("emojis", "features", "stickers", "threads", "voice_states", "presences")
        }
        settings = dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level"), 0)
        settings |= dict.fromkeys(("explicit_content_filter", "premium_tier", "nsfw_level", "afk_timeout"), 0)
        names = {"id": GUILD, "name": "Home", "owner_id": ALICE, "preferred_locale": "en-US", "member_count": 2}
        return names | settings | lists | {"roles": [everyone], "channels": [channel], "members": [member]}

    # ---------------------------------------------------------------- the API

    async def _api(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body = await request.json() if request.can_read_body else None
        self.requests.append((request.method, path, body))
        if self.hang and path.endswith(("/messages", "/callback")):
            self.hang -= 1
            await asyncio.sleep(60)
        response = self._answer(request, path, body)
        if self.lose_answers and path.endswith(("/messages", "/callback")):
            self.lose_answers -= 1
            assert request.transport is not None
            request.transport.close()
        await self._notify()
        return response

    def _answer(self, request: web.Request, path: str, body: Any) -> web.Response:
        if request.headers.get("Authorization") != f"Bot {TOKEN}" and not path.startswith(
            ("/interactions", "/webhooks")
        ):
            return _json({"code": 0, "message": "401: Unauthorized"}, 401)
        match request.method, path.strip("/").split("/"):
            case "GET", ["users", "@me"]:
                if self.refuse_login:
                    self.refuse_login -= 1
                    return _json({"code": 0, "message": "upstream"}, 503)
                return _json({"id": ME, "username": "helper", "discriminator": "0", "avatar": None, "bot": True})
            case "GET", ["oauth2", "applications", "@me"]:
                names = {
                    "id": APPLICATION,
                    "name": "helper",
                    "description": "",
                    "icon": None,
                    "verify_key": "",
                    "flags": 0,
                }
                owner = {"id": ALICE, "username": "alice", "discriminator": "0", "avatar": None}
                return _json(
                    names | {"bot_public": True, "bot_require_code_grant": False, "owner": owner, "team": None}
                )
            case "GET", ["applications", _, "commands"]:
                shown = _json(self.commands) if request.query.get("with_localizations") == "true" else None
                return shown or _json([_without_localizations(command) for command in self.commands])
            case "PUT", ["applications", _, "commands"]:
                self.commands = [command | self._as_registered(command) for command in body]
                return _json(self.commands)
            case "POST", ["channels", _, "messages"]:
                return self._post_message(body)
            case "POST", ["interactions", identity, _, "callback"]:
                return self._callback(identity, body)
            case "PATCH", ["webhooks", _, _, "messages", "@original"]:
                return _json(self._message({"id": ME, "username": "helper", "discriminator": "0", "avatar": None}, ""))
        return _json({"code": 0, "message": "404: Not Found"}, 404)

    def _post_message(self, body: dict[str, Any]) -> web.Response:
        if self.unavailable:
            self.unavailable -= 1
            return _json({"code": 0, "message": "upstream"}, 503)
        if self.rate_limit:
            self.rate_limit -= 1
            limited = {"message": "You are being rate limited.", "retry_after": 0.2, "global": False}
            return _json(limited, 429, {"Via": "1.1 google", "Retry-After": "1"})
        known = next((message for message in self.messages if message["nonce"] == body["nonce"]), None)
        if known is None:
            author = {"id": ME, "username": "helper", "discriminator": "0", "avatar": None, "bot": True}
            known = self._message(author, body.get("content") or "") | {"nonce": body["nonce"]}
            known["message_reference"] = body.get("message_reference")
            self.messages.append(known)
        return _json(known)

    def _callback(self, identity: str, body: dict[str, Any]) -> web.Response:
        earlier = [
            path for method, path, _ in self.requests if method == "POST" and f"/interactions/{identity}/" in path
        ]
        if len(earlier) > 1:
            return _json({"code": 40060, "message": "Interaction has already been acknowledged."}, 400)
        return _json(
            {"interaction": {"id": identity, "type": 2, "channel_id": CHANNEL}, "resource": {"type": body["type"]}}
        )

    def _as_registered(self, command: dict[str, Any]) -> dict[str, Any]:
        """What Discord adds to a command, and how it orders what it was told."""
        names = {
            "id": self._id(),
            "application_id": APPLICATION,
            "version": self._id(),
        }
        return names | {
            "description_localizations": command.get("description_localizations"),
            "contexts": sorted(command["contexts"], reverse=True),
            "description": command.get("description", ""),
        }

    def _message(self, author: dict[str, Any], content: str) -> dict[str, Any]:
        what = {
            "id": self._id(),
            "type": 0,
            "channel_id": CHANNEL,
            "guild_id": GUILD,
            "author": author,
            "content": content,
        }
        when = {"timestamp": "2024-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "pinned": False}
        lists: dict[str, Any] = {
            name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")
        }
        return what | when | lists | {"mention_everyone": False, "flags": 0}

    def _id(self) -> str:
        self._ids += 1
        return str(self._ids)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _without_localizations(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_localizations(part) for part in node]
    if isinstance(node, dict):
        return {
            name: _without_localizations(value) for name, value in node.items() if not name.endswith("_localizations")
        }
    return node


def _json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py takes an answer for JSON only if its type is exactly this, without a charset."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(data).encode(), status=status, headers=kind | (headers or {}))
