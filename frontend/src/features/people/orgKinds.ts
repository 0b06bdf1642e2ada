import type { OrgKind, Role } from '../../api/types'

export const orgKinds: readonly OrgKind[] = [
  'OFFICE',
  'MUNICIPAL',
  'DISTRICT',
  'SUB_PARK',
  'MINISTRY',
  'AGENCY',
  'OTHER',
]

export const roles: readonly Role[] = [
  'OFFICE_STAFF',
  'OFFICE_HEAD',
  'UNIT_REPORTER',
  'UNIT_REVIEWER',
  'UNIT_LEADER',
  'EVALUATOR',
  'EVAL_LEAD',
  'COMMISSIONER',
  'LEADER',
  'MINISTRY_OBSERVER',
  'STAT_OFFICER',
  'SYSTEM_ADMIN',
  'SECURITY_ADMIN',
  'AUDIT_ADMIN',
]
