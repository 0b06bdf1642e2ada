// Draws the actions the server allows, and lists the refused ones with their reason in the open. It knows no rule.
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AllowedAction } from '../api/types'
import styles from './ActionBar.module.css'
import { ProblemAlert } from './ProblemAlert'
import { useProblemWords } from './problemWords'
import { ReasonDialog } from './ReasonDialog'

export interface ActionBarProps<Action extends string> {
  actions: readonly AllowedAction[]
  /** the verb of each action; an action without a verb is not drawn (a page may have its own form for it) */
  verbs: Readonly<Record<Action, string>>
  /** may throw: the refusal is shown, and a typed reason stays */
  onRun: (action: Action, comment?: string) => Promise<unknown>
  /** `panel` has headings and full-width buttons; `row` fits a page head */
  layout?: 'panel' | 'row'
  /** false where the page's one primary button is elsewhere */
  primary?: boolean
}

export function ActionBar<Action extends string>({
  actions,
  verbs,
  onRun,
  layout = 'panel',
  primary = true,
}: ActionBarProps<Action>) {
  const { t } = useTranslation()
  const words = useProblemWords()
  const [running, setRunning] = useState<Action | null>(null)
  const [asking, setAsking] = useState<Action | null>(null)
  const [error, setError] = useState<unknown>(null)
  const hasVerb = (action: string): action is Action => Object.hasOwn(verbs, action)
  const known = actions.flatMap((each) => (hasVerb(each.action) ? [{ ...each, action: each.action }] : []))
  const allowed = known.filter((each) => each.allowed)
  const refused = known.filter((each) => !each.allowed && each.refused)

  const run = async (action: Action) => {
    if (running) return
    setRunning(action)
    setError(null)
    try {
      await onRun(action)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setRunning(null)
    }
  }

  return (
    <div className={styles[layout]}>
      {layout === 'panel' && <h2>{t('actions.can')}</h2>}
      {layout === 'panel' && allowed.length === 0 && <p className={styles.none}>{t('actions.nothing')}</p>}
      <div className={styles.buttons}>
        {allowed.map(({ action, needs_comment }, at) => (
          <Button
            key={action}
            type={primary && at === 0 ? 'primary' : 'default'}
            loading={running === action}
            disabled={running !== null && running !== action}
            onClick={() => (needs_comment ? setAsking(action) : run(action))}
          >
            {verbs[action]}
          </Button>
        ))}
      </div>
      <ProblemAlert error={error} />
      {refused.length > 0 && (
        <div className={styles.refused}>
          {layout === 'panel' && <h2>{t('actions.cannot')}</h2>}
          <dl>
            {refused.map(({ action, refused: why }) => (
              <div key={action}>
                <dt>{verbs[action]}</dt>
                <dd>{why && words.ofRefusal(why)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {asking !== null && (
        <ReasonDialog
          open
          title={t('actions.reasonFor', { action: verbs[asking] })}
          action={verbs[asking]}
          onRun={async (reason) => {
            await onRun(asking, reason)
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}
