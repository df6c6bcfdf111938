"""What may be found of people and pages: what their public pages say; and what is offered while typing."""
