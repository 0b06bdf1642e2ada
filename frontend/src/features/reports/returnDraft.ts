// The words of a return stay on this computer until the server has them.
import { type ReturnReason, returnReasons } from './returnReasons'

export interface ReturnDraft {
  reason_codes: ReturnReason[]
  comment: string
}

const key = (reportId: string) => `luoshi.return.${reportId}`

export function readReturn(reportId: string): ReturnDraft {
  const empty = { reason_codes: [], comment: '' }
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key(reportId)) ?? 'null')
    if (typeof stored !== 'object' || stored === null || !('comment' in stored)) return empty
    const codes: unknown = Reflect.get(stored, 'reason_codes')
    return {
      reason_codes: returnReasons.filter((each) => Array.isArray(codes) && codes.includes(each)),
      comment: String(stored.comment ?? ''),
    }
  } catch {
    return empty
  }
}

export function keepReturn(reportId: string, draft: ReturnDraft): void {
  localStorage.setItem(key(reportId), JSON.stringify(draft))
}

export function forgetReturn(reportId: string): void {
  localStorage.removeItem(key(reportId))
}
