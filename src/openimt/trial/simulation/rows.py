"""The columns of a simulated trial's row, as every way of analysing it fills them.

Estimate, model standard error, Kenward-Roger standard error, degrees of freedom, steps of the fit
(-1: none was found) and the share of people not seen at the last visit.
"""

ESTIMATE, SE, KR_SE, DF, STEPS, LOST = range(6)
COLUMNS = 6
