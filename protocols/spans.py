"""The time from a recorded date to the day of a question, in days, whole months or whole years."""

from datetime import date, datetime

from protocols.errors import QuestionError
from protocols.question import Fact, FactValue, Question
from protocols.vocabulary import DAYS_SINCE, told_by


def span(question: Question, name: str) -> Fact | None:
    """How long ago it was, by the unit in the name; None where nothing is told of the date.

    A date that somebody called unknown is not silence, which may mean that it never was.
    """
    moment, told = question.moment, question.facts.get(told_by(name))
    if told is None or told == FactValue.NOT_APPLICABLE:
        return told
    if moment is None or told == FactValue.UNKNOWN:
        return question.facts.get(name, FactValue.UNKNOWN)
    then, today = _read_day(told_by(name), told), _day(moment)
    if name.startswith(DAYS_SINCE):
        return (today - then).days
    months = _whole_months(then, today)
    return months if name.startswith("months") else months // 12


def _whole_months(then: date, today: date) -> int:
    """The months that are over; before the date they are negative, a begun one counted whole."""
    months = (today.year - then.year) * 12 + today.month - then.month
    # Who was born on 29 February is a year older on 1 March of a common year.
    return months - (today.day < then.day)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _read_day(name: str, told: object) -> date:
    if isinstance(told, date):
        return _day(told)
    try:
        return date.fromisoformat(str(told)[:10])
    except ValueError:
        raise QuestionError(name, f"expected a date, not {told!r}.") from None
