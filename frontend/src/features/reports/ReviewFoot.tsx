import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AllowedAction } from '../../api/types'
import { Note } from '../../ui/Note'
import { useProblemWords } from '../../ui/problemWords'
import styles from './Review.module.css'
import type { Verb } from './useHeldDecision'

interface ReviewFootProps {
  actions: readonly AllowedAction[]
  forward: 'pass' | 'approve'
  back: 'return' | 'request_call'
  can: (verb: Verb) => boolean
  missing: string | null
  place: { at: number; count: number }
  onForward: () => void
  onBack: () => void
  onNext: () => void
}

/** The two verbs with their keys, what is missing, and which steps are refused and why. */
export function ReviewFoot(props: ReviewFootProps) {
  const { actions, forward, back, can, missing, place, onForward, onBack, onNext } = props
  const { t } = useTranslation(['reports', 'review'])
  const words = useProblemWords()
  // Where a call stands in place of the return, the rule behind it is told once, by the button.
  const refusals = actions.filter(
    ({ action, allowed }) => !allowed && !(back === 'request_call' && action === 'return'),
  )
  const reasons = new Map(refusals.flatMap(({ refused }) => (refused ? [[refused.code, refused]] : [])))
  return (
    <footer className={styles.foot}>
      {missing && (
        <Note tone="fault" live>
          {missing}
        </Note>
      )}
      {[...reasons.values()].map((refused) => (
        <p key={refused.code} className={styles.note}>
          {words.ofRefusal(refused)}
        </p>
      ))}
      <div className={styles.buttons}>
        <Button type="primary" disabled={!can(forward)} onClick={onForward}>
          {t(`verb.${forward}`)} <kbd>A</kbd>
        </Button>
        <Button disabled={!can(back)} onClick={onBack}>
          {back === 'return' ? t('verb.return') : t('review:phone.verb')} <kbd>R</kbd>
        </Button>
        <Button type="text" onClick={onNext}>
          {t('review.skip')} <kbd>J</kbd>
        </Button>
        <span className={styles.hint}>
          {t('review.number', place)}　<kbd>1</kbd>–<kbd>5</kbd> {t('review:reasonKey')}　<kbd>E</kbd>{' '}
          {t('review:previewKey')}　<kbd>X</kbd> {t('review:selectKey')}　<kbd>Z</kbd> {t('review.undoKey')}
        </span>
      </div>
    </footer>
  )
}
