"""The code that a telephone reads to set up an app: drawn in the page, since no image of ours may be data."""

import re

import zxingcpp


def qr_svg(content: str) -> str:
    """Return a drawing without a style or a declaration, so that it may stand in HTML; its edge is empty."""
    drawn = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    inner = re.sub(r"\s*<desc>.*?</desc>", "", drawn.to_svg(add_quiet_zones=True)).partition("<svg")[2]
    size = re.search(r'width="(\d+)" height="(\d+)"', inner)
    assert size
    return f'<svg viewBox="0 0 {size[1]} {size[2]}" aria-hidden="true" focusable="false"{inner}'
