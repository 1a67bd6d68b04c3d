"""A medicine that a person takes, as it is written: every change is a new version of its line."""

import uuid

from django.db import models
from django.db.models import F, Q

from openimt_clinic.records.record import PatientRecord, both_or_neither, maybe_person, person


class Medicine(PatientRecord):
    """The version that ``holds`` is the newest of its ``line``; ``number`` counts them.

    ``drug`` and ``taken`` (how it is taken) stand as they were written. ``psychotropic``: whether
    it acts on mood, sleep or thinking, as who writes it says. The measure of its ``target`` is an
    ``instrument`` or is said in own words. ``prescriber`` works here, ``prescriber_outside``
    elsewhere. ``because``: why there is this version, or why the medicine was ended.
    """

    line = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField(default=1)
    holds = models.BooleanField(default=True)
    drug = models.CharField(max_length=200)
    taken = models.CharField(max_length=200, blank=True, default="")
    psychotropic = models.BooleanField()
    target = models.CharField(max_length=200)
    instrument = models.CharField(max_length=60, blank=True, default="")
    measure = models.CharField(max_length=200, blank=True, default="")
    prescriber = maybe_person()
    prescriber_outside = models.CharField(max_length=120, blank=True, default="")
    started_on = models.DateField()
    review_on = models.DateField()
    stop_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    because = models.TextField(blank=True, default="")
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["started_on", "drug", "-number"]
        indexes = [
            models.Index(
                fields=["patient"],
                condition=Q(holds=True, ended_on__isnull=True),
                name="medicine_taken_now",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="medicine_number_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(holds=True), name="medicine_holds_once"
            ),
            models.CheckConstraint(
                condition=~Q(drug="") & ~Q(target=""), name="medicine_drug_and_target_said"
            ),
            models.CheckConstraint(
                condition=~Q(instrument="") | ~Q(measure=""), name="medicine_measure_said"
            ),
            models.CheckConstraint(
                condition=Q(prescriber__isnull=False, prescriber_outside="")
                | (Q(prescriber__isnull=True) & ~Q(prescriber_outside="")),
                name="medicine_one_prescriber",
            ),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("started_on"))
                & (Q(stop_on__isnull=True) | Q(stop_on__gte=F("started_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on"))),
                name="medicine_days_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(because=""),
                name="medicine_ended_with_reason",
            ),
        ]

    class Privacy:
        identifying = ("patient", "prescriber", "prescriber_outside", "by")
        clinical = (
            "drug", "taken", "psychotropic", "target", "instrument", "measure", "started_on",
            "review_on", "stop_on", "ended_on", "because",
        )  # fmt: skip
        plain = ("id", "clinic", "line", "number", "holds", "noted_at")


class AdverseEffect(PatientRecord):
    """Something unwanted that came with a medicine (its ``line``), on a day, as it was told.
    ``told_on``: the day its prescriber was told."""

    line = models.UUIDField()
    on = models.DateField()
    says = models.TextField()
    told_on = models.DateField(null=True, blank=True)
    told_by = maybe_person()
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]
        indexes = [models.Index(fields=["patient", "line"], name="adverse_effect_of_a_line")]
        constraints = [
            both_or_neither("adverse_effect", "told_on", "told_by"),
            models.CheckConstraint(condition=~Q(says=""), name="adverse_effect_said"),
        ]

    class Privacy:
        identifying = ("patient", "told_by", "by")
        clinical = ("on", "says", "told_on")
        plain = ("id", "clinic", "line", "noted_at")


class MedicinesLook(PatientRecord):
    """All medicines were looked through together on this day, with what the person really takes."""

    on = models.DateField()
    says = models.TextField(blank=True, default="")
    by = person()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-noted_at"]

    class Privacy:
        identifying = ("patient", "by")
        clinical = ("on", "says")
        plain = ("id", "clinic", "noted_at")
