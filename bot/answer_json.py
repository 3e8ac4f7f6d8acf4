"""One answer as a JSON object, for programs: what `ask --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.answers import Found, Suggestions, Unknown

if TYPE_CHECKING:
    from bot.answers import Answer, Match

Json = dict[str, Any]


def answer_json(answer: Answer) -> Json:
    """The object. `fact` and `source` are null unless the outcome is "found".

    When a question asked several things, `fact.answer` holds all the answers, a paragraph each, and `facts` the facts
    one by one with their sources. When other facts answer the same question differently, `disagreeing` holds them.
    """
    confidence = round(answer.matches[0].confidence, 4) if answer.matches else 0.0
    head: Json = {"question": answer.question}
    matches: Json = {"matches": [_match(match) for match in answer.matches]}
    match answer:
        case Found(best=best, also=also, disagreeing=disagreeing):
            both = (best, *also)
            fact = {**_fact(best), "answer": "\n\n".join(one.answer for one in both)}
            found: Json = {"outcome": "found", "confidence": round(min(one.confidence for one in both), 4)}
            each: Json = {"facts": [{**_fact(one), "source": _source(one)} for one in both]} if also else {}
            otherwise: Json = {"disagreeing": [{**_fact(one), "source": _source(one)} for one in disagreeing]}
            rest = each | (otherwise if disagreeing else {}) | matches
            return head | found | {"fact": fact, "source": _source(best)} | rest
        case Suggestions():
            return head | {"outcome": "suggestions", "confidence": confidence, "fact": None, "source": None} | matches
        case Unknown(strange=strange, topics=topics):
            nothing: Json = {"outcome": "unknown", "confidence": confidence, "fact": None, "source": None}
            return head | nothing | {"strange": list(strange), "topics": list(topics)} | matches


def _fact(match: Match) -> Json:
    return {"id": match.fact.id, "question": match.fact.title, "answer": match.answer}


def _match(match: Match) -> Json:
    return {**_fact(match), "confidence": round(match.confidence, 4)}


def _source(match: Match) -> Json:
    fact = match.fact
    return {
        "title": fact.source.title,
        "publisher": fact.source.publisher,
        "author": fact.source.author,
        "published": fact.source.published,
        "url": fact.source.url,
        "locator": fact.locator,
        "quote": fact.quote or ("" if fact.questions else fact.answer),
        **{name: getattr(fact, name) for name in ("as_of", "checked") if getattr(fact, name)},
    }
