"""The design system as a Django application: it holds no records."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "openimt_clinic.components"
    label = "components"
    verbose_name = "Design system"
