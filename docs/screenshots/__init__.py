"""The pictures of the guides: `make screenshots`. Letters and texts of a demo take their real ways there."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
