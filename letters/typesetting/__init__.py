"""Typst in a confined child: `press` talks to it, `typesetter` is it. Glyphs, drawings, QR codes."""
