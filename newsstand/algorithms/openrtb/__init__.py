"""OpenRTB 2.6 and Native 1.2: what a buyer outside is asked, and what of its answer can be shown."""
