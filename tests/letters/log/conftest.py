from tests.letters.aged_letters import ledger, noon, world, write

# `ledger` and `noon` go around every test here.
__all__ = ["ledger", "noon", "world", "write"]
