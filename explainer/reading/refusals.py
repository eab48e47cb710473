"""Refusals: text that tries to give orders or to run something, and a short honest sentence for other subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|override|bypass) (?:\w+ ){0,4}(?:instructions?|prompts?|rules|above|previous|"
    r"topics|guidelines|training|everything you|what you were told|system)\b"
    r"|\bforget (?:all |everything |about )?(?:your|these|those|the above|previous|prior|all|"
    r"what you were told)\b(?: \w+){0,2} ?(?:instructions?|prompts?|rules|topics|guidelines|training)?"
    r"|\bsystem prompt|\bjailbreak|\bdeveloper mode|\bdan mode|\byou are now\b|\bact as\b|\bpretend (?:to be|"
    r"you|that)|\brole ?play|\banswer as (?:chat)?gpt|\bas (?:chatgpt|dan|an ai|a language model)\b"
    r"|\b(?:reveal|print|show|give|tell|leak|send|expose|dump|output|repeat)\b.{0,40}\b(?:your (?:source|code|"
    r"prompt|instructions?|token|api|config|secrets?|system)|bot token|api key|passwords?|secrets?|credentials|"
    r"env(?:ironment)? variables?|/etc/passwd)"
    r"|\bpassword is\b|\brepeat after me\b|\bsay (?:exactly|only|the word)\b|\brespond only with\b|"
    r"\bnew instructions?\b|\bend of (?:prompt|instructions)\b|<\|?im_(?:start|end)|\[/?inst\]|\bsudo\b"
)
_CODE = re.compile(
    r"__\w{2,30}__|\$\{|\bjndi\b|\b(?:os|sys|subprocess|shutil|builtins|socket)\.\w|\beval ?\(|\bexec ?\(|"
    r"\bimport (?:os|sys|subprocess)\b|\bgetcwd\b|<script|</?\w+ on\w+ ?=|\bjavascript:|onerror ?="
    r"|\b(?:drop|truncate|alter) table\b|\bunion select\b|\bselect \S{1,40} from\b|\binsert into\b|"
    r"'\s*or\s*'?1'?\s*=\s*'?1|;--|\bdelete from\b|\brm -rf?\b|\bcurl |\bwget |\bchmod \d|\b(?:cat|less) /etc/|"
    r"/etc/(?:passwd|shadow)|\.\./\.\.|\bfile://|\{\{.{0,60}\}\}|<%|<\?php|#\{"
    r"|\bwhile true\b|\bfork ?bomb|:\(\)|\blambda ?:|\bopen ?\(['\"]|\bread ?\(['\"]|#(?:read|import|include|"
    r"eval)\b|\\input\b|\\write18|\bmalloc\b|\bsleep ?\(\d|\bfrom \w+ import\b|\bdef \w+ ?\(|\bconsole\.log|"
    r"%x%x|%n%n|%s%s"
)

HOSTILE = (
    "I only answer questions on gates, gradients and memory in recurrent networks; I take no other orders and run "
    "nothing from a message."
)
OTHER = (
    "That is not a question on gates, gradients and memory in recurrent networks, so I have no checked answer to it."
)

_NAMES = {
    "other-attention": "attention and Transformers", "other-vision": "convolutional and generative networks",
    "other-training": "training in general", "other-words": "language modelling and word vectors",
    "other-sequence": "handling sequences in general", "other-models": "other models",
}  # fmt: skip


def hostile(text: str, line: str) -> bool:
    """Whether a text gives orders to the program or carries code that wants to run; judged on it as typed and normalised."""
    raw = text[:4000].lower()
    return _ORDERS.search(line) is not None or _CODE.search(raw) is not None


def other_subject(named: Iterable[str], near: str = "") -> str:
    """The refusal; it names the subject when it is a neighbour of ours, and the nearest topic when there is one."""
    subject = next((_NAMES[name] for name in named if name in _NAMES), "")
    sentence = (
        (
            f"That is about {subject}, not about gates, gradients and memory in recurrent networks, so I have no "
            f"checked answer to it."
        )
        if subject
        else OTHER
    )
    return f"{sentence} The nearest that I can answer:" if near else sentence
