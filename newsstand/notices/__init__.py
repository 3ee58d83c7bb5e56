"""What a user is told: answers to what they said, decisions about them; on the page, by mail, by web push."""
