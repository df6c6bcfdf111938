"""What relatives ask of us, sealed where it arrives: to correct, to hide, to withdraw consent."""
