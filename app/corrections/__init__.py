"""People's corrections of events: the fields that they may set, the steps, and gold made of them."""
