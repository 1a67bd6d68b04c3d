"""Where Django looks for the records."""

from openimt_clinic.records.alert_case import AlertCase
from openimt_clinic.records.answer_set import AnswerSet
from openimt_clinic.records.appointment import Appointment
from openimt_clinic.records.attention_record import AttentionRecord
from openimt_clinic.records.capacity_record import CapacityRecord
from openimt_clinic.records.care_document import CareDocument
from openimt_clinic.records.care_entry import CareEntry
from openimt_clinic.records.care_presence import CarePresence
from openimt_clinic.records.care_relation import CareRelation
from openimt_clinic.records.care_signature import CareSignature
from openimt_clinic.records.catalogue_version import CatalogueUse, CatalogueVersion
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.clinical_event import ClinicalEvent
from openimt_clinic.records.common_state import CommonStateRecord
from openimt_clinic.records.contact_line import ContactLine
from openimt_clinic.records.course_ending import CourseEnding
from openimt_clinic.records.diagnosis import DiagnosisRecord
from openimt_clinic.records.diary_card import DiaryCard
from openimt_clinic.records.downtime_sheet import DowntimeSheet
from openimt_clinic.records.erasure_request import ErasureRequest
from openimt_clinic.records.fit_choice import FitChoice, KeptApart
from openimt_clinic.records.follow_up import FollowUp
from openimt_clinic.records.handover import Handover
from openimt_clinic.records.judgement import JudgementRecord
from openimt_clinic.records.learning_progress import LearningProgress
from openimt_clinic.records.look_after import LookAfter
from openimt_clinic.records.medicine import AdverseEffect, Medicine, MedicinesLook
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.module_progress import ModuleProgress
from openimt_clinic.records.module_signature import ModuleSignature
from openimt_clinic.records.nonresponse_rule import NonResponseRule
from openimt_clinic.records.on_duty import OnDuty
from openimt_clinic.records.own_calendar import OwnCalendar
from openimt_clinic.records.paper_sent import PaperSent
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_clash import PhoneClash
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.phone_document import PhoneDocument
from openimt_clinic.records.phone_entry import PhoneEntry
from openimt_clinic.records.plan_holder import PlanHolder
from openimt_clinic.records.plan_version import PlanVersion
from openimt_clinic.records.planned_absence import PlannedAbsence
from openimt_clinic.records.preference import Preference
from openimt_clinic.records.prior_treatment import PriorTreatment
from openimt_clinic.records.prompt import Prompt
from openimt_clinic.records.prompt_pause import PromptPause
from openimt_clinic.records.prompt_schedule import PromptSchedule
from openimt_clinic.records.push_address import PushAddress
from openimt_clinic.records.reach import Reach
from openimt_clinic.records.referral import Referral
from openimt_clinic.records.referral_alert import ReferralAlert
from openimt_clinic.records.resilience_profile import ResilienceProfile
from openimt_clinic.records.safety_judgement import SafetyJudgementRecord
from openimt_clinic.records.safety_plan import SafetyPlan
from openimt_clinic.records.series_record import SeriesRecord
from openimt_clinic.records.service_context import ServiceContext
from openimt_clinic.records.session_record import SessionRecord
from openimt_clinic.records.sharing_choice import SharingChoice
from openimt_clinic.records.skills_group import GroupMeeting, GroupMember, SkillsGroup
from openimt_clinic.records.story_release import StoryRelease
from openimt_clinic.records.target_reading import TargetReading
from openimt_clinic.records.therapist_profile import FreeHour, TherapistProfile
from openimt_clinic.records.user import User

__all__ = [
    "AdverseEffect",
    "AlertCase",
    "AnswerSet",
    "Appointment",
    "AttentionRecord",
    "CapacityRecord",
    "CareDocument",
    "CareEntry",
    "CarePresence",
    "CareRelation",
    "CareSignature",
    "CatalogueUse",
    "CatalogueVersion",
    "Clinic",
    "ClinicalEvent",
    "CommonStateRecord",
    "ContactLine",
    "CourseEnding",
    "DiagnosisRecord",
    "DiaryCard",
    "DowntimeSheet",
    "ErasureRequest",
    "FitChoice",
    "FollowUp",
    "FreeHour",
    "GroupMeeting",
    "GroupMember",
    "Handover",
    "JudgementRecord",
    "KeptApart",
    "LearningProgress",
    "LookAfter",
    "Medicine",
    "MedicinesLook",
    "Membership",
    "ModuleProgress",
    "ModuleSignature",
    "NonResponseRule",
    "OnDuty",
    "OwnCalendar",
    "PaperSent",
    "Patient",
    "PhoneClash",
    "PhoneDevice",
    "PhoneDocument",
    "PhoneEntry",
    "PlanHolder",
    "PlanVersion",
    "PlannedAbsence",
    "Preference",
    "PriorTreatment",
    "Prompt",
    "PromptPause",
    "PromptSchedule",
    "PushAddress",
    "Reach",
    "Referral",
    "ReferralAlert",
    "ResilienceProfile",
    "SafetyJudgementRecord",
    "SafetyPlan",
    "SeriesRecord",
    "ServiceContext",
    "SessionRecord",
    "SharingChoice",
    "SkillsGroup",
    "StoryRelease",
    "TargetReading",
    "TherapistProfile",
    "User",
]
