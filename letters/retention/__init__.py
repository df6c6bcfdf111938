"""How long each kind of thing is kept, and what is remembered of what is gone: rules, ledger, tombstones."""
