import type { RoundSummary } from '../../api/types'

export const kinds = ['ANNUAL', 'MID_TERM', 'FINAL'] as const satisfies readonly RoundSummary['kind'][]

/** The scores that a text stands for. */
export const anchors = [0, 60, 80, 90, 100] as const
