import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { assignmentsQuery } from '../../api/evaluation'
import type { Round } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import styles from './Evaluation.module.css'

/** What an evaluator finds of their own in a round: the declaration, then the score sheets. */
export function MySheets({ round, onDeclare }: { round: Round; onDeclare: () => void }) {
  const { t } = useTranslation('evaluation')
  const { data, error, refetch } = useQuery(assignmentsQuery(round.id))
  const declared = round.mine?.declared_at ?? null
  const sheets = data?.items.flatMap(({ measure, assignments }) =>
    assignments.flatMap((assigned) => (assigned.sheet ? [{ measure, assigned, sheet: assigned.sheet }] : [])),
  )
  return (
    <>
      <Card title={t('declare.title')}>
        <div className={styles.row}>
          <span>
            {declared ? (
              <>
                {t('declare.signedAt')} <DateText value={declared} as="full" time="minutes" />
              </>
            ) : (
              t('declare.notYet')
            )}
          </span>
          {round.may_declare && (
            <Button type={declared ? 'default' : 'primary'} onClick={onDeclare}>
              {t(declared ? 'declare.again' : 'declare.open')}
            </Button>
          )}
        </div>
      </Card>
      <Card title={t('round.sheets')}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {!sheets && !error && <Skeleton />}
        {sheets?.length === 0 && t('round.sheetsNone')}
        <ul className={styles.list}>
          {sheets?.map(({ measure, assigned, sheet }) => (
            <li key={sheet.id} className={styles.row}>
              <To href={paths.scoresheet(sheet.id)} className={styles.grow}>
                {measure.number} {measure.title}
              </To>
              <span className={styles.note}>
                {assigned.is_recused
                  ? t('round.sheetVoid')
                  : sheet.is_submitted
                    ? t('round.sheetDone')
                    : t('round.sheetOpen', { judged: sheet.judged })}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
