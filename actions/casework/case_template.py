"""The empty sheet to fill in, with its explanations on a second one."""

from actions.casework.case_lines import LISTS, words
from actions.casework.sheets import Value, workbook


def empty_sheet() -> bytes:
    """An xlsx file with the headings that the import knows."""
    columns = words()["columns"].values()
    help_rows: list[list[Value]] = [[one["name"], one["help"], one["example"]] for one in columns]
    for key, kind in LISTS.items():
        help_rows += [[], [words()["columns"][key]["name"], "、".join(member.label for member in kind)]]
    return workbook([(words()["sheet"], [[one["name"] for one in columns]], 1), (words()["help_sheet"], help_rows, 0)])
