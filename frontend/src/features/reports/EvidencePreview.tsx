import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewContentQuery, previewQuery } from '../../api/evidence'
import type { Evidence, Preview } from '../../api/types'
import { moment } from '../../ui/dates'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { Skeleton } from '../../ui/Skeleton'
import styles from './Preview.module.css'

/** What is in a file, in the page: pictures, PDF in the browser's viewer, words of docx, cells of xlsx. */
export function EvidencePreview({ item }: { item: Evidence }) {
  const { t } = useTranslation('review')
  const { data: preview, error, refetch } = useQuery(previewQuery(item.id))
  const name = item.title || item.file_name
  return (
    <section className={styles.preview} aria-label={t('previewOf', { name })}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!preview && !error && <Skeleton rows={6} />}
      {preview?.gap && <Note>{t(`gap.${preview.gap}`)}</Note>}
      {preview && (
        <div className={styles.sheet}>
          <Shown item={item} name={name} preview={preview} />
          {preview.watermark && <Watermark {...preview.watermark} />}
        </div>
      )}
      {preview?.cut && <p className={styles.cut}>{t('cut')}</p>}
    </section>
  )
}

function Shown({ item, name, preview }: { item: Evidence; name: string; preview: Preview }) {
  const { t } = useTranslation('review')
  if (preview.kind === 'IMAGE' || preview.kind === 'PDF')
    return <Content item={item} name={name} pdf={preview.kind === 'PDF'} />
  if (preview.kind === 'TEXT') return <p className={styles.text}>{preview.text}</p>
  return preview.sheets.map((sheet) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section key={sheet.name} className={styles.table} tabIndex={0} aria-label={t('sheet', { name: sheet.name })}>
      <table>
        <caption>{t('sheet', { name: sheet.name })}</caption>
        <tbody>
          {sheet.rows.map((cells, at) => {
            const row = at
            return (
              <tr key={row}>
                {cells.map((cell, index) => {
                  const column = index
                  return <td key={column}>{cell}</td>
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  ))
}

/** Bytes fetched with the session and shown from memory under the type the server knows, never under one of the sender's. */
function Content({ item, name, pdf }: { item: Evidence; name: string; pdf: boolean }) {
  const { data, error, refetch } = useQuery(previewContentQuery(item.id))
  const href = useObjectUrl(data, item.media_type)
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  if (!href) return <Skeleton rows={6} />
  return pdf ? (
    <iframe className={styles.pdf} src={href} title={name} />
  ) : (
    <img className={styles.image} src={href} alt={name} />
  )
}

function useObjectUrl(data: Blob | undefined, type: string): string | null {
  const [href, setHref] = useState<string | null>(null)
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(new Blob([data], { type }))
    setHref(made)
    return () => {
      setHref(null)
      URL.revokeObjectURL(made)
    }
  }, [data, type])
  return href
}

/** Who looked when, many times across the sheet; it takes no click away from what is below. */
function Watermark({ name, organisation, at }: NonNullable<Preview['watermark']>) {
  const { t } = useTranslation('review')
  const { day, time } = moment(at)
  const words = t('watermark', { name, organisation, at: `${day} ${time?.slice(0, 5) ?? ''}` })
  return (
    <div className={styles.mark} data-watermark={words} aria-hidden>
      {Array.from({ length: 24 }, (_, at) => {
        const key = at
        return <span key={key}>{words}</span>
      })}
    </div>
  )
}
