"""Conversation: greetings, thanks, help and talk about the explainer itself, each with a fitting sentence."""

from __future__ import annotations

import re

from explainer.reading.late import late
from explainer.records.record import record

# Short small talk only: a greeting before a real question must not swallow the question.
MOST_WORDS = 9

_OPENERS = ("gru-gradient", "compute-retention", "compare-cells")


@record
class Reply:
    """A sentence to say, and the topics to offer with it."""

    sentence: str
    topics: tuple[str, ...] = _OPENERS


_WHAT = (
    "I explain gates, gradients and memory in recurrent networks (GRU, LSTM, plain RNN): a short answer, a "
    "derivation with every step checked, and numbers from a real run."
)
_WORDS = (
    r"(?: (?:there|all|everyone|everybody|bot|again|friend|guys|folks|you|very much|so much|a lot|lots|for (?:the |"
    r"your )?(?:help|answer|explanation|reply|that)|man|mate|team|sir|dear|explainer|please|me|now|everything|"
    r"helpful|much|that (?:helps|helped)|it (?:helps|helped)|great|nice|perfect|cool|ok|okay|and|bye|really|was|"
    r"this|great answer)){0,6}"
)
_REPLIES: tuple[tuple[re.Pattern[str], Reply], ...] = tuple(
    (late(rf"\A[^a-z0-9]*(?:{pattern})[^a-z0-9]*\Z"), reply)
    for pattern, reply in (
        (
            rf"(?:hi|hii+|hello+|hey+|hej|heya|yo|howdy|greetings|sup|good (?:morning|evening|afternoon|day)|gm|"
            rf"hiya|whats? up|how are you(?: doing)?(?: today)?){_WORDS}",
            Reply(f"Hello! {_WHAT} Ask in your own words, for example:"),
        ),
        (
            rf"(?:thanks?|thank you|thx|ty|tysm|cheers|merci|great thanks|ok thanks|many thanks|much appreciated|"
            rf"appreciate it|perfect thanks|nice thanks|got it thanks|got it|makes sense(?: now)?|that helps|"
            rf"(?:that|this) (?:was|is) (?:very |really )?(?:helpful|clear|great|good)|awesome|great|nice|cool|"
            rf"perfect){_WORDS}",
            Reply("You're welcome. Ask on whenever something is unclear.", ()),
        ),
        (
            r"(?:bye+|goodbye|good night|see you(?: later)?|cu|cya|ciao|have a (?:nice|good) day|later)",
            Reply("Goodbye, and good luck with the course.", ()),
        ),
        (
            r"(?:/?help|help (?:me|please|us)|please help(?: me)?|can you help(?: me)?|i need help|how (?:do|does|"
            r"can|should) (?:i use (?:this|you|it)|this work|you work|i ask(?: you)?(?: something| a question)?)|"
            r"usage|commands|menu|start|/start|instructions|manual)(?: please)?",
            Reply(
                f"{_WHAT} Type a question, or numbers such as “γ = 0.01, T = 50”; afterwards “simpler”, “proof”, "
                f"“and with gamma 0.5?” or “in PyTorch notation” go on from the answer. For example:"
            ),
        ),
        (
            r"(?:(?:so )?what (?:can|do|could) (?:you|u|this bot|this|it|i) (?:do|answer|know|explain|help with|"
            r"help me with|ask(?: you)?)(?: for me| about| here)?|what (?:topics|questions|subjects)(?: .{0,40})?|"
            r"what are you(?: for| good at)?|list (?:of )?(?:topics|questions)|topics|which (?:topics|"
            r"questions) .{0,40}|tell me what you can do|what is this(?: bot)?|whats this(?: bot)?)",
            Reply(f"{_WHAT} For example:"),
        ),
        (
            r"(?:who (?:made|built|created|wrote|programmed|developed|designed|are|owns|is behind|trained) (?:you|"
            r"u|this|this bot|the bot|it)|who(?:'s| is) your (?:creator|author|maker|developer|owner)|what(?:'s|"
            r" is) your name|whats ur name|are you (?:a |an )?(?:bot|robot|human|ai|chatgpt|gpt|llm|person|real|"
            r"machine|language model|claude|alive|sentient)(?: or (?:a |an )?\w+)?|are you (?:using|"
            r"based on) .{0,30}|is (?:this|anyone|somebody|anybody) (?:a bot|there|here|human)|you there|"
            r"r u (?:a )?(?:bot|there)|how old are you|tell me about yourself|what model are you)",
            Reply(
                "I am the GRU explainer: a program without a language model, written for this course. My answers "
                "are derived and checked beforehand and the numbers are computed when you ask. For example:"
            ),
        ),
        (
            r"(?:(?:this is (?:a|just a) )?test(?:ing)?(?: test| 123| 1 2 3)*|ping|123|1 2 3|foo(?: bar)?|asdf+|"
            r"qwerty|check)",
            Reply("I'm here. Ask me a question on gates and gradients, for example:"),
        ),
        (
            r".{0,30}\b(?:useless|stupid|dumb|idiot|worst|sucks?|terrible|crap|garbage|trash|hate you|bad bot|"
            r"shut up|awful|annoying|fuck\w*|shit\w*)\b.{0,30}",
            Reply(
                "I am sorry that it did not help. I only know gates, gradients and memory in recurrent networks; "
                "another wording may do it, or one of these:"
            ),
        ),
        (
            r"(?:good bot|nice bot|i love you|love it|well done|good job|great (?:job|answer|bot)|lol+|haha+|xd|"
            r"wow|amazing|brilliant)",
            Reply("Thank you. Ask on whenever something is unclear.", ()),
        ),
    )
)


def converse(line: str) -> Reply | None:
    """The reply when the whole line is conversation; None when there is a question in it."""
    if len(line) > 90 or line.count(" ") >= MOST_WORDS + 3:
        return None
    return next((reply for pattern, reply in _REPLIES if pattern.match(line)), None)
