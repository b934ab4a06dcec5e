"""Asks the bot; silence, slowness and nonsense are failures, never an empty answer."""

from __future__ import annotations

from dataclasses import replace

import httpx

from handoff.bot_breaker import Breaker
from handoff.metrics import BOT_FAILURES
from protocol.messages import TurnAnswer, TurnRequest

CONNECT_SECONDS = 1.0
"""The bot is on this machine or the next one: if it does not take the connection at once, it is down."""

READY_SECONDS = 2.0


class BotFailureError(Exception):
    """The bot gave no usable answer; the text says why, for the log."""


class BotClient:
    """Talks to the bot host over kept-alive connections."""

    def __init__(self, url: str, actions_url: str, timeout_seconds: float, breaker: Breaker | None = None) -> None:
        timeout = httpx.Timeout(timeout_seconds, connect=CONNECT_SECONDS)
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=50)
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout, limits=limits)
        self._actions_url = actions_url
        self._breaker = breaker or Breaker()

    async def ask(self, request: TurnRequest) -> TurnAnswer:
        """Puts a turn to the bot; the same turn again gives the same answer.

        Raises:
            BotFailureError: it is down, slow, broken, or answered nothing.
        """
        if not self._breaker.lets_through():
            raise _failure("resting", "it has failed several times running and is left alone for a moment")
        try:
            response = await self._http.post("/webhooks/turns/webhook", json=request.to_json())
            response.raise_for_status()
        except httpx.HTTPError as error:
            self._breaker.failed()
            raise _failure(_why(error), f"{type(error).__name__}: {error}") from error
        self._breaker.succeeded()
        return _read(response)

    async def forget(self, conversation: str) -> None:
        """Lets the bot erase what it remembers of a conversation.

        Raises:
            BotFailureError: it is down, or could not.
        """
        try:
            response = await self._http.delete(f"/webhooks/turns/conversations/{conversation}")
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise _failure(_why(error), f"{type(error).__name__}: {error}") from error

    async def is_ready(self) -> bool:
        """Whether the bot host has a model loaded."""
        return await self._answers("/status")

    async def actions_are_ready(self) -> bool:
        """Whether the action server answers."""
        return await self._answers(f"{self._actions_url}/health")

    async def _answers(self, address: str) -> bool:
        try:
            response = await self._http.get(address, timeout=READY_SECONDS)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()


def _read(response: httpx.Response) -> TurnAnswer:
    try:
        answer = without_silence(TurnAnswer.from_json(response.json()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _failure("broken", f"{type(error).__name__}: {error}") from error
    if not answer.replies and answer.escalation is None:
        # Rasa's channels answer 200 with nothing on most failures, a dead action server among them.
        raise _failure("silent", "the bot answered nothing")
    return answer


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return "error"
    # Not to be connected in time is not slowness: nobody is there.
    return (
        "slow" if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout) else "down"
    )


def _failure(why: str, text: str) -> BotFailureError:
    BOT_FAILURES.labels(why).inc()
    return BotFailureError(text[:200])


def without_silence(answer: TurnAnswer) -> TurnAnswer:
    """The answer without bubbles that say and offer nothing. Pure."""
    return replace(answer, replies=tuple(each for each in answer.replies if each.text.strip() or each.buttons))
