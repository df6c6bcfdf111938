"""How the import says no to a file, and what its report says of a row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """One line of the report. `row` 0 stands for the file itself; `column` is empty for the whole row."""

    row: int
    column: str
    message: str

    def as_dict(self) -> dict[str, int | str]:
        return {"row": self.row, "column": self.column, "message": self.message}


class FileRefused(Exception):
    """The file is not imported at all; the message says why in the reader's language."""

    def __init__(self, message: str, *, row: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.remark = Remark(row, column, message)
