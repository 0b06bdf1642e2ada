// How it came to this: red and yellow tasks over twelve months, by organisation as shades and by part as curves.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Trend as Data } from '../../api/types'
import { Card } from '../../ui/Card'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { Curves } from './Curves'
import { HeatMap } from './HeatMap'
import { trendQuery } from './queries'
import styles from './Trend.module.css'
import { TrendTable } from './TrendTable'
import { headline } from './trend'

export function Trend({ plan }: { plan: string }) {
  const { t } = useTranslation('cockpit')
  const { data, error, refetch } = useQuery(trendQuery(plan))
  return (
    <div className={styles.cards}>
      <Card title={t('trend.leads')} note={t('trend.leadsNote')} flush>
        {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton rows={8} />}
        {data && <HeatMap trend={data} />}
      </Card>
      {data && <Parts trend={data} />}
    </div>
  )
}

type Form = 'chart' | 'table'

function Parts({ trend }: { trend: Data }) {
  const { t } = useTranslation('cockpit')
  const search = useSearch({ from: '/shell/cockpit' })
  const navigate = useNavigate({ from: '/cockpit' })
  const form: Form = search.trend === 'table' ? 'table' : 'chart'
  return (
    <Card
      title={useSentence(trend)}
      note={t('trend.partsNote')}
      extra={
        <Segmented<Form>
          size="small"
          aria-label={t('trend.form')}
          value={form}
          onChange={(value) =>
            void navigate({ search: { trend: value === 'table' ? value : undefined }, replace: true })
          }
          options={[
            { value: 'chart', label: t('trend.chart') },
            { value: 'table', label: t('trend.table') },
          ]}
        />
      }
      flush={form === 'table'}
    >
      {form === 'chart' ? <Curves trend={trend} /> : <TrendTable trend={trend} />}
    </Card>
  )
}

/** 第五部分滞后最多，第七部分首次出现滞后; a noun only where there is nothing to say. */
function useSentence({ parts }: Data): string {
  const { t, i18n } = useTranslation('cockpit')
  const { most, first } = headline(parts)
  const name = ({ printed, title, number }: Data['parts'][number]['of']) =>
    number === null
      ? `${printed}${title}`
      : t('trend.part', { part: i18n.language === 'en' ? number : printed.replace('、', '') })
  const words = [
    ...(most ? [t('trend.most', { name: name(most) })] : []),
    ...(first.length > 0 ? [t('trend.first', { names: first.map(name).join(t('trend.and')) })] : []),
  ]
  return words.length > 0 ? words.join(t('comma')) : t('trend.parts')
}
