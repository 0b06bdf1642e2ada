// Every word of the product in English, fetched only by those who read it.
import annualEn from '../features/annual/labels.en'
import auditEn from '../features/audit/labels.en'
import batchesEn from '../features/batches/labels.en'
import bulletinsEn from '../features/bulletins/labels.en'
import calendarEn from '../features/calendar/labels.en'
import cockpitEn from '../features/cockpit/labels.en'
import evaluationEn from '../features/evaluation/labels.en'
import evidenceEn from '../features/evidence/labels.en'
import mailEn from '../features/mail/labels.en'
import notificationsEn from '../features/notifications/labels.en'
import peopleEn from '../features/people/labels.en'
import plansEn from '../features/plans/labels.en'
import reportsEn from '../features/reports/labels.en'
import reviewEn from '../features/review/labels.en'
import searchEn from '../features/search/labels.en'
import sessionEn from '../features/session/labels.en'
import supervisionEn from '../features/supervision/labels.en'
import tablesEn from '../features/tables/labels.en'
import tasksEn from '../features/tasks/labels.en'
import timelineEn from '../features/timeline/labels.en'
import workEn from '../features/work/labels.en'
import commonEn from './en/common'

export const en = {
  common: commonEn,
  session: sessionEn,
  cockpit: cockpitEn,
  search: searchEn,
  work: workEn,
  plans: plansEn,
  tasks: tasksEn,
  reports: reportsEn,
  review: reviewEn,
  evidence: evidenceEn,
  people: peopleEn,
  supervision: supervisionEn,
  mail: mailEn,
  notifications: notificationsEn,
  tables: tablesEn,
  audit: auditEn,
  calendar: calendarEn,
  batches: batchesEn,
  bulletins: bulletinsEn,
  timeline: timelineEn,
  annual: annualEn,
  evaluation: evaluationEn,
}
