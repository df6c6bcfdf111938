"""Words of the lists: proposed by partners, taken or refused, two of them made one."""
