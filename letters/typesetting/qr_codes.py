"""QR codes as drawings that typst sets."""

import zxingcpp


def qr_svg(content: str) -> str:
    """Return the QR code of the content as SVG, with the empty edge that the standard asks for; "" of ""."""
    if not content:
        return ""
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return code.to_svg(add_quiet_zones=True)
