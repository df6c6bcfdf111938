"""Write the picture of the architecture and the list of folders anew."""

from docs.developers import folders, picture

picture.PATH.write_text(picture.drawn(), encoding="utf-8")
folders.PATH.write_text(folders.listed(folders.PATH.read_text(encoding="utf-8")), encoding="utf-8")
