// The paper by the conventions of official documents; on screen a sheet, in print the page itself.
import { useTranslation } from 'react-i18next'
import type { Bulletin, Paper, PaperTable } from '../../api/types'
import styles from './Paper.module.css'

/** The document is Chinese in either language of the interface. */
export function PaperView({ paper, bulletin }: { paper: Paper; bulletin: Bulletin }) {
  const { t } = useTranslation('bulletins')
  return (
    <article className={styles.paper} lang="zh-CN" aria-label={t('paper')}>
      <p className={styles.header}>系统生成，供参考</p>
      <h2 className={styles.title}>{paper.title}</h2>
      <p className={styles.number}>
        {bulletin.number ?? '（未印发）'}
        {bulletin.is_sample && '　示例数据'}
      </p>
      {paper.opening.map((text, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences of a fixed document
        <p key={place} className={styles.text}>
          {text}
        </p>
      ))}
      {paper.sections.map((section) => (
        <section key={section.heading}>
          <h3 className={styles.heading}>{section.heading}</h3>
          {section.paragraphs.map((text, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sentences of a fixed document
            <p key={place} className={styles.text}>
              {text}
            </p>
          ))}
          {section.table && <Grid table={section.table} name={section.heading} />}
        </section>
      ))}
      {bulletin.issued_on && <p className={styles.date}>{officialDay(bulletin.issued_on)}</p>}
      <p className={styles.source}>
        依据{officialDay(bulletin.snapshot.day)}冻结快照生成，SHA-256：{bulletin.snapshot.sha256}
      </p>
    </article>
  )
}

function Grid({ table, name }: { table: PaperTable; name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone the table scrolls, and the keyboard must reach it
    <section className={styles.scroll} tabIndex={0} aria-label={name}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a fixed document
            <tr key={place}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed document
                <td key={column} className={cell.length <= 8 ? styles.short : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** 2026年6月30日: without leading noughts, as official documents write it. */
function officialDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
