// Every URL of the single-page application, so that a page can be found and renamed in one place.
export const paths = {
  login: '/login',
  setup: '/setup',
  home: '/',
  work: '/work',
  cockpit: '/cockpit',
  plan: '/plan',
  planImport: '/plans/import',
  wall: '/wall',
  tasks: '/tasks',
  task: (id: string) => `/tasks/${encodeURIComponent(id)}`,
  reports: '/reports',
  report: (id: string) => `/reports/${encodeURIComponent(id)}`,
  review: '/review',
  reviewTimes: '/review-times',
  decompose: '/decompose',
  supervision: '/supervision',
  notice: (id: string) => `/supervision/${encodeURIComponent(id)}`,
  tables: '/tables',
  organisations: '/organisations',
  users: '/users',
  audit: '/audit',
} as const

/** Adds view state to a path: withQuery(paths.tasks, { light: 'OVERDUE' }). */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(name, String(value))
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}
