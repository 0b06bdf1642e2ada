// How good, how sure, and does the light agree?
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resultsQuery } from '../../api/evaluation'
import type { MeasureResult, Results } from '../../api/types'
import { paths } from '../../paths'
import { Card } from '../../ui/Card'
import { EmptyState } from '../../ui/EmptyState'
import { Facts } from '../../ui/Facts'
import { Light } from '../../ui/Light'
import { LoadFault } from '../../ui/LoadFault'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { Skeleton } from '../../ui/Skeleton'
import { To } from '../../ui/To'
import { useMedia } from '../../ui/useMedia'
import styles from './Evaluation.module.css'
import { Spread } from './Spread'
import { announced } from './times'

export function ResultsPage() {
  const { t } = useTranslation(['evaluation', 'common'])
  const { id } = useParams({ from: '/shell/rounds/$id/results' })
  const { data, error, refetch } = useQuery(resultsQuery(id))
  if (!data) {
    return (
      <Page title={t('round.results')}>
        {error ? (
          <LoadFault
            error={error}
            onRetry={() => void refetch()}
            back={{ href: paths.rounds, label: t('common:nav.rounds') }}
          />
        ) : (
          <Skeleton rows={8} />
        )}
      </Page>
    )
  }
  const { measures } = data
  return (
    <Page
      title={t('result.title', { name: data.name })}
      crumbs={<To href={paths.round(id)}>{data.name}</To>}
      lead={t('result.lead', {
        frozen: data.frozen_at ? announced(data.frozen_at) : '',
        good: measures.filter(({ score }) => score !== null && score >= 80).length,
        apart: measures.filter(({ is_apart }) => is_apart).length,
      })}
    >
      {data.released_at === null && <Note>{t('result.draft')}</Note>}
      {data.is_part && <Note>{t('result.part')}</Note>}
      <div className={styles.columns}>
        <Card note={t('result.legend')} title={t('result.spread')}>
          {measures.length === 0 ? <EmptyState title={t('result.none')} /> : <Tables results={data} />}
        </Card>
        <div className={styles.stack}>
          <Summary results={data} />
          <Disagreements measures={measures} />
        </div>
      </div>
    </Page>
  )
}

/** In the order of the plan, in two columns where they fit. */
function Tables({ results: { measures } }: { results: Results }) {
  const wide = useMedia('(min-width: 1500px)') && measures.length > 8
  const half = wide ? Math.ceil(measures.length / 2) : measures.length
  const { id } = useParams({ from: '/shell/rounds/$id/results' })
  const { measure: chosen } = useSearch({ from: '/shell/rounds/$id/results' })
  const navigate = useNavigate()
  const shared = {
    chosen,
    onChoose: (measure: string) =>
      void navigate({
        href: `${paths.roundResults(id)}${measure === chosen ? '' : `?measure=${encodeURIComponent(measure)}`}`,
        replace: true,
      }),
  }
  return (
    <div className={wide ? styles.desk : undefined}>
      <ResultTable rows={measures.slice(0, half)} {...shared} />
      {wide && <ResultTable rows={measures.slice(half)} {...shared} />}
    </div>
  )
}

interface TableProps {
  rows: readonly MeasureResult[]
  chosen: string | undefined
  onChoose: (measure: string) => void
}

function ResultTable({ rows, chosen, onChoose }: TableProps) {
  const { t } = useTranslation('evaluation')
  return (
    <table className={styles.results}>
      <thead>
        <tr>
          <th scope="col">{t('result.measure')}</th>
          <th scope="col">{t('result.light')}</th>
          <th scope="col">{t('result.spread')}</th>
          <th scope="col" className={styles.number}>
            {t('result.score')}
          </th>
          <th scope="col">{t('result.grade')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const open = row.measure.id === chosen
          return [
            <tr key={row.measure.id}>
              <td>
                <button
                  type="button"
                  className={styles.choose}
                  aria-expanded={open}
                  onClick={() => onChoose(row.measure.id)}
                >
                  {row.measure.number} {row.measure.short_title}
                </button>
              </td>
              <td>{row.light && <Light code={row.light} size={9} word={false} />}</td>
              <td style={{ width: '40%' }}>
                <Spread
                  totals={row.totals}
                  score={row.score}
                  apart={row.is_apart}
                  name={t('result.dots', {
                    count: row.totals.length,
                    scores: row.totals.map((total) => total.toFixed(2)).join('、'),
                    score: row.score?.toFixed(2) ?? t('result.noScore'),
                  })}
                />
              </td>
              <td className={styles.number}>{row.score?.toFixed(2) ?? t('result.noScore')}</td>
              <td>{row.grade && t(`result.grades.${row.grade}`)}</td>
            </tr>,
            open && (
              <tr key={`${row.measure.id} criteria`}>
                <td colSpan={5}>
                  <Criteria measure={row} />
                </td>
              </tr>
            ),
          ]
        })}
      </tbody>
    </table>
  )
}

function Criteria({ measure }: { measure: MeasureResult }) {
  const { t, i18n } = useTranslation('evaluation')
  const comma = i18n.language === 'en' ? ', ' : '、'
  return (
    <ul className={styles.texts} aria-label={t('result.criteria')}>
      {measure.criteria.map((one) => (
        <li key={one.code} className={styles.row}>
          <span className={styles.grow}>{one.name}</span>
          <span>
            {t('result.scores')} {one.scores.join(comma)}
          </span>
          <b>{one.score?.toFixed(2) ?? t('score.notApplicable')}</b>
        </li>
      ))}
    </ul>
  )
}

function Summary({ results }: { results: Results }) {
  const { t } = useTranslation('evaluation')
  const { grades } = results
  return (
    <>
      <Card title={t('result.gradeTitle')}>
        <Facts
          facts={[
            { name: t('result.grades.EXCELLENT'), value: grades.excellent },
            { name: t('result.grades.GOOD'), value: grades.good },
            { name: t('result.grades.FAIR'), value: grades.fair },
            { name: t('result.grades.POOR'), value: grades.poor },
            grades.none > 0 && { name: t('result.noScore'), value: grades.none },
          ]}
        />
      </Card>
      <Card title={t('result.agreement')}>
        <Facts
          facts={[
            {
              name: t('result.percent'),
              value:
                results.agreement_percent === null
                  ? t('result.notDefined')
                  : `${results.agreement_percent.toFixed(1)}%`,
            },
            { name: t('result.alpha'), value: results.alpha?.toFixed(2) ?? t('result.notDefined') },
            results.release_hash !== null && {
              name: t('result.hash'),
              value: <code className={styles.hash}>{results.release_hash}</code>,
            },
          ]}
        />
      </Card>
    </>
  )
}

function Disagreements({ measures }: { measures: readonly MeasureResult[] }) {
  const { t } = useTranslation('evaluation')
  const apart = measures.filter(({ is_apart }) => is_apart)
  return (
    <Card title={t('result.apartTitle', { count: apart.length })}>
      {apart.length === 0 && t('result.apartNone')}
      <ul className={styles.list}>
        {apart.map(({ measure, criteria }) => (
          <li key={measure.id}>
            {measure.number} {measure.short_title}
            {criteria
              .filter((one) => one.is_apart)
              .map((one) => (
                <div key={one.code} className={styles.note}>
                  {t('result.apartLine', { criterion: one.name, low: one.scores[0], high: one.scores.at(-1) })}
                </div>
              ))}
          </li>
        ))}
      </ul>
    </Card>
  )
}
