"""The addresses of a person's own things: skills, experiments, aims, sharing, data, looks."""

from django.urls import path

from openimt_clinic.patient import (
    appointments,
    choosing,
    ending,
    experiments,
    homework,
    own_data,
    sharing,
    skills,
    targets,
    to_sign,
)

urlpatterns = [
    path("homework/<uuid:session_id>/", homework.homework, name="homework"),
    path("skills/", skills.skills, name="skills"),
    path("skills/new/", skills.new_skill, name="new_skill"),
    path("skills/<str:name>/", skills.skill, name="skill"),
    path("experiments/", experiments.experiments, name="experiments"),
    path("experiments/new/", experiments.new_experiment, name="new_experiment"),
    path("experiments/<uuid:name>/", experiments.experiment, name="experiment"),
    path("targets/", targets.targets, name="targets"),
    path("targets/words/", targets.target_words, name="target_words"),
    path("to-sign/", to_sign.to_sign, name="to_sign"),
    path("to-sign/<uuid:document_id>/", to_sign.read_document, name="read_document"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("export/", own_data.export, name="export"),
    path("erasure/", own_data.erasure, name="erasure"),
    path("who-treats/", choosing.who_treats, name="who_treats"),
    path("who-treats/<uuid:handover_id>/read/", choosing.handover_read, name="handover_read"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("ending/", ending.ending, name="ending"),
]
