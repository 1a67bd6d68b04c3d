"""Whether a therapy worked: design, randomise, simulate, analyse and report a trial."""
