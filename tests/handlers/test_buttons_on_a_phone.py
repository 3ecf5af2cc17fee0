"""Labels of buttons that stand side by side fit on a phone, in every language."""

import pytest

from handlers.agenda.agenda_list import even_rows
from handlers.chat import Button
from handlers.enum_labels import OUTCOMES, STAGE_NAMES
from handlers.forms.questions import LONG_LABEL, rows_of_two
from handlers.i18n import _, languages, speaking
from handlers.resolve.pending_line import STEPS

IN_A_ROW_OF_TWO, IN_A_ROW_OF_THREE = 20, 12  # letters
SIDE_BY_SIDE = ("Log a call", "Remind me", "New deal", "History", "Other stage…", "Done")
THREE = ("Move", "Open card", "Undo", "Client", "More…", "Edit", "Skip", "Cancel")


@pytest.mark.parametrize("language", languages())
def test_labels_that_stand_side_by_side_fit(language: str) -> None:
    with speaking(language):
        ahead = [_("Next: {stage}").format(stage=_(name)) for name in STAGE_NAMES[1:4]]
        two = [*map(_, SIDE_BY_SIDE), *map(_, STEPS.values()), *ahead]
        three = [*map(_, THREE)]
    assert [label for label in two if len(label) > IN_A_ROW_OF_TWO] == []
    assert [label for label in three if len(label) > IN_A_ROW_OF_THREE] == []


@pytest.mark.parametrize("language", languages())
def test_a_long_choice_has_a_row_of_its_own_and_the_others_do_not(language: str) -> None:
    with speaking(language):
        labels = [_(label) for label in OUTCOMES.values()]
    rows = rows_of_two([Button(label, "b") for label in labels])
    assert [button.label for row in rows for button in row] == labels
    assert all(len(row) == 1 or max(len(b.label) for b in row) <= LONG_LABEL for row in rows)
    assert len(rows) <= 5


def test_numbers_stand_in_even_rows() -> None:
    sizes = {
        count: [*map(len, even_rows([Button(str(n), "b") for n in range(count)]))] for count in (6, 7, 8, 12)
    }
    assert sizes == {6: [6], 7: [4, 3], 8: [4, 4], 12: [6, 6]}
