// Codes of the trail in words. The trail is open: a code added later is shown as it is until it has words here.
import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../../api/types'

export const actionCodes = [
  'session.login',
  'session.logout',
  'session.revoke',
  'setup.complete',
  'demo.load',
  'plan.import',
  'plan.activate',
  'plan.name_measures',
  'clause.update',
  'measure.update',
  'task.create',
  'task.update',
  'task.issue',
  'task.sign',
  'task.return_signoff',
  'task.reassign',
  'task.uphold',
  'task.apply_closure',
  'task.accept_closure',
  'task.reject_closure',
  'task.suspend',
  'task.resume',
  'task.cancel',
  'task.reopen',
  'milestone.create',
  'milestone.update',
  'milestone.delete',
  'cycle.create',
  'report.create',
  'report.update',
  'report.submit',
  'report.withdraw',
  'report.pass',
  'report.return',
  'report.approve',
  'report.waive',
  'report.request_correction',
  'report.agree_correction',
  'report.refuse_correction',
  'extension.create',
  'extension.submit',
  'extension.pass',
  'extension.return',
  'extension.escalate',
  'extension.approve',
  'extension.refuse',
  'extension.withdraw',
  'adjustment.create',
  'adjustment.submit',
  'adjustment.pass',
  'adjustment.return',
  'adjustment.escalate',
  'adjustment.approve',
  'adjustment.refuse',
  'adjustment.withdraw',
  'notice.create',
  'notice.send',
  'notice.submit',
  'notice.send_back',
  'notice.sign',
  'notice.summon',
  'notice.receive',
  'notice.answer',
  'notice.settle',
  'notice.return',
  'notice.minute',
  'notice.escalate',
  'notice.discard',
  'notice.void',
  'evidence.upload',
  'evidence.update',
  'evidence.void',
  'evidence.download',
  'organisation.create',
  'organisation.update',
  'user.create',
  'user.update',
  'user.disable',
  'user.enable',
  'user.approve_roles',
  'user.refuse_roles',
  'user.reset_password',
  'user.change_password',
  'table.check',
  'table.apply',
  'table.cancel',
  'export.create',
  'export.download',
] as const

export const objectTypes = [
  'session',
  'plan',
  'clause',
  'measure',
  'task',
  'milestone',
  'cycle',
  'report',
  'extension',
  'adjustment',
  'notice',
  'evidence',
  'organisation',
  'user',
  'table_import',
  'export',
] as const

export const outcomes: readonly AuditEvent['outcome'][] = ['SUCCESS', 'REFUSED']

export function useAuditWords() {
  const { t } = useTranslation('audit')
  return {
    action: (code: string) => {
      const known = actionCodes.find((each) => each === code)
      return known ? t(`action.${known}`) : code
    },
    object: (code: string) => {
      const known = objectTypes.find((each) => each === code)
      return known ? t(`object.${known}`) : code
    },
    outcome: (code: string) => {
      const known = outcomes.find((each) => each === code)
      return known ? t(`outcome.${known}`) : code
    },
  }
}
