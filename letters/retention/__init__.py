"""How long what is kept, and what is remembered of what is gone: rules, ledger, tombstones."""
