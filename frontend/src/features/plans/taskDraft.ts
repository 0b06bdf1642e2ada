// A task while it is being written: the form's shape and the calls that save it.
import { send, url } from '../../api/client'
import type {
  EvidenceKind,
  Milestone,
  Nature,
  NewMilestone,
  NewTask,
  PlanView,
  Quantity,
  TaskView,
} from '../../api/types'

export interface MilestoneFields {
  /** absent until the server has it */
  id?: string
  title?: string
  deliverable?: string
  due_on?: string | null
  weight?: number | null
  is_key?: boolean
}

/** A number to reach; its points of the schedule stay as the server has them */
export interface QuantityFields {
  unit?: string
  baseline?: number | null
  target?: number | null
  points?: Quantity['points']
}

export interface TaskFields {
  clause_ids: string[]
  title?: string
  deliverable?: string
  deliverable_kinds: EvidenceKind[]
  acceptance_standard?: string
  lead_org_id?: string
  responsible_org_ids: string[]
  supporting_org_ids: string[]
  nature: Nature
  is_key: boolean
  quantity: QuantityFields | null
  start_on?: string | null
  due_on?: string | null
  milestones: MilestoneFields[]
}

export function emptyTask(plan: PlanView, clauseIds: string[]): TaskFields {
  return {
    clause_ids: clauseIds,
    deliverable_kinds: [],
    responsible_org_ids: [],
    supporting_org_ids: [],
    nature: 'ONE_OFF',
    is_key: false,
    quantity: null,
    start_on: plan.period_from,
    due_on: plan.period_to,
    milestones: [{}],
  }
}

/** Another task for the same sentences: who, when and which evidence stay, what it is about is new. */
export function splitOf(task: TaskView): TaskFields {
  const { title: _, deliverable: _d, acceptance_standard: _a, ...kept } = fieldsOf(task)
  return { ...kept, milestones: [{}] }
}

export function fieldsOf(task: TaskView): TaskFields {
  return {
    clause_ids: task.clauses.map(({ id }) => id),
    title: task.title,
    deliverable: task.deliverable,
    deliverable_kinds: task.deliverable_kinds,
    acceptance_standard: task.acceptance_standard,
    lead_org_id: task.lead.id,
    responsible_org_ids: task.responsible.map(({ id }) => id),
    supporting_org_ids: task.supporting.map(({ id }) => id),
    nature: task.nature,
    is_key: task.is_key,
    quantity: task.quantity ?? null,
    start_on: task.start_on,
    due_on: task.due_on,
    milestones: task.milestones.map(({ id, title, deliverable, due_on, weight, is_key }) => ({
      id,
      title,
      deliverable,
      due_on,
      weight,
      is_key,
    })),
  }
}

export function weightOf(milestones: readonly (MilestoneFields | undefined)[]): number {
  return milestones.reduce((sum, milestone) => sum + (milestone?.weight ?? 0), 0)
}

/** Rows without a number that the server has meanwhile take its number. */
export function adopted(rows: readonly MilestoneFields[], task: TaskView): MilestoneFields[] {
  const known = new Set(rows.map(({ id }) => id))
  const fresh = task.milestones.filter(({ id }) => !known.has(id))
  return rows.map((row) => {
    const twin = row.id ? undefined : fresh.find(({ title, due_on }) => title === row.title && due_on === row.due_on)
    return twin ? { ...row, id: twin.id } : row
  })
}

function milestoneBody(fields: MilestoneFields): NewMilestone {
  const { title = '', deliverable, due_on, weight, is_key = false } = fields
  return { title, deliverable: deliverable ?? '', due_on: due_on ?? '', weight: weight ?? 0, is_key }
}

function taskBody({ milestones: _, ...fields }: TaskFields): Omit<NewTask, 'plan_id' | 'milestones'> {
  return {
    ...fields,
    title: fields.title ?? '',
    deliverable: fields.deliverable ?? '',
    acceptance_standard: fields.acceptance_standard ?? '',
    lead_org_id: fields.lead_org_id ?? '',
    quantity: fields.quantity && {
      unit: fields.quantity.unit ?? '',
      baseline: fields.quantity.baseline ?? 0,
      target: fields.quantity.target ?? 0,
      points: fields.quantity.points ?? [],
    },
    start_on: fields.start_on ?? '',
    due_on: fields.due_on ?? '',
  }
}

export function createTask(planId: string, fields: TaskFields, idempotencyKey: string): Promise<TaskView> {
  const body: NewTask = { ...taskBody(fields), plan_id: planId, milestones: fields.milestones.map(milestoneBody) }
  return send<TaskView>('POST', '/api/v1/tasks', { body, key: idempotencyKey })
}

/**
 * Saves a draft and its milestones. What frees weight goes first, so that the sum never passes 100 on the way.
 * Each answer is the task with its new version.
 */
export async function saveTask(task: TaskView, fields: TaskFields): Promise<TaskView> {
  let latest = await send<TaskView>('PATCH', url`/api/v1/tasks/${task.id}`, {
    body: taskBody(fields),
    version: task.version,
  })
  const kept = new Map(fields.milestones.flatMap((each) => (each.id ? [[each.id, milestoneBody(each)] as const] : [])))
  for (const milestone of task.milestones.filter(({ id }) => !kept.has(id))) latest = await step('DELETE', milestone)
  const changed = task.milestones.flatMap((milestone) => {
    const body = kept.get(milestone.id)
    return body && differs(milestone, body) ? [{ milestone, body, more: body.weight - milestone.weight }] : []
  })
  for (const { milestone, body } of changed.toSorted((a, b) => a.more - b.more))
    latest = await step('PATCH', milestone, body)
  for (const fresh of fields.milestones.filter(({ id }) => !id))
    latest = await send<TaskView>('POST', url`/api/v1/tasks/${task.id}/milestones`, {
      body: milestoneBody(fresh),
      version: latest.version,
    })
  return latest
}

function step(method: 'PATCH' | 'DELETE', milestone: Milestone, body?: NewMilestone): Promise<TaskView> {
  return send<TaskView>(method, url`/api/v1/milestones/${milestone.id}`, { body, version: milestone.version })
}

function differs(milestone: Milestone, body: NewMilestone): boolean {
  return (
    milestone.title !== body.title ||
    milestone.deliverable !== body.deliverable ||
    milestone.due_on !== body.due_on ||
    milestone.weight !== body.weight ||
    milestone.is_key !== body.is_key
  )
}

export function issueTask(task: TaskView, action: string): Promise<TaskView> {
  return send<TaskView>('POST', url`/api/v1/tasks/${task.id}/transitions`, { body: { action }, version: task.version })
}
