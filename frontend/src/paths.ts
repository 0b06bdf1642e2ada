// Every URL of the single-page application, so that a page can be found and renamed in one place.
export const paths = {
  login: '/login',
  setup: '/setup',
  home: '/',
  work: '/work',
  cockpit: '/cockpit',
  stood: (day: string) => `/trend/${encodeURIComponent(day)}`,
  plan: '/plan',
  planImport: '/plans/import',
  wall: '/wall',
  timeline: '/timeline',
  tasks: '/tasks',
  task: (id: string) => `/tasks/${encodeURIComponent(id)}`,
  reports: '/reports',
  report: (id: string) => `/reports/${encodeURIComponent(id)}`,
  contributions: '/contributions',
  contribution: (id: string) => `/contributions/${encodeURIComponent(id)}`,
  cycles: '/cycles',
  cycle: (id: string) => `/cycles/${encodeURIComponent(id)}`,
  burden: '/burden',
  review: '/review',
  reviewTimes: '/review-times',
  evidence: '/evidence',
  held: '/held-evidence',
  decompose: '/decompose',
  supervision: '/supervision',
  notice: (id: string) => `/supervision/${encodeURIComponent(id)}`,
  lookBacks: '/look-backs',
  handover: '/handover',
  delegations: '/delegations',
  tables: '/tables',
  rounds: '/rounds',
  round: (id: string) => `/rounds/${encodeURIComponent(id)}`,
  roundAssignments: (id: string) => `/rounds/${encodeURIComponent(id)}/assignments`,
  roundResults: (id: string) => `/rounds/${encodeURIComponent(id)}/results`,
  scoresheet: (id: string) => `/scoresheets/${encodeURIComponent(id)}`,
  annual: '/annual-books',
  annualBook: (id: string) => `/annual-books/${encodeURIComponent(id)}`,
  batches: '/batches',
  batch: (id: string) => `/batches/${encodeURIComponent(id)}`,
  organisations: '/organisations',
  users: '/users',
  audit: '/audit',
  changes: '/changes',
  bulletins: '/bulletins',
  bulletin: (id: string) => `/bulletins/${encodeURIComponent(id)}`,
  notifications: '/notifications',
  calendar: '/calendar',
  mail: '/mail',
  mailSettings: '/mail-settings',
  unsubscribe: '/unsubscribe',
  confirmMail: '/confirm-mail',
} as const

/** Adds view state to a path: withQuery(paths.tasks, { light: 'OVERDUE' }). */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(name, String(value))
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}
