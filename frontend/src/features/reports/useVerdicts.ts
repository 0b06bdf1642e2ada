// The verdicts on the claims of one report while they are being made; kept on this computer until they are sent.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Claim, ReportTransition } from '../../api/types'

type Wire = NonNullable<ReportTransition['verdicts']>
export type VerdictDraft = Omit<Wire[number], 'milestone_id'>

// Undo and 上一件 come back to a report: what was judged there is still judged.
const kept = new Map<string, ReadonlyMap<string, VerdictDraft>>()

export function useVerdicts(reportId: string, claims: readonly Claim[]) {
  const { t } = useTranslation('reports')
  const [drafts, setDrafts] = useState<ReadonlyMap<string, VerdictDraft>>(() => kept.get(reportId) ?? new Map())
  const set = (milestoneId: string, draft: VerdictDraft) => {
    const next = new Map(drafts).set(milestoneId, draft)
    kept.set(reportId, next)
    setDrafts(next)
  }
  return {
    of: (milestoneId: string) => drafts.get(milestoneId),
    set,
    /** Y and N judge the first claim without a verdict; with all judged, the last one anew. */
    judgeNext: (verdict: VerdictDraft['verdict']) => {
      const open = claims.find(({ milestone }) => !drafts.has(milestone.id)) ?? claims.at(-1)
      if (open) set(open.milestone.id, { verdict, reason: drafts.get(open.milestone.id)?.reason ?? null })
    },
    /** what still has to be said before the report can be approved */
    lacking: (): string | null => {
      for (const { milestone } of claims) {
        const draft = drafts.get(milestone.id)
        const { title } = milestone
        if (!draft) return t('review.judgeFirst', { title })
        if (draft.verdict === 'REJECTED' && !draft.reason?.trim()) return t('review.reasonFirst', { title })
      }
      return null
    },
    wire: (): Wire =>
      claims.flatMap(({ milestone }) => {
        const draft = drafts.get(milestone.id)
        if (!draft) return []
        const reason = draft.verdict === 'REJECTED' ? (draft.reason?.trim() ?? null) : null
        return [{ milestone_id: milestone.id, verdict: draft.verdict, reason }]
      }),
  }
}
