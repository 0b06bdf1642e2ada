// Who receives what a person leaves behind: one person a duty, who can do it and wrote none of it.
import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DutyReceiver, Leaving, OpenDuty } from '../../api/types'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import styles from './people.module.css'
import { leavingQuery } from './queries'

/** The fields of the receivers, by duty. */
export type ReceiverFields = Partial<Record<OpenDuty['duty'], string>>

export function inOrder(fields: ReceiverFields | undefined): DutyReceiver[] {
  return Object.entries(fields ?? {}).flatMap(([duty, account_id]) =>
    account_id ? [{ duty: duty as OpenDuty['duty'], account_id }] : [],
  )
}

/** The open work of a person inside a form; the chosen receivers are its field `receivers`. */
export function Receivers({ id, leaving }: { id: string; leaving: Leaving }) {
  const { t } = useTranslation('people')
  const { data, error, refetch } = useQuery(leavingQuery(id, leaving))
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={2} />
  if (data.duties.length === 0) return <p>{t('leaving.none')}</p>
  return (
    <>
      <p>{t('leaving.lead')}</p>
      {data.duties.map((each) => (
        <DutyField key={each.duty} open={each} />
      ))}
    </>
  )
}

function DutyField({ open: { duty, items, receivers } }: { open: OpenDuty }) {
  const { t } = useTranslation('people')
  const name = t(`leaving.duty.${duty}`)
  const [first, second] = receivers
  return (
    <>
      <Form.Item
        name={['receivers', duty]}
        label={t('leaving.open', { duty: name, count: items.length })}
        extra={<span className={styles.numbers}>{items.join('、')}</span>}
        initialValue={first && !second ? first.id : undefined}
        rules={[{ required: true, message: t('leaving.need') }]}
      >
        <Select
          aria-label={t('leaving.receiverOf', { duty: name })}
          placeholder={t('leaving.receiver')}
          disabled={!first}
          showSearch={{ optionFilterProp: 'label' }}
          options={receivers.map((each) => ({
            value: each.id,
            label: [each.name, each.post, each.organisation].filter(Boolean).join(' · '),
          }))}
        />
      </Form.Item>
      {!first && <Note>{t('leaving.nobody')}</Note>}
    </>
  )
}
