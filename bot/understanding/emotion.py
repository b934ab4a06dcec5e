"""How a customer feels: a spaCy text classifier and a linear one over letters, averaged."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding.errors import BrokenModelError, BrokenTrainingDataError
from bot.understanding.examples import NEUTRAL, Example
from bot.understanding.linear import Block, Features, LinearModel, train
from bot.understanding.features import Reader
from bot.understanding.tokens import tokenise

EMOTIONS = ("neutral", "happy", "disappointed", "angry", "anxious")
BLOCKS = (Block("words", 1.0), Block("stems", 0.7), Block("letters", 1.0, rarest=2), Block("signs", 0.5))
