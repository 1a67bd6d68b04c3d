"""What it means: from readings and judgements to a profile of needs."""
