"""Dialectical behaviour therapy for one person: its modes, chains and skills; the team's hour."""
