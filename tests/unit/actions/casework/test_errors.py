from datetime import timedelta

from actions.casework import errors


def test_every_error_is_one_of_ours() -> None:
    found = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    assert all(issubclass(one, errors.CaseworkError) for one in found)


def test_the_docstring_shows_the_whole_tree() -> None:
    named = [name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)]
    assert errors.__doc__ is not None
    assert all(name in errors.__doc__ for name in named)


def test_who_catches_unavailable_records_catches_damaged_ones() -> None:
    assert issubclass(errors.DamagedRecord, errors.RecordsUnavailable)


def test_a_refusal_is_no_failure_of_the_records() -> None:
    assert not issubclass(errors.LookUpRefused, errors.RecordsUnavailable)


def test_not_recognised_never_says_what_was_wrong() -> None:
    assert str(errors.NotRecognised()) == str(errors.NotRecognised())
    assert errors.NotRecognised().args == ("number and code not recognised",)


def test_too_many_tries_says_how_long_to_wait() -> None:
    assert errors.TooManyTries(timedelta(minutes=5)).retry_after == timedelta(minutes=5)
