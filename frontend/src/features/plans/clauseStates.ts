import type { ClauseState } from '../../api/types'
import { lightOrder } from '../../ui/Light'

/** In the order of lights, then what carries no light. */
export const clauseStates: readonly ClauseState[] = [...lightOrder, 'NOT_DECOMPOSED', 'UNCOVERED']
