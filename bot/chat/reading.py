"""What a plain message wants of the bot, if it wants anything."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.chat.ours import shown_text
from bot.chat.plain import has_words, question_text
from bot.chat.talking import Talk, said

ORDINARY = frozenset({discord.MessageType.default, discord.MessageType.reply})


@dataclass(frozen=True, slots=True)
class Question:
    """Words to look up.

    context: the answer of ours that they reply to, or "". title: of the forum post that they begin, or "".
    called:  whether the bot was asked; else the question stands in a channel where it helps without being asked.
    """

    words: str
    context: str = ""
    title: str = ""
    called: bool = True


@dataclass(frozen=True, slots=True)
class Hint:
    """A mention without words: whoever wrote it is told how to ask, by the sentence with this key."""

    key: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """A hello or thanks, and nothing else."""

    talk: Talk


def read(message: discord.Message, me: int, help_channels: tuple[int, ...] = ()) -> Question | Hint | Greeting | None:
    """What a message wants of the bot whose id is `me`; None when it is not meant for it.

    A mention is one by name: neither @everyone nor a role's. A reply to our own message counts when it pings, as
    Discord marks that as a mention too; without words of its own it is a nod, not a question. Of a reply to what we
    answered a command with, Discord shows us nothing at all.

    help_channels: where questions are answered that do not mention the bot.
    """
    if message.author.bot or message.webhook_id or message.author.system or message.type not in ORDINARY:
        return None
    if message.guild and all(user.id != me for user in message.mentions):
        return _unasked(message, help_channels)
    words = question_text(message.content, to_all=message.mention_everyone)
    replied_to = message.reference.resolved if message.reference else None
    ours = isinstance(replied_to, discord.Message) and replied_to.author.id == me
    title = post_title(message)
    speech = said(words)
    if speech.only_talk and speech.talk and not has_words(title):
        return Greeting(speech.talk)
    if has_words(speech.words) or has_words(title):
        context = shown_text(replied_to) if ours and isinstance(replied_to, discord.Message) else ""
        return Question(speech.words, context, title)
    if ours:
        hidden = isinstance(replied_to, discord.Message) and replied_to.interaction_metadata and not message.content
        return Hint("how-to-follow-up") if hidden and message.guild else None
    if message.guild is None:
        return Hint("how-to-ask-here")
    return Hint("how-to-ask-about" if message.type is discord.MessageType.reply else "how-to-ask")


def question_in(message: discord.Message) -> str:
    """The question in a message that was answered: its words, and its post's title where it begins one."""
    words = said(question_text(message.content, to_all=message.mention_everyone)).words
    return " ".join(filter(has_words, (post_title(message), words)))


def post_title(message: discord.Message) -> str:
    """The title of the forum post that the message begins; "" for any other message."""
    channel = message.channel
    if isinstance(channel, discord.Thread) and channel.id == message.id and _is_forum(channel):
        return question_text(channel.name)
    return ""


def place_of(channel: object) -> frozenset[int]:
    """The ids by which a setting may name a channel: its own, and that of the channel which a thread belongs to."""
    found = (getattr(channel, "id", 0), getattr(channel, "parent_id", 0))
    return frozenset(filter(None, found))


def _unasked(message: discord.Message, help_channels: tuple[int, ...]) -> Question | None:
    """A question in a help channel: a sentence with a question mark, or a new forum post. Replies to people are not."""
    if not place_of(message.channel) & set(help_channels) or message.type is discord.MessageType.reply:
        return None
    if message.mentions or message.role_mentions:
        return None
    words, title = said(question_text(message.content)).words, post_title(message)
    if title:
        return Question(words, title=title, called=False)
    return Question(words, called=False) if has_words(words) and ("?" in words or "？" in words) else None  # noqa: RUF001


def _is_forum(thread: discord.Thread) -> bool:
    parent = thread.parent
    return parent is None or isinstance(parent, discord.ForumChannel)
