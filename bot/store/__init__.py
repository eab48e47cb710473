"""What the bot keeps: settings, feedback, questions asked in vain, what buttons stand for.

Takes: Discord's ids and records. Gives: records back; while the database is away, reads give the last known value or the
default and writes say False, so that questions are still answered. May import: SQLAlchemy, Alembic and bot.logs; never
discord. To keep something new: a table in `tables.py`, a migration in bot/migrations, its queries in a file of its
own, a method of Store; if it is about a person, `privacy.py` must count, delete and name it.
"""

from bot.store.feedback import Feedback, FeedbackComment, FeedbackCount
from bot.store.privacy import PRIVACY, StoredAbout
from bot.store.readers import Person, Reader, Server, reader_of
from bot.store.store import AWAY, Store
from bot.store.unanswered import Unanswered, unanswered_csv

__all__ = [
    "AWAY",
    "PRIVACY",
    "Feedback",
    "FeedbackComment",
    "FeedbackCount",
    "Person",
    "Reader",
    "Server",
    "Store",
    "StoredAbout",
    "Unanswered",
    "reader_of",
    "unanswered_csv",
]
