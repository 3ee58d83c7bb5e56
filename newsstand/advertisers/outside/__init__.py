"""One more bidder: a buyer outside, asked over OpenRTB 2.6 about pages and never about readers. Off by default."""
