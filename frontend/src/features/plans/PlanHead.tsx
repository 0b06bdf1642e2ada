import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, url } from '../../api/client'
import type { ClauseState, PlanSummary, PlanView } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Light } from '../../ui/Light'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { To } from '../../ui/To'
import { clauseStates } from './clauseStates'
import styles from './PlanHead.module.css'
import { clausesOf, plansQuery } from './queries'

/** Which plan, which sentences (the legend filters), and in which form. */
export function PlanHead({ plan }: { plan: PlanView }) {
  const { t } = useTranslation(['plans', 'common'])
  const search = useSearch({ from: '/shell/plan' })
  const navigate = useNavigate()
  const { data: plans } = useQuery(plansQuery)
  const [error, setError] = useState<unknown>(null)
  // The same text read in twice has the same title: then the file tells them apart.
  const nameOf = ({ short_title, source_file_name }: PlanSummary) =>
    (plans?.items.filter((each) => each.short_title === short_title).length ?? 0) > 1
      ? `${short_title} · ${source_file_name}`
      : short_title
  const counts = new Map<ClauseState, number>()
  for (const { clause } of clausesOf(plan)) counts.set(clause.state, (counts.get(clause.state) ?? 0) + 1)
  return (
    <div className={styles.head}>
      {plans && plans.items.length > 1 && (
        <Select
          size="small"
          aria-label={t('plan.which')}
          className={styles.which}
          value={plan.id}
          popupMatchSelectWidth={false}
          options={plans.items.map((each) => ({
            value: each.id,
            label: each.state === 'DRAFT' ? t('plan.draft', { title: nameOf(each) }) : nameOf(each),
          }))}
          onChange={(id) => void navigate({ href: withQuery(paths.plan, { plan: id }) })}
        />
      )}
      <nav className={styles.legend} aria-label={t('plan.legend')}>
        {clauseStates
          .filter((state) => counts.has(state))
          .map((state) => (
            <To
              key={state}
              className={search.state === state ? styles.on : undefined}
              aria-current={search.state === state ? 'true' : undefined}
              href={withQuery(paths.plan, { ...search, state: search.state === state ? undefined : state })}
            >
              <Light code={state} size={9} /> {counts.get(state)}
            </To>
          ))}
      </nav>
      <Segmented
        size="small"
        aria-label={t('plan.view')}
        value={search.view === 'sentences' || search.state ? 'sentences' : 'flow'}
        options={[
          { value: 'flow', label: t('plan.flow') },
          { value: 'sentences', label: t('plan.sentences') },
        ]}
        onChange={(view) =>
          void navigate({
            href: withQuery(paths.plan, { ...search, state: undefined, view: view === 'flow' ? undefined : view }),
            replace: true,
          })
        }
      />
      <Button size="small" onClick={() => void download(url`/api/v1/plans/${plan.id}/source`).catch(setError)}>
        {t('plan.source')}
      </Button>
      <ProblemAlert error={error} />
    </div>
  )
}
