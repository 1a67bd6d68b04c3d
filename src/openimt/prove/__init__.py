"""Proofs over all possible patients: what the catalogue and its rules can never do to anybody.

A *person* is a set of symbols for everything that a rule may ask (``person``), a rule becomes a
formula over them (``asked``), the planner's rules become *may this module be worked on today*
(``today``), and the solver looks for a person who breaks a property (``properties``). None found
means proved for everybody; one found is written out as an assessment that the real planner takes.
"""
