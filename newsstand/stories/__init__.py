"""Articles about one event, as one story: how they join, what each adds, what editors decide."""
