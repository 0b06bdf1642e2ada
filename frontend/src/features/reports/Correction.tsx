import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { DateText } from '../../ui/DateText'
import { Note } from '../../ui/Note'
import { StateTag } from '../../ui/StateTag'
import { To } from '../../ui/To'
import styles from './Report.module.css'

/** What was asked about this report and what the office answered; on top while there is no answer. */
export function CorrectionNote({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  const { correction } = report
  if (!correction) return null
  const { asked_by, decided_by } = correction
  return (
    <Note title={`${t('correction.title')}　${t(`correction.state.${correction.state}`)}`}>
      <div className={styles.words}>
        {t('correction.reason')}：{correction.reason}
      </div>
      <span className={styles.note}>
        {asked_by.name} {asked_by.organisation} <DateText value={correction.asked_at} as="full" time="minutes" />
      </span>
      {decided_by && (
        <>
          {correction.answer && (
            <div className={styles.words}>
              {t('correction.answer')}：{correction.answer}
            </div>
          )}
          <div className={styles.note}>
            {decided_by.name} {decided_by.organisation}{' '}
            <DateText value={correction.decided_at} as="full" time="minutes" />
          </div>
        </>
      )}
    </Note>
  )
}

/** Says on an old version that there is a later one, and on a correction what it corrects. */
export function VersionNote({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  const [latest] = report.revisions
  const before = report.revisions.find(({ revision }) => revision < report.revision)
  if (latest && latest.revision > report.revision) {
    return (
      <Note title={t('correction.superseded')}>
        <To href={paths.report(latest.id)}>{t('correction.open', { count: latest.revision })}</To>
      </Note>
    )
  }
  if (!before) return null
  return (
    <Note title={t('correction.corrects')}>
      <To href={paths.report(before.id)}>{t('correction.open', { count: before.revision })}</To>
    </Note>
  )
}

/** All versions with their states, where there is more than one. */
export function Versions({ report }: { report: ReportView }) {
  const { t } = useTranslation('reports')
  if (report.revisions.length < 2) return null
  return (
    <Card title={t('correction.versions')} note={t('correction.versionsNote')}>
      <ul>
        {report.revisions.map(({ id, revision, state, at }) => {
          const name = t('correction.version', { count: revision })
          return (
            <li key={id}>
              {id === report.id ? `${name}（${t('correction.this')}）` : <To href={paths.report(id)}>{name}</To>}{' '}
              <StateTag>{t(`state.${state}`)}</StateTag>{' '}
              <span className={styles.note}>
                <DateText value={at} as="full" time="minutes" />
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
