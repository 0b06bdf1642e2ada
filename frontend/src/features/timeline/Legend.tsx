import { useTranslation } from 'react-i18next'
import styles from './Chart.module.css'
import drawing from './Drawing.module.css'

const diamond = <path d="M7 1.5 12.5 7 7 12.5 1.5 7z" />
const disc = <circle cx="7" cy="7" r="4" />

const signs = [
  { key: 'columns', className: drawing.column, shape: <path d="M2 3h10v9H2z" /> },
  { key: 'keyDone', className: drawing.markDone, shape: diamond },
  { key: 'done', className: drawing.markDone, shape: disc },
  {
    key: 'waiting',
    className: drawing.mark,
    shape: (
      <>
        {disc}
        <circle className={drawing.dot} cx="7" cy="7" r="1.5" />
      </>
    ),
  },
  { key: 'ahead', className: drawing.mark, shape: disc },
  { key: 'overdue', className: drawing.overdue, shape: <path d="M1 7h12" /> },
  { key: 'baseline', className: drawing.baseline, shape: <path d="M7 1v12" /> },
] as const

export function Legend() {
  const { t } = useTranslation('timeline')
  return (
    <ul className={styles.legend} aria-label={t('legend.label')}>
      {signs.map(({ key, className, shape }) => (
        <li key={key}>
          <svg width="14" height="14" aria-hidden>
            <g className={className}>{shape}</g>
          </svg>
          {t(`legend.${key}`)}
        </li>
      ))}
    </ul>
  )
}
