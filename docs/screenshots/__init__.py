"""The pictures of the guides: `make screenshots`. What they show is work that lies in the demo."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
