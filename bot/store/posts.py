"""Where the curators' channel shows what waits for them, so that it is kept in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours that shows a proposal."""

    scope: int
    proposal: int
    channel: int
    message: int


class Posts:
    """The posts of every server. Writing happens inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, post: Post) -> None:
        """Keep it; one for a proposal."""
        row = (post.scope, post.proposal, post.channel, post.message)
        self._db.execute("INSERT OR REPLACE INTO posts VALUES (?, ?, ?, ?)", row)

    def outdated(self, limit: int) -> list[Post]:
        """Posts of what does not wait any more."""
        query = """SELECT posts.scope, proposal, posts.channel, posts.message
                     FROM posts JOIN proposals ON proposals.number = proposal
                    WHERE state <> 'open' ORDER BY proposal LIMIT ?"""
        return [Post(*row) for row in self._db.execute(query, (limit,))]

    def remove(self, post: Post) -> None:
        """It says how the matter ended, or is gone."""
        self._db.execute("DELETE FROM posts WHERE scope = ? AND proposal = ?", (post.scope, post.proposal))
