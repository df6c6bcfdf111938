from letters.models.address import WriterAddress
from letters.models.desk import LetterDesk
from letters.models.letter import Letter, LetterDrawing
from letters.models.log import LetterLogEntry

__all__ = ["Letter", "LetterDesk", "LetterDrawing", "LetterLogEntry", "WriterAddress"]
