"""What happens without anybody at a screen: telling people, and watching the clock of alerts."""
