"""What stands between a form and a change: drafts that their writers look at, and posts that curators look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.curation.roles import Action, require
from bot.store.drafts import Drafts
from bot.store.posts import Post, Posts

if TYPE_CHECKING:
    from bot.curation.ground import Ground
    from bot.curation.roles import Person

__all__ = ["DraftDesk", "Post", "PostDesk"]


class DraftDesk:
    """The drafts of every server: JSON objects of the door's making, each its writer's own."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def keep(self, scope: int, who: Person, body: dict[str, Any]) -> int:
        """Keep a draft for a day; its number."""
        require(who, Action.PROPOSE)
        with self._ground.writing() as connection:
            return Drafts(connection, scope).add(who.user, body)

    def change(self, scope: int, who: Person, number: int, body: dict[str, Any]) -> None:
        """It says something else now."""
        with self._ground.writing() as connection:
            Drafts(connection, scope).change(number, who.user, body)

    def get(self, scope: int, who: Person, number: int) -> dict[str, Any] | None:
        """One's own draft; None when it was sent off, given up, or is another's."""
        return Drafts(self._ground.connection, scope).get(number, who.user)

    def drop(self, scope: int, who: Person, number: int) -> None:
        """It was sent off, or given up."""
        with self._ground.writing() as connection:
            if Drafts(connection, scope).get(number, who.user) is not None:
                Drafts(connection, scope).remove(number)


class PostDesk:
    """Where the curators' channels show what waits."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def put(self, post: Post) -> None:
        """A message shows the proposal."""
        with self._ground.writing() as connection:
            Posts(connection).add(post)

    def outdated(self, limit: int = 10) -> tuple[Post, ...]:
        """Posts that still show as waiting what was decided."""
        return tuple(Posts(self._ground.connection).outdated(limit))

    def drop(self, post: Post) -> None:
        """It is in step, or gone."""
        with self._ground.writing() as connection:
            Posts(connection).remove(post)
