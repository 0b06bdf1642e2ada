import type { Labels } from '../../i18n/labels'
import type zh from './labels.zh'

export default {
  lead: 'Upload a table, see every fault by its cell and the effect of every row; then all of it is written, or nothing.',
  template: 'A table taken out can be changed and imported again; rows you leave alone stay as they are.',
  nobody: 'This page is for the coordinating office and the system administrator',
  nobodyHint: 'To change many tasks or people at once, please ask the coordinating office or the system administrator.',
  kind: {
    label: 'Which table',
    TASKS: 'Task breakdown',
    MILESTONES: 'Milestones',
    ORGANISATIONS: 'Units',
    USERS: 'Users',
  },
  plan: 'Plan',
  file: '{{kind}} file',
  help: {
    title: 'What the table looks like',
    TASKS:
      'Columns: 举措, 条款, 重点任务, 年度目标, 完成时限, 牵头单位, 验收标准; also 责任单位, 配合单位, 任务编号, 开始日期 and more. New tasks have no 任务编号.',
    MILESTONES:
      'Columns: 任务编号, 里程碑, 完成时限, 权重; also 节点序号, 交付物, 关键节点. The weights of a task sum to 100 at most.',
    ORGANISATIONS:
      'Columns: 机构代码, 机构名称; also 简称, 机构类型, 排序号, 别名 (separated by semicolons), 生效日期, 终止日期.',
    USERS:
      'Columns: 账号, 姓名, 机构, 角色; also 职务. Roles of new users take effect once the security administrator approves them; one-time passwords are shown once.',
    form: 'Titles may stand above the head; merged cells, blank rows, full-width digits and repeated heads are understood. CSV may be UTF-8 or GB18030.',
    known: 'Dates as 2026年6月30日, 2026/6/30, 2026年6月底 or 2026年第二季度; units by full name, short name or alias.',
    safe: 'Issued tasks may stay in the table but cannot be changed by it; tasks that are not in it are not deleted.',
  },
  another: 'Another table',
  sheet: 'Sheet “{{name}}”',
  ignored: 'Columns not used: {{columns}}.',
  counts: 'Result of the check',
  count: {
    CREATE: '{{count}} new',
    CHANGE: '{{count}} changed',
    UNCHANGED: '{{count}} unchanged',
    PROBLEM: '{{count}} faults',
  },
  apply: 'Import {{count}} rows',
  applying: 'Importing, {{done}} of {{total}} rows',
  progress: 'Progress of the import',
  stop: 'Stop, import nothing',
  applied: 'Imported',
  appliedCounts: '{{creates}} rows new, {{changes}} rows changed.',
  open: {
    TASKS: 'See draft tasks',
    MILESTONES: 'See draft tasks',
    ORGANISATIONS: 'See units',
    USERS: 'See users',
  },
  problems: '{{count}} faults',
  problemsHint: 'Mend these cells in your table and upload it again',
  problemsFirst: 'The first {{count}}; the others stand in the rows below',
  lines: 'Row by row',
  which: 'Which rows to show',
  change: { ALL: 'All', CREATE: 'New', CHANGE: 'Changed', UNCHANGED: 'Unchanged', PROBLEM: 'Faulty' },
  row: 'Row',
  rowUnit: 'rows',
  effect: 'Effect',
  label: 'Content',
  faults: '{{count}} faults',
  accounts: {
    title: 'One-time passwords of {{count}} new accounts',
    hint: 'Shown only once. Hand each one over in person; it must be changed at the first login.',
    list: 'New accounts and their one-time passwords',
    handed: 'I have noted them',
  },
} satisfies Labels<typeof zh>
