"""The addresses of a patient's working pages: assessment, courses, plan, appointments, session."""

from django.urls import path

from openimt_clinic.clinician import (
    answer_set_page,
    appointments,
    assessment,
    course_choice,
    courses,
    fill_form,
    finding,
    from_the_phone,
    import_answers,
    import_series,
    plan_ground,
    plan_page,
    session,
    story_page,
)

urlpatterns = [
    path("assessment/", assessment.assessment, name="assessment"),
    path("assessment/import/", import_answers.import_page, name="import_answers"),
    path("assessment/form/<slug:instrument>/", fill_form.fill_form, name="fill_form"),
    path("assessment/form/<slug:instrument>/answer/", fill_form.give_answer, name="give_answer"),
    path("assessment/answers/<uuid:answers_id>/", answer_set_page.answer_set, name="answers"),
    path("assessment/finding/<slug:what>/", finding.finding, name="finding"),
    path("assessment/event/<uuid:event_id>/look/", finding.look_at_event, name="look_at_event"),
    path(
        "assessment/diagnosis/<uuid:diagnosis_id>/take-back/",
        finding.take_back_diagnosis,
        name="take_back_diagnosis",
    ),
    path("courses/", courses.courses, name="courses"),
    path("courses/import/", import_series.import_series, name="import_series"),
    path("courses/series/<uuid:series_id>/drop/", courses.drop_series, name="drop_series"),
    path("therapy/", course_choice.course_choice, name="course_choice"),
    path("plan/", plan_page.plan, name="plan"),
    path("plan/compare/", plan_page.compare_plans, name="compare_plans"),
    path("plan/catalogue/", plan_ground.move, name="move_plan"),
    path("plan/read/<slug:module>/", plan_ground.plan_module, name="plan_module"),
    path("plan/module/<slug:module>/", plan_page.change_plan, name="change_plan"),
    path("plan/<int:number>/", plan_page.plan_version, name="plan_version"),
    path("plan/<int:number>/adopt/", plan_page.adopt_plan, name="adopt_plan"),
    path("plan/<int:number>/reject/", plan_page.reject_plan, name="reject_plan"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/new/", appointments.new_series, name="new_series"),
    path("appointments/<uuid:appointment_id>/", appointments.appointment, name="appointment"),
    path("story/", story_page.story, name="story"),
    path("phone/", from_the_phone.from_the_phone, name="from_the_phone"),
    path("session/", session.session, name="session"),
    path("session/<uuid:appointment_id>/", session.session_at, name="session_at"),
]
