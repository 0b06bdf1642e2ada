import { useTranslation } from 'react-i18next'
import type { OrgRef, TaskView } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'
import { Quote } from '../../ui/Quote'
import { To } from '../../ui/To'
import styles from './TaskPage.module.css'

/** Where the task comes from, word for word, and who does what by when. */
export function TaskFacts({ task }: { task: TaskView }) {
  const { t } = useTranslation(['tasks', 'evidence'])
  const names = (orgs: readonly OrgRef[]) => orgs.map((org) => org.short_name || org.name).join(t('page.listSeparator'))
  return (
    <Card title={t('page.clauses')}>
      <div className={styles.quotes}>
        {task.clauses.map((clause) => {
          const measure = `${clause.measure_number ?? ''} ${clause.measure_title}`
          return (
            <Quote
              key={clause.id}
              source={
                <To href={withQuery(paths.plan, { clause: clause.key })}>
                  {clause.number === 0
                    ? t('page.clauseHead', { measure })
                    : t('page.clauseAt', { measure, number: clause.number })}
                </To>
              }
            >
              {clause.text}
            </Quote>
          )
        })}
      </div>
      <Facts
        facts={[
          { name: t('page.leadOrg'), value: task.lead.name },
          task.responsible.length > 0 && { name: t('page.responsible'), value: names(task.responsible) },
          task.supporting.length > 0 && { name: t('page.supporting'), value: names(task.supporting) },
          task.liaison !== null && { name: t('page.liaison'), value: task.liaison },
          { name: t('page.period'), value: `${task.start_on} — ${task.due_on}` },
          { name: t('page.baselineOf'), value: task.baseline_due_on },
          task.state === 'PENDING_SIGNOFF' &&
            task.sign_off_due_on !== null && {
              name: t('page.signOff'),
              value: <DateText value={task.sign_off_due_on} as="sentence" />,
            },
          { name: t('page.acceptance'), value: <span className={styles.text}>{task.acceptance_standard}</span> },
          { name: t('page.deliverable'), value: task.deliverable },
          {
            name: t('page.kinds'),
            value: task.deliverable_kinds.map((kind) => t(`evidence:kind.${kind}`)).join(t('page.listSeparator')),
          },
          { name: t('page.nature'), value: t(`nature.${task.nature}`) },
        ]}
      />
    </Card>
  )
}
