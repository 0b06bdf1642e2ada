import { useTranslation } from 'react-i18next'
import type { Batch, Unmet } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { To } from '../../ui/To'
import styles from './Batch.module.css'

/** Everything that stands against the next step, each a link to where it is mended. */
export function UnmetList({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const open = batch.unmet.filter((each) => each.code === 'clause_open')
  const rest = batch.unmet.filter((each) => each.code !== 'clause_open')
  const measureOf = (id: string) => batch.tasks.find((task) => task.id === id)?.measure
  const place = (unmet: Unmet): string | null => {
    if (!('task_id' in unmet)) return null
    const measure = measureOf(unmet.task_id)
    return withQuery(paths.decompose, {
      plan: batch.plan.id,
      measure: measure?.number ?? measure?.id,
      task: unmet.task_id,
    })
  }
  return (
    <>
      {open.length > 0 && (
        <details className={styles.open} open={open.length <= 12}>
          <summary>{t('unmet.clauses', { count: open.length, total: batch.clauses_total ?? 0 })}</summary>
          <ul className={styles.keys}>
            {open.map(
              (each) =>
                'clause' in each && (
                  <li key={each.clause.id}>
                    <To href={withQuery(paths.decompose, { plan: batch.plan.id, clause: each.clause.id })}>
                      {each.clause.key}
                    </To>
                  </li>
                ),
            )}
          </ul>
        </details>
      )}
      <ul className={styles.unmet}>
        {rest.map((each, at) => {
          const href = place(each)
          const words = t(`unmet.${each.code}`, factsOf(each))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew as a whole
            <li key={at}>{href ? <To href={href}>{words}</To> : words}</li>
          )
        })}
      </ul>
    </>
  )
}

function factsOf(unmet: Unmet): { label: string; sum: number; count: number; units: string } {
  return {
    label: 'label' in unmet ? unmet.label : '',
    sum: 'sum' in unmet ? unmet.sum : 0,
    count: 'count' in unmet ? unmet.count : 0,
    units: 'units' in unmet ? unmet.units.join('、') : '',
  }
}
