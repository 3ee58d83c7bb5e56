"""Base page, design tokens, buttons, cards and times: no noun of the field."""
