"""Reading: what a person typed → Query | Unclear, without a language model.

Takes: a text, the Lexicon that the engine builds from the topics' asks files, and the Query before it for follow-ups.
Gives: `read`, `number`, `why`, `Lexicon`, `Entry`, and `load_course` for a course's own phrasings. May import: records;
rapidfuzz, late. Never the catalogue: the engine hands it in.
To teach it: add phrasings or signs to a topic's asks file, a word to concepts.txt, a notation of numbers to numbers.py.
"""

from explainer.reading.course import Course, CourseError, load_course
from explainer.reading.lexicon import Entry, Lexicon
from explainer.reading.quantities import number
from explainer.reading.reader import read
from explainer.reading.why import Evidence, Explanation, why

__all__ = [
    "Course",
    "CourseError",
    "Entry",
    "Evidence",
    "Explanation",
    "Lexicon",
    "load_course",
    "number",
    "read",
    "why",
]
