"""The files of the catalogue of bad inputs, by the names it gives them. Made here, no sample is kept."""

import io
import zipfile

from tests.factories.pictures import jpeg_with_gps, picture_bytes, png_with_text

CANARY = b"CANARY"


def webp_xmp_canary():
    return picture_bytes(
        "WEBP", xmp=b"<x>CANARY-XMP</x>", exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00CANARY"
    )


def jpeg_with_appended_zip():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("CANARY.js", "alert('CANARY')")
    return picture_bytes() + archive.getvalue()


def gifar_js_polyglot():
    return b"GIF89a/*" + picture_bytes("GIF")[8:] + b"*/=1;alert('CANARY')"


def docm_macro():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("word/vbaProject.bin", "CANARY")
    return archive.getvalue()


BUILDERS = {
    "png_text_chunk_canary": png_with_text,
    "webp_xmp_canary": webp_xmp_canary,
    "jpeg_with_appended_zip": jpeg_with_appended_zip,
    "gifar_js_polyglot": gifar_js_polyglot,
    "html": lambda: b"<!doctype html><script>alert('CANARY')</script>",
    "jpeg": jpeg_with_gps,
    "avif": lambda: b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1miafMA1B" + b"\x00" * 200,
    "empty": lambda: b"",
    "pdf_javascript": lambda: b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF",
    "docm_macro": docm_macro,
}
