"""What templates call to show pictures."""
