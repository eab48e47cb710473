"""Languages: a question that is not in English gets one polite sentence in its own language, if it is a widely spoken one."""

# ruff: noqa: RUF001 - other scripts are what this file is about

from __future__ import annotations

import re

from explainer.reading.late import late

SENTENCES = {
    "zh": "抱歉，我只能用英语回答；请用英语提问。",
    "hi": "क्षमा करें, मैं केवल अंग्रेज़ी में उत्तर देता हूँ; कृपया अपना प्रश्न अंग्रेज़ी में पूछें।",
    "es": "Lo siento, solo respondo en inglés; por favor, haga su pregunta en inglés.",
    "fr": "Désolé, je ne réponds qu'en anglais ; veuillez poser votre question en anglais.",
    "ar": "عذرًا، أجيب باللغة الإنجليزية فقط؛ يُرجى طرح سؤالك بالإنجليزية.",
    "bn": "দুঃখিত, আমি শুধু ইংরেজিতে উত্তর দিই; অনুগ্রহ করে ইংরেজিতে প্রশ্ন করুন।",
    "pt": "Desculpe, só respondo em inglês; por favor, faça a sua pergunta em inglês.",
    "ru": "Извините, я отвечаю только по-английски; пожалуйста, задайте вопрос по-английски.",
    "ur": "معذرت، میں صرف انگریزی میں جواب دیتا ہوں؛ براہِ کرم اپنا سوال انگریزی میں پوچھیں۔",
    "id": "Maaf, saya hanya menjawab dalam bahasa Inggris; silakan ajukan pertanyaan Anda dalam bahasa Inggris.",
    "de": "Entschuldigung, ich antworte nur auf Englisch; bitte stellen Sie Ihre Frage auf Englisch.",
    "ja": "申し訳ありませんが、回答は英語のみです。英語で質問してください。",
    "": "Sorry, I answer in English only; please ask in English.",
}

# A script gives the language away: first the ones that are written by one language alone.
_SCRIPTS = (
    ("ja", late("[\u3040-\u30ff]")),
    ("zh", late("[\u4e00-\u9fff]")),
    ("hi", late("[\u0900-\u097f]")),
    ("bn", late("[\u0980-\u09ff]")),
    ("ur", late("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")),
    ("ar", late("[\u0620-\u064a]")),
    ("ru", late("[\u0430-\u044f\u0451]")),
    (
        "",
        late(
            "[\u0370-\u0373\u0376\u03ac-\u03af\u05d0-\u05ea\u0e00-\u0e7f\uac00-\ud7af\u0b80-\u0bff\u10a0-\u10ff\u0530-\u058f]"
        ),
    ),
)
# Words that are frequent in one language and are no English words.
_WORDS = {
    "es": (
        "que por qué el los las una del como cómo se es desaparece gradiente en para con puerta cuál cual "
        "desvanece explica olvido red por? funciona"
    ),
    "fr": (
        "le les une des est que pourquoi comment dans pas ne du avec quand quel quelle qui sur disparaît évanouit "
        "réseau porte gradient? s'évanouit explique pour et"
    ),
    "pt": (
        "que por porque não uma os do da como o gradiente desaparece em para com qual porta se é são explique você rede"
    ),
    "id": (
        "apa bagaimana mengapa kenapa yang tidak gradien dan itu dengan di pada untuk hilang gerbang jelaskan ini "
        "adalah"
    ),
    "de": (
        "der die das warum wie nicht ist und ein eine wird verschwindet gradient? beim mit für im den wenn was "
        "wieso erkläre bitte kann"
    ),
}
_MARKERS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_ENGLISH = frozenset(
    [
        "the",
        "is",
        "are",
        "why",
        "how",
        "what",
        "does",
        "do",
        "of",
        "to",
        "in",
        "and",
        "a",
        "it",
        "that",
        "this",
        "not",
        "with",
        "for",
        "gradient",
        "vanish",
        "can",
        "i",
        "you",
        "when",
        "which",
        "if",
        "on",
        "my",
        "from",
        "be",
        "at",
        "an",
        "or",
        "so",
        "gate",
        "memory",
        "steps",
        "explain",
        "difference",
        "between",
        "much",
        "many",
        "long",
        "after",
        "left",
        "still",
        "doesn't",
        "don't",
        "isn't",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def language_of(text: str) -> str | None:
    """The code of another language than English, "" for one that is not in the table; None for English or when unsure."""
    sample = text[:1000]
    letters = sum(map(str.isalpha, sample)) or 1
    # A Γ or two are no other script.
    if sum(not character.isascii() for character in sample) > 3:
        lower = sample.lower()
        for language, script in _SCRIPTS:
            if len(script.findall(lower)) > 0.3 * letters and len(script.findall(lower)) > 3:
                return "ur" if language == "ar" and _SCRIPTS[4][1].search(lower) else language
        if _SCRIPTS[4][1].search(lower) and len(_SCRIPTS[5][1].findall(lower)) > 0.3 * letters:
            return "ur"
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < 3:
        return None
    english = sum(word in _ENGLISH for word in words)
    counts = {language: sum(word in markers for word in words) for language, markers in _MARKERS.items()}
    language, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return language if count >= max(2, english + 1) and count >= 0.22 * len(words) else None
