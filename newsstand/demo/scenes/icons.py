"""The marks of the three publishers, 256 by 256."""

import math

from newsstand.demo.canvas import Canvas


def beacon() -> Canvas:
    """A lit tower on red."""
    c = Canvas(256, 256, "#b8392c", seed=1871)
    c.shape([(128, 74), (-20, 10), (-20, 138)], "#f7d488", 0.9)
    c.shape([(128, 74), (276, 10), (276, 138)], "#f7d488", 0.9)
    c.shape([(92, 256), (106, 104), (150, 104), (164, 256)], "#fbf3e0")
    c.shape([(99, 184), (103, 146), (153, 146), (157, 184)], "#b8392c")
    c.box(94, 94, 68, 12, "#2a1c28")
    c.box(108, 56, 40, 38, "#ffe9ae")
    c.shape([(98, 58), (128, 28), (158, 58)], "#2a1c28")
    return c


def commons() -> Canvas:
    """Many small houses that make one round field, on green."""
    c = Canvas(256, 256, "#1f4f43", seed=3400)
    c.disc(128, 128, 100, "#f3e7c9")
    for index in range(9):
        angle = index / 9 * math.tau - math.pi / 2
        x, y = 128 + 68 * math.cos(angle), 132 + 68 * math.sin(angle)
        colour = ("#d96a3f", "#e0a33e", "#2f7d6c")[index % 3]
        c.shape([(x - 17, y + 15), (x - 17, y - 4), (x, y - 21), (x + 17, y - 4), (x + 17, y + 15)], colour)
        c.box(x - 4, y + 1, 8, 14, "#f3e7c9")
    c.disc(128, 130, 25, "#1f4f43")
    return c


def tideline() -> Canvas:
    """Three lines of water under a low sun, on deep blue."""
    c = Canvas(256, 256, "#17405a", seed=42)
    c.disc(128, 120, 56, "#f2b65a")
    for index, colour in enumerate(("#f4ead2", "#8cc0bd", "#3f8798")):
        y = 128 + index * 40
        top = [(x, y + 11 * math.sin(x / 256 * math.tau * 1.5 + index * 1.6)) for x in range(-8, 272, 6)]
        c.shape([*top, (272, 256), (-8, 256)], "#17405a")
        c.shape([*top, *[(x, value + 17) for x, value in reversed(top)]], colour)
    return c
