"""The design system: style sheets, small scripts, template parts and the values they show."""
