"""OpenIMT's core: assess, formulate, plan, deliver and track a course, as plain values."""

__version__ = "0.1.0"
