"""What must be reconsidered before a lawsuit, one row per article and exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.content.laws import load_laws
from actions.procedure.precondition import PreconditionFacts, precondition
from actions.procedure.tables import Basis, cited, table

LAW, RULES = "行政复议法", "行政复议法实施条例"


@pytest.mark.parametrize(
    ("facts", "answer", "article"),
    [
        # 行政复议法 23, item 1
        (PreconditionFacts("penalty", on_the_spot=True), "must", (LAW, 23)),
        (PreconditionFacts("penalty", on_the_spot=True), "must", ("行政处罚法", 51)),
        (PreconditionFacts("penalty", on_the_spot=True), "must", ("治安管理处罚法", 119)),
        (PreconditionFacts(on_the_spot=True), "must", (LAW, 23)),
        (PreconditionFacts("penalty", on_the_spot=False), "free", ("行政诉讼法", 44)),
        (PreconditionFacts("penalty"), "check", (LAW, 23)),
        # item 2: only rights lawfully held before
        (PreconditionFacts("determination", already_held=True), "must", (LAW, 23)),
        (PreconditionFacts("determination", already_held=False), "check", ("土地管理法", 14)),
        (PreconditionFacts("determination"), "check", (LAW, 23)),
        (PreconditionFacts("business", already_held=True), "must", (LAW, 23)),
        (PreconditionFacts("business", already_held=False), "free", ("行政诉讼法", 44)),
        # item 3, 实施条例 30: silence only; a refusal or half a performance is free
        (PreconditionFacts("inaction", answer="silent"), "must", (RULES, 30)),
        (PreconditionFacts("inaction", answer="refused"), "free", (RULES, 30)),
        (PreconditionFacts("inaction", answer="partly"), "free", (RULES, 30)),
        (PreconditionFacts("licence", answer="silent"), "must", (LAW, 23)),
        (PreconditionFacts("licence", answer="refused"), "free", (RULES, 30)),
        (PreconditionFacts("licence", answer="decision"), "free", ("行政诉讼法", 44)),
        (PreconditionFacts("benefits", answer="silent"), "must", (RULES, 30)),
        (PreconditionFacts("benefits"), "check", (LAW, 23)),
        # item 4, 实施条例 31: refused under articles 14–16 of the openness regulation
        (PreconditionFacts("information", withheld=True), "must", (RULES, 31)),
        (PreconditionFacts("information", withheld=False), "check", (RULES, 31)),
        (PreconditionFacts("information", answer="silent"), "must", (RULES, 30)),
        # item 5: another law
        (PreconditionFacts("tax", payment_dispute=True), "must", ("税收征收管理法", 88)),
        (PreconditionFacts("tax", payment_dispute=False), "free", ("税收征收管理法", 88)),
        (PreconditionFacts("tax", payment_dispute=False, on_the_spot=True), "must", ("行政处罚法", 51)),
        (PreconditionFacts("tax"), "check", (LAW, 23)),
        (PreconditionFacts(withheld=True), "must", (RULES, 31)),
        (PreconditionFacts(payment_dispute=True), "must", ("税收征收管理法", 88)),
        # everything else
        (PreconditionFacts("compulsion"), "free", ("行政诉讼法", 44)),
        (PreconditionFacts("expropriation"), "free", ("行政诉讼法", 44)),
        # silence in a matter that 实施条例 30 does not list; nothing known at all
        (PreconditionFacts("work_injury", answer="silent"), "check", (RULES, 30)),
        (PreconditionFacts("other", answer="silent"), "check", (LAW, 11)),
        (PreconditionFacts(), "check", (LAW, 23)),
    ],
)
def test_rows(facts: PreconditionFacts, answer: str, article: tuple[str, int]) -> None:
    result = precondition(facts)
    assert result.answer == answer
    assert Basis(*article) in result.basis
    assert result.text and result.label


def test_an_open_question_is_asked() -> None:
    asked = precondition(PreconditionFacts("penalty"))
    assert (asked.ask, asked.unknown) == ("处罚是当场作出的吗？", ("处罚是当场作出的吗？",))
    assert precondition(PreconditionFacts("penalty", on_the_spot=True)).ask is None


@pytest.mark.parametrize(
    "facts",
    [PreconditionFacts("determination", already_held=False), PreconditionFacts("information", withheld=False)],
)
def test_a_question_that_was_answered_is_not_asked_again(facts: PreconditionFacts) -> None:
    found = precondition(facts)
    assert (found.answer, found.ask, found.unknown) == ("check", None, (found.text,))


def test_a_free_choice_is_said_to_hang_on_other_laws() -> None:
    """行政复议法 23, item 5."""
    assert "别的法律" in precondition(PreconditionFacts("compulsion")).unknown[0]
    assert precondition(PreconditionFacts("penalty", on_the_spot=True)).unknown == ()


@given(
    st.builds(
        PreconditionFacts,
        st.none() | st.sampled_from([*table("matters"), "tax", "no-such-matter"]),
        *[st.none() | st.booleans()] * 2,
        st.none() | st.sampled_from(["silent", "refused", "partly", "decision", "no-such-answer"]),
        *[st.none() | st.booleans()] * 2,
    )
)
def test_every_matter_has_an_answer(facts: PreconditionFacts) -> None:
    found = precondition(facts)
    assert found.text and found.label and cited(found.basis, load_laws())
    assert bool(found.unknown) == (found.answer != "must")
    if facts.answer == "silent" and facts.matter not in ("tax", "penalty", "determination", "business"):
        assert found.answer != "free"


def test_every_step_points_to_a_row_and_a_matter() -> None:
    rules = table("matters-precondition")
    for matter, steps in rules["order"].items():
        assert matter in table("matters") or matter == "tax"
        for step in steps:
            assert rules[step["row"]]["answer"] in ("must", "free", "check")
            assert set(step["when"]) <= set(PreconditionFacts.__dataclass_fields__)
    assert all(
        rules[step["row"]]["answer"] for step in [*rules["no_matter"], *rules["otherwise"], *rules["known"]["tax"]]
    )
