import type { Labels } from '../../i18n/labels'
import type zh from './labels.zh'

export default {
  open: 'Search',
  openHint: 'Search clauses, tasks, units, evidence',
  title: 'Search',
  placeholder: 'Clauses, tasks, reports, evidence, units: two characters at least',
  hint: 'Several words must all occur; simplified and traditional script are the same.',
  keys: '↑ ↓ choose, Enter opens, Esc closes',
  results: 'Results',
  none: 'Nothing found for “{{q}}”',
  noneHint: 'Try other words; only what is open to you is searched.',
  found: '{{count}} found',
  more: 'There are more: please be more precise',
  sentence: '{{measure}}, sentence {{number}}',
  kind: {
    TASK: 'Tasks',
    CLAUSE: 'Clauses',
    MEASURE: 'Measures',
    REPORT: 'Reports',
    EVIDENCE: 'Evidence',
    ORGANISATION: 'Organisations',
    PERSON: 'People',
  },
} satisfies Labels<typeof zh>
