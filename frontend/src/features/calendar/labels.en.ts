import type { Labels } from '../../i18n/labels'
import type zh from './labels.zh'

export default {
  title: 'Working days',
  lead: '{{working}} working days in the year: {{off}} days off, {{worked}} weekend days worked.',
  basis: 'Source: {{source}}',
  announced: 'Announced',
  pending: 'Not announced',
  pendingTitle: 'The holidays of {{year}} are not announced yet',
  pendingText:
    'Only the statutory days are off, no weekend is worked. Update the year once the notice is out: due days counted in working days that lie ahead will follow.',
  year: 'Year',
  days: 'Days',
  name: 'Name',
  kind: 'Arrangement',
  off: 'Off',
  worked: 'Worked',
  count: 'Number of days',
  none: 'Nothing is filled in for this year',
  noneHint: 'Until then Monday to Friday are working days.',
  changed: 'Changed by {{who}} on {{when}}',
  edit: 'Change this year',
  editTitle: 'Working days of {{year}}',
  effect:
    'Due days of reports and sign-offs that were counted in working days and lie ahead will follow. Those that have passed or were set by hand stay. Every move is recorded in the audit trail.',
  source: 'Source',
  sourceNeeded: 'Please name the source, for example the notice and its number',
  isAnnounced: 'The yearly notice is out',
  firstOn: 'First day',
  lastOn: 'Last day',
  dayNeeded: 'Please choose a day',
  nameNeeded: 'Please fill in a name',
  add: 'Add a line',
  remove: 'Remove line {{row}}',
  save: 'Save calendar',
  saved: 'Working days of {{year}} saved',
  weekday: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} satisfies Labels<typeof zh>
