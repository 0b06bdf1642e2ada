// Every route on one screen. A page is one line: its path, its search parameters, where its file is.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Problem } from '../api/problem'
import { meQuery } from '../api/session'
import { paths } from '../paths'
import { Skeleton } from '../ui/Skeleton'
import { ErrorPage } from './ErrorPage'
import { homePath } from './menu'
import { NotFound } from './NotFound'
import { Shell } from './Shell'

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
})

const login = createRoute({
  getParentRoute: () => root,
  path: paths.login,
  validateSearch: ({ back, expired }): { back?: string; expired?: string } => ({
    // Only a path of this site: "//elsewhere" would leave it.
    back: typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : undefined,
    expired: expired === 'yes' ? 'yes' : undefined,
  }),
  component: lazyRouteComponent(() => import('../features/session/LoginPage'), 'LoginPage'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: paths.setup,
  component: lazyRouteComponent(() => import('../features/session/SetupPage'), 'SetupPage'),
})

const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: paths.unsubscribe,
  component: lazyRouteComponent(() => import('../features/session/MailLinkPage'), 'UnsubscribePage'),
})

const confirmMail = createRoute({
  getParentRoute: () => root,
  path: paths.confirmMail,
  component: lazyRouteComponent(() => import('../features/session/MailLinkPage'), 'ConfirmMailPage'),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.client.ensureQueryData(meQuery) }
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error
      throw redirect({ to: login.to, search: { back: location.href === '/' ? undefined : location.href } })
    }
  },
  component: Shell,
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ href: homePath(context.me) })
  },
})

const work = createRoute({
  getParentRoute: () => shell,
  path: paths.work,
  component: lazyRouteComponent(() => import('../features/work/WorkPage'), 'WorkPage'),
})

const cockpit = createRoute({
  getParentRoute: () => shell,
  path: paths.cockpit,
  validateSearch: texts('trend'),
  component: lazyRouteComponent(() => import('../features/cockpit/CockpitPage'), 'CockpitPage'),
})

const stood = createRoute({
  getParentRoute: () => shell,
  path: '/trend/$day',
  validateSearch: texts('plan_id', 'part', 'lead', 'light'),
  component: lazyRouteComponent(() => import('../features/cockpit/StoodPage'), 'StoodPage'),
})

const lookBacks = createRoute({
  getParentRoute: () => shell,
  path: paths.lookBacks,
  component: lazyRouteComponent(() => import('../features/tasks/LookBackPage'), 'LookBackPage'),
})

const delegations = createRoute({
  getParentRoute: () => shell,
  path: paths.delegations,
  component: lazyRouteComponent(() => import('../features/people/DelegationsPage'), 'DelegationsPage'),
})

const handover = createRoute({
  getParentRoute: () => shell,
  path: paths.handover,
  validateSearch: texts('id'),
  component: lazyRouteComponent(() => import('../features/people/HandoverPage'), 'HandoverPage'),
})

const tasks = createRoute({
  getParentRoute: () => shell,
  path: paths.tasks,
  validateSearch: texts(
    'plan_id',
    'q',
    'state',
    'light',
    'lead',
    'part',
    'measure',
    'nature',
    'is_key',
    'mine',
    'clause_id',
    'due_from',
    'due_to',
    'sort',
  ),
  component: lazyRouteComponent(() => import('../features/tasks/TasksPage'), 'TasksPage'),
})

const task = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$id',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(() => import('../features/tasks/TaskPage'), 'TaskPage'),
})

const reports = createRoute({
  getParentRoute: () => shell,
  path: paths.reports,
  validateSearch: texts('cycle', 'state'),
  component: lazyRouteComponent(() => import('../features/reports/ReportsPage'), 'ReportsPage'),
})

const report = createRoute({
  getParentRoute: () => shell,
  path: '/reports/$id',
  component: lazyRouteComponent(() => import('../features/reports/ReportPage'), 'ReportPage'),
})

const contributions = createRoute({
  getParentRoute: () => shell,
  path: paths.contributions,
  validateSearch: texts('cycle'),
  component: lazyRouteComponent(() => import('../features/reports/ContributionsPage'), 'ContributionsPage'),
})

const contribution = createRoute({
  getParentRoute: () => shell,
  path: '/contributions/$id',
  component: lazyRouteComponent(() => import('../features/reports/ContributionPage'), 'ContributionPage'),
})

const cycles = createRoute({
  getParentRoute: () => shell,
  path: paths.cycles,
  component: lazyRouteComponent(() => import('../features/reports/CyclesPage'), 'CyclesPage'),
})

const cycle = createRoute({
  getParentRoute: () => shell,
  path: '/cycles/$id',
  component: lazyRouteComponent(() => import('../features/reports/CyclePage'), 'CyclePage'),
})

const burden = createRoute({
  getParentRoute: () => shell,
  path: paths.burden,
  component: lazyRouteComponent(() => import('../features/reports/BurdenPage'), 'BurdenPage'),
})

const review = createRoute({
  getParentRoute: () => shell,
  path: paths.review,
  validateSearch: texts('report', 'show', 'org'),
  component: lazyRouteComponent(() => import('../features/reports/ReviewPage'), 'ReviewPage'),
})

const reviewTimes = createRoute({
  getParentRoute: () => shell,
  path: paths.reviewTimes,
  component: lazyRouteComponent(() => import('../features/reports/ReviewTimesPage'), 'ReviewTimesPage'),
})

const evidence = createRoute({
  getParentRoute: () => shell,
  path: paths.evidence,
  validateSearch: texts(
    'q',
    'kind',
    'state',
    'strength',
    'org',
    'cycle_id',
    'duplicates',
    'incomplete',
    'mismatched',
    'internal',
    'include_void',
    'id',
  ),
  component: lazyRouteComponent(() => import('../features/evidence/EvidencePage'), 'EvidencePage'),
})

const held = createRoute({
  getParentRoute: () => shell,
  path: paths.held,
  validateSearch: texts('state'),
  component: lazyRouteComponent(() => import('../features/evidence/HeldPage'), 'HeldPage'),
})

const plan = createRoute({
  getParentRoute: () => shell,
  path: paths.plan,
  validateSearch: texts('plan', 'clause', 'view', 'state'),
  component: lazyRouteComponent(() => import('../features/plans/PlanPage'), 'PlanPage'),
})

const wall = createRoute({
  getParentRoute: () => shell,
  path: paths.wall,
  validateSearch: texts('plan', 'measure'),
  component: lazyRouteComponent(() => import('../features/plans/WallPage'), 'WallPage'),
})

const timeline = createRoute({
  getParentRoute: () => shell,
  path: paths.timeline,
  validateSearch: texts('plan', 'view', 'trouble', 'fold'),
  component: lazyRouteComponent(() => import('../features/timeline/TimelinePage'), 'TimelinePage'),
})

const supervision = createRoute({
  getParentRoute: () => shell,
  path: paths.supervision,
  validateSearch: texts('task_id', 'level', 'state', 'org', 'late', 'q', 'new'),
  component: lazyRouteComponent(() => import('../features/supervision/SupervisionPage'), 'SupervisionPage'),
})

const notice = createRoute({
  getParentRoute: () => shell,
  path: '/supervision/$id',
  component: lazyRouteComponent(() => import('../features/supervision/NoticePage'), 'NoticePage'),
})

const changes = createRoute({
  getParentRoute: () => shell,
  path: paths.changes,
  validateSearch: texts('from', 'to', 'change', 'lead', 'part'),
  component: lazyRouteComponent(() => import('../features/cockpit/ChangesPage'), 'ChangesPage'),
})

const bulletins = createRoute({
  getParentRoute: () => shell,
  path: paths.bulletins,
  validateSearch: texts('state'),
  component: lazyRouteComponent(() => import('../features/bulletins/BulletinsPage'), 'BulletinsPage'),
})

const bulletin = createRoute({
  getParentRoute: () => shell,
  path: '/bulletins/$id',
  component: lazyRouteComponent(() => import('../features/bulletins/BulletinPage'), 'BulletinPage'),
})

const organisations = createRoute({
  getParentRoute: () => shell,
  path: paths.organisations,
  validateSearch: texts('q', 'kind', 'id'),
  component: lazyRouteComponent(() => import('../features/people/OrganisationsPage'), 'OrganisationsPage'),
})

const users = createRoute({
  getParentRoute: () => shell,
  path: paths.users,
  validateSearch: texts('q', 'org', 'role', 'disabled', 'id'),
  component: lazyRouteComponent(() => import('../features/people/UsersPage'), 'UsersPage'),
})

const audit = createRoute({
  getParentRoute: () => shell,
  path: paths.audit,
  validateSearch: texts('q', 'actor', 'action', 'object_type', 'object_id', 'outcome', 'from', 'to', 'id'),
  component: lazyRouteComponent(() => import('../features/audit/AuditPage'), 'AuditPage'),
})

const notifications = createRoute({
  getParentRoute: () => shell,
  path: paths.notifications,
  validateSearch: texts('state', 'kind'),
  component: lazyRouteComponent(() => import('../features/notifications/NotificationsPage'), 'NotificationsPage'),
})

const calendar = createRoute({
  getParentRoute: () => shell,
  path: paths.calendar,
  validateSearch: texts('year'),
  component: lazyRouteComponent(() => import('../features/calendar/CalendarPage'), 'CalendarPage'),
})

const mail = createRoute({
  getParentRoute: () => shell,
  path: paths.mail,
  component: lazyRouteComponent(() => import('../features/mail/MailPage'), 'MailPage'),
})

const mailSettings = createRoute({
  getParentRoute: () => shell,
  path: paths.mailSettings,
  component: lazyRouteComponent(() => import('../features/mail/MailSettingsPage'), 'MailSettingsPage'),
})

const planImport = createRoute({
  getParentRoute: () => shell,
  path: paths.planImport,
  component: lazyRouteComponent(() => import('../features/plans/ImportPage'), 'ImportPage'),
})

const tables = createRoute({
  getParentRoute: () => shell,
  path: paths.tables,
  validateSearch: texts('kind', 'plan', 'id'),
  component: lazyRouteComponent(() => import('../features/tables/TablesPage'), 'TablesPage'),
})

const decompose = createRoute({
  getParentRoute: () => shell,
  path: paths.decompose,
  validateSearch: texts('plan', 'measure', 'clause', 'task', 'split'),
  component: lazyRouteComponent(() => import('../features/plans/DecomposePage'), 'DecomposePage'),
})

const batches = createRoute({
  getParentRoute: () => shell,
  path: paths.batches,
  validateSearch: texts('plan'),
  component: lazyRouteComponent(() => import('../features/batches/BatchesPage'), 'BatchesPage'),
})

const batch = createRoute({
  getParentRoute: () => shell,
  path: '/batches/$id',
  component: lazyRouteComponent(() => import('../features/batches/BatchPage'), 'BatchPage'),
})

const annual = createRoute({
  getParentRoute: () => shell,
  path: paths.annual,
  component: lazyRouteComponent(() => import('../features/annual/BooksPage'), 'BooksPage'),
})

const annualBook = createRoute({
  getParentRoute: () => shell,
  path: '/annual-books/$id',
  validateSearch: texts('state', 'org', 'rolled_over', 'without_target', 'q', 'item'),
  component: lazyRouteComponent(() => import('../features/annual/BookPage'), 'BookPage'),
})

const rounds = createRoute({
  getParentRoute: () => shell,
  path: paths.rounds,
  component: lazyRouteComponent(() => import('../features/evaluation/RoundsPage'), 'RoundsPage'),
})

const round = createRoute({
  getParentRoute: () => shell,
  path: '/rounds/$id',
  component: lazyRouteComponent(() => import('../features/evaluation/RoundPage'), 'RoundPage'),
})

const roundAssignments = createRoute({
  getParentRoute: () => shell,
  path: '/rounds/$id/assignments',
  component: lazyRouteComponent(() => import('../features/evaluation/AssignmentsPage'), 'AssignmentsPage'),
})

const roundResults = createRoute({
  getParentRoute: () => shell,
  path: '/rounds/$id/results',
  validateSearch: texts('measure'),
  component: lazyRouteComponent(() => import('../features/evaluation/ResultsPage'), 'ResultsPage'),
})

const scoresheet = createRoute({
  getParentRoute: () => shell,
  path: '/scoresheets/$id',
  component: lazyRouteComponent(() => import('../features/evaluation/ScoringPage'), 'ScoringPage'),
})

const nowhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })

const tree = root.addChildren([
  login,
  setup,
  unsubscribe,
  confirmMail,
  shell.addChildren([
    home,
    work,
    cockpit,
    stood,
    lookBacks,
    handover,
    delegations,
    tasks,
    task,
    reports,
    report,
    contributions,
    contribution,
    cycles,
    cycle,
    burden,
    review,
    reviewTimes,
    evidence,
    held,
    plan,
    wall,
    timeline,
    supervision,
    notice,
    changes,
    bulletins,
    bulletin,
    organisations,
    users,
    audit,
    notifications,
    calendar,
    mail,
    mailSettings,
    planImport,
    tables,
    decompose,
    batches,
    batch,
    annual,
    annualBook,
    rounds,
    round,
    roundAssignments,
    roundResults,
    scoresheet,
    nowhere,
  ]),
])

export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: false,
    defaultPendingMs: 300,
    defaultPendingComponent: () => <Skeleton rows={8} />,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: false,
    // View state is plain text in the URL, so that an address can be read, typed and sent on.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const params = new URLSearchParams()
      for (const [name, value] of Object.entries(search)) {
        if (value !== undefined && value !== '') params.set(name, String(value))
      }
      const text = params.toString()
      return text === '' ? '' : `?${text}`
    },
  })
}

/** Keeps the named parameters that are text and drops all others. */
function texts<const Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): Partial<Record<Name, string>> => {
    const kept: Partial<Record<Name, string>> = {}
    for (const name of names) {
      const value = search[name]
      if (typeof value === 'string' && value !== '') Object.assign(kept, { [name]: value })
    }
    return kept
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
