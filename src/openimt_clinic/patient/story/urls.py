"""The addresses of the story; they belong to the patient's side."""

from django.urls import path

from openimt_clinic.patient.story import entry, home, stopping, take_along, take_away, writing

ONE = "<slug:kind>/<uuid:name>/"
urlpatterns = [
    path("", home.story_home, name="story"),
    path("new/<slug:kind>/", writing.new, name="new_story"),
    path("ground/", stopping.ground, name="story_ground"),
    path("mine/<slug:form>/", take_along.take_along, name="story_mine"),
    path("away/", take_away.all_away, name="story_all_away"),
    path(ONE, entry.read, name="story_entry"),
    path(f"{ONE}title/", writing.change_title, name="story_title"),
    path(f"{ONE}words/", writing.write_words, name="story_words"),
    path(f"{ONE}earlier/", entry.earlier, name="story_earlier"),
    path(f"{ONE}share/", entry.sharing, name="story_sharing"),
    path(f"{ONE}away/", entry.away, name="story_away"),
    path(f"{ONE}stop/", stopping.stop, name="stop_story"),
]
