"""What the newsroom decides, as pure functions: values in, values out; no Django, no clock, no dice, no network."""
