import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClauseState, ClauseView } from '../../api/types'
import styles from './Clause.module.css'
import { PolicyText, shownText } from './policyText'

const strokes: Record<ClauseState, string | undefined> = {
  OVERDUE: styles.overdue,
  AT_RISK: styles.atRisk,
  ON_TRACK: styles.onTrack,
  COMPLETED: styles.completed,
  COMPLETED_LATE: styles.completed,
  NOT_STARTED: styles.notStarted,
  INACTIVE: styles.notStarted,
  NOT_DECOMPOSED: undefined,
  UNCOVERED: styles.uncovered,
}

export interface ClauseProps {
  clause: ClauseView
  chosen: boolean
  /** the one clause the Tab key stops at */
  reachable: boolean
  onChoose: () => void
  /** Enter on the chosen clause */
  onOpen: () => void
}

/** A sentence of the plan as a button: its stroke tells the state, its name the number and the state in words. */
export function Clause({ clause, chosen, reachable, onChoose, onOpen }: ClauseProps) {
  const { t } = useTranslation(['plans', 'common'])
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    if (event.key === 'Enter' && chosen) onOpen()
    else onChoose()
  }
  const state = t(`common:light.${clause.state}`)
  const label =
    clause.number === 0 ? t('plan.headingName', { state }) : t('plan.clauseName', { number: clause.number, state })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <button> cannot break across lines as running text must
    <span
      role="button"
      tabIndex={reachable ? 0 : -1}
      className={`${styles.clause} ${strokes[clause.state] ?? ''} ${chosen ? styles.chosen : ''}`}
      // The name holds the words too: whoever listens hears the plan, not only its state.
      aria-label={`${label} ${shownText(clause.text)}`}
      aria-pressed={chosen}
      data-clause={clause.id}
      onClick={onChoose}
      onKeyDown={press}
    >
      <PolicyText>{clause.text}</PolicyText>
    </span>
  )
}
