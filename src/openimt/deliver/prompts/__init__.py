"""When a person is reminded, agreed beforehand: each prompt with the reason why it comes or not."""
