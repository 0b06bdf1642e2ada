// Which pages each role finds in its navigation, and in what order. What may be done there is the server's decision.
import type { Me, Role } from '../api/types'
import { paths } from '../paths'

type Key =
  | 'work'
  | 'cockpit'
  | 'plan'
  | 'wall'
  | 'timeline'
  | 'tasks'
  | 'reports'
  | 'cycles'
  | 'review'
  | 'evidence'
  | 'held'
  | 'decompose'
  | 'supervision'
  | 'bulletins'
  | 'batches'
  | 'annual'
  | 'rounds'
  | 'planImport'
  | 'lookBacks'
  | 'handover'
  | 'tables'
  | 'organisations'
  | 'users'
  | 'audit'
  | 'calendar'
  | 'mail'

export interface MenuItem {
  key: Key
  path: string
  /** key under common:nav */
  label: Key | 'todo'
  /** what waits for me there */
  count: number
  /** letter after G */
  letter: string
}

const letters: Record<Key, string> = {
  work: 'h',
  cockpit: 'c',
  plan: 'p',
  wall: 'w',
  timeline: 'z',
  tasks: 't',
  reports: 'r',
  cycles: 'y',
  review: 'v',
  evidence: 'f',
  held: 'q',
  decompose: 'd',
  supervision: 's',
  bulletins: 'n',
  batches: 'b',
  annual: 'j',
  rounds: 'g',
  planImport: 'i',
  lookBacks: 'l',
  handover: 'x',
  tables: 'e',
  organisations: 'o',
  users: 'u',
  audit: 'a',
  calendar: 'k',
  mail: 'm',
}

interface Groups {
  first: readonly Key[]
  second: readonly Key[]
}

const office: Groups = {
  first: ['work', 'cockpit', 'plan', 'wall', 'timeline', 'tasks'],
  second: [
    'decompose',
    'batches',
    'annual',
    'review',
    'reports',
    'evidence',
    'cycles',
    'supervision',
    'bulletins',
    'lookBacks',
    'rounds',
    'handover',
    'planImport',
    'tables',
  ],
}
const readers: Groups = { first: ['wall', 'plan', 'tasks', 'timeline'], second: [] }

const evaluation: Groups = { first: ['rounds', ...readers.first], second: ['lookBacks'] }

const groups: Record<Role, Groups> = {
  OFFICE_STAFF: office,
  OFFICE_HEAD: office,
  UNIT_REPORTER: {
    first: ['work', 'reports', 'tasks'],
    second: ['evidence', 'supervision', 'plan', 'wall', 'timeline', 'annual', 'batches', 'bulletins', 'rounds'],
  },
  UNIT_REVIEWER: {
    first: ['work', 'review', 'tasks'],
    second: [
      'reports',
      'evidence',
      'supervision',
      'plan',
      'wall',
      'timeline',
      'annual',
      'batches',
      'bulletins',
      'rounds',
    ],
  },
  UNIT_LEADER: {
    first: ['work', 'reports', 'tasks'],
    second: ['supervision', 'plan', 'wall', 'timeline', 'annual', 'batches', 'bulletins', 'rounds'],
  },
  EVALUATOR: evaluation,
  EVAL_LEAD: evaluation,
  COMMISSIONER: { ...evaluation, second: [] },
  LEADER: {
    first: ['cockpit', 'work', 'wall', 'plan', 'timeline', 'tasks'],
    second: ['supervision', 'bulletins', 'annual', 'batches', 'rounds'],
  },
  MINISTRY_OBSERVER: { first: ['wall', 'cockpit', 'plan', 'tasks', 'timeline'], second: ['bulletins', 'rounds'] },
  STAT_OFFICER: { ...readers, second: ['rounds'] },
  SYSTEM_ADMIN: { first: ['organisations', 'users', 'calendar', 'tables', 'mail'], second: [] },
  SECURITY_ADMIN: { first: ['users', 'held', 'organisations'], second: [] },
  AUDIT_ADMIN: { first: ['audit'], second: [] },
}

export interface Menu {
  first: MenuItem[]
  second: MenuItem[]
}

/** A person with several roles finds the pages of all of them, each once, in the order of the first role. */
export function menuFor({ user, counts }: Pick<Me, 'user' | 'counts'>): Menu {
  const mine = user.roles.map((role) => groups[role])
  const first = [...new Set(mine.flatMap((group) => group.first))]
  const second = [...new Set(mine.flatMap((group) => group.second))].filter((key) => !first.includes(key))
  const isOffice = user.roles.some((role) => groups[role] === office)
  const item = (key: Key): MenuItem => ({
    key,
    path: paths[key],
    label: key === 'work' && isOffice ? 'todo' : key,
    count: key === 'work' || key === 'reports' || key === 'review' ? counts[key] : 0,
    letter: letters[key],
  })
  return { first: first.map(item), second: second.map(item) }
}

export function homePath(me: Pick<Me, 'user' | 'counts'>): string {
  const { first, second } = menuFor(me)
  return (first[0] ?? second[0])?.path ?? paths.plan
}
