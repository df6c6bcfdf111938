"""Drawn portraits of invented people: paper, ink and a few warm colours. No face is anybody's."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw


def portrait_file(features):
    buffer = BytesIO()
    image = Image.new("RGB", (600, 750), "#EFE7D8")
    ImageDraw.Draw(image).ellipse((200, 200, 400, 450), fill="#caa")
    image.save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name="portrait.png")
