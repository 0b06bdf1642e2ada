// Every word of the product in Chinese: `common` plus one namespace per area. English has the same keys.
import annualZh from '../features/annual/labels.zh'
import auditZh from '../features/audit/labels.zh'
import batchesZh from '../features/batches/labels.zh'
import bulletinsZh from '../features/bulletins/labels.zh'
import calendarZh from '../features/calendar/labels.zh'
import cockpitZh from '../features/cockpit/labels.zh'
import evaluationZh from '../features/evaluation/labels.zh'
import evidenceZh from '../features/evidence/labels.zh'
import mailZh from '../features/mail/labels.zh'
import notificationsZh from '../features/notifications/labels.zh'
import peopleZh from '../features/people/labels.zh'
import plansZh from '../features/plans/labels.zh'
import reportsZh from '../features/reports/labels.zh'
import reviewZh from '../features/review/labels.zh'
import searchZh from '../features/search/labels.zh'
import sessionZh from '../features/session/labels.zh'
import supervisionZh from '../features/supervision/labels.zh'
import tablesZh from '../features/tables/labels.zh'
import tasksZh from '../features/tasks/labels.zh'
import timelineZh from '../features/timeline/labels.zh'
import workZh from '../features/work/labels.zh'
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
