import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { annualItemQuery } from '../../api/annual'
import type { AnnualItemView } from '../../api/types'
import { paths } from '../../paths'
import { DateText } from '../../ui/DateText'
import { Facts } from '../../ui/Facts'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import styles from './Annual.module.css'
import { ItemActions } from './ItemActions'
import { TargetForm } from './TargetForm'

interface ItemDrawerProps {
  id: string
  onClose: () => void
  /** leads to the next draft, where there is one */
  onNext: (() => void) | undefined
}

/** One annual item: its target, the milestones of its year, what happened, and what may be done. */
export function ItemDrawer({ id, onClose, onNext }: ItemDrawerProps) {
  const { t } = useTranslation('annual')
  const { data, error, refetch } = useQuery(annualItemQuery(id))
  return (
    <Drawer open size={520} title={data ? `${data.task.code} ${data.task.title}` : t('item.title')} onClose={onClose}>
      {!data && !error && <Skeleton rows={6} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data && <Detail key={data.id} item={data} onNext={onNext} />}
    </Drawer>
  )
}

function Detail({ item, onNext }: { item: AnnualItemView; onNext: (() => void) | undefined }) {
  const { t } = useTranslation('annual')
  return (
    <>
      {item.editable ? <TargetForm item={item} onNext={onNext} /> : <p className={styles.words}>{item.target}</p>}
      <Facts
        facts={[
          { name: t('column.state'), value: <StateTag>{t(`state.${item.state}`)}</StateTag> },
          !item.editable && { name: t('item.due'), value: <DateText value={item.due_on} as="full" /> },
          item.rolled_over_on !== null && {
            name: t('item.rolled'),
            value: t('item.rolledText', { year: item.year, day: item.rolled_over_on }),
          },
          item.conclusion !== null && { name: t('item.conclusion'), value: t(`conclusion.${item.conclusion}`) },
          item.closure_summary !== null && {
            name: t('item.summary'),
            value: <span className={styles.words}>{item.closure_summary}</span>,
          },
          item.ended_on !== null && { name: t('item.ended'), value: <DateText value={item.ended_on} as="full" /> },
          {
            name: t('item.task'),
            value: (
              <To href={paths.task(item.task.id)}>
                {item.task.code} {item.task.title}
              </To>
            ),
          },
          { name: t('item.measure'), value: `${item.task.measure.number ?? ''} ${item.task.measure.short_title}` },
          { name: t('column.lead'), value: item.task.lead.name },
          { name: t('item.standard'), value: item.acceptance_standard },
        ]}
      />
      <ItemActions item={item} />
      <h2 className={styles.section}>{t('item.milestones')}</h2>
      <ul className={styles.list}>
        {item.milestones.length === 0 && <li className={styles.note}>{t('item.noMilestones')}</li>}
        {item.milestones.map((milestone) => (
          <li key={milestone.id}>
            <DateText value={milestone.due_on} as="full" /> {milestone.title}{' '}
            {milestone.accepted && <span className={styles.note}>{t('item.accepted')}</span>}
          </li>
        ))}
      </ul>
      <History item={item} />
    </>
  )
}

const steps = ['issue', 'apply_closure', 'accept_closure', 'reject_closure', 'cancel'] as const

function History({ item }: { item: AnnualItemView }) {
  const { t } = useTranslation('annual')
  if (item.history.length === 0) return null
  return (
    <>
      <h2 className={styles.section}>{t('item.history')}</h2>
      <ol className={styles.list}>
        {item.history.map((step) => {
          const known = steps.find((each) => each === step.action)
          return (
            <li key={step.id}>
              <b>{known ? t(`verb.${known}`) : step.action}</b> {step.actor.name}{' '}
              <span className={styles.note}>
                {step.actor.organisation} <DateText value={step.at} as="full" time="minutes" />
              </span>
              {step.comment && <div className={styles.words}>{step.comment}</div>}
            </li>
          )
        })}
      </ol>
    </>
  )
}
