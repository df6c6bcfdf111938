"""What a fact of a record is: changes at once, verification, mail status, letter call, publishers."""
