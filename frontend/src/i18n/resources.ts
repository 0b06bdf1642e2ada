// Every word of the product: `common` plus one namespace per area, in two languages with the same keys.
import annualEn from '../features/annual/labels.en'
import annualZh from '../features/annual/labels.zh'
import auditEn from '../features/audit/labels.en'
import auditZh from '../features/audit/labels.zh'
import batchesEn from '../features/batches/labels.en'
import batchesZh from '../features/batches/labels.zh'
import bulletinsEn from '../features/bulletins/labels.en'
import bulletinsZh from '../features/bulletins/labels.zh'
import calendarEn from '../features/calendar/labels.en'
import calendarZh from '../features/calendar/labels.zh'
import cockpitEn from '../features/cockpit/labels.en'
import cockpitZh from '../features/cockpit/labels.zh'
import evaluationEn from '../features/evaluation/labels.en'
import evaluationZh from '../features/evaluation/labels.zh'
import evidenceEn from '../features/evidence/labels.en'
import evidenceZh from '../features/evidence/labels.zh'
import mailEn from '../features/mail/labels.en'
import mailZh from '../features/mail/labels.zh'
import notificationsEn from '../features/notifications/labels.en'
import notificationsZh from '../features/notifications/labels.zh'
import peopleEn from '../features/people/labels.en'
import peopleZh from '../features/people/labels.zh'
import plansEn from '../features/plans/labels.en'
import plansZh from '../features/plans/labels.zh'
import reportsEn from '../features/reports/labels.en'
import reportsZh from '../features/reports/labels.zh'
import reviewEn from '../features/review/labels.en'
import reviewZh from '../features/review/labels.zh'
import searchEn from '../features/search/labels.en'
import searchZh from '../features/search/labels.zh'
import sessionEn from '../features/session/labels.en'
import sessionZh from '../features/session/labels.zh'
import supervisionEn from '../features/supervision/labels.en'
import supervisionZh from '../features/supervision/labels.zh'
import tablesEn from '../features/tables/labels.en'
import tablesZh from '../features/tables/labels.zh'
import tasksEn from '../features/tasks/labels.en'
import tasksZh from '../features/tasks/labels.zh'
import timelineEn from '../features/timeline/labels.en'
import timelineZh from '../features/timeline/labels.zh'
import workEn from '../features/work/labels.en'
import workZh from '../features/work/labels.zh'
import commonEn from './en/common'
import commonZh from './zh/common'

export const zh = {
  common: commonZh,
  session: sessionZh,
  cockpit: cockpitZh,
  search: searchZh,
  work: workZh,
  plans: plansZh,
  tasks: tasksZh,
  reports: reportsZh,
  review: reviewZh,
  evidence: evidenceZh,
  people: peopleZh,
  supervision: supervisionZh,
  mail: mailZh,
  notifications: notificationsZh,
  tables: tablesZh,
  audit: auditZh,
  calendar: calendarZh,
  batches: batchesZh,
  bulletins: bulletinsZh,
  timeline: timelineZh,
  annual: annualZh,
  evaluation: evaluationZh,
}

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
