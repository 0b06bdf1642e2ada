// A light is shape + colour + word. Its colours are used for nothing else, and nothing else draws it.
import { useTranslation } from 'react-i18next'
import type { ClauseState } from '../api/types'
import styles from './Light.module.css'

interface Look {
  shape: keyof typeof shapes
  className: string | undefined
}

const shapes = {
  square: <path d="M1 1h10v10H1z" fill="currentColor" />,
  triangle: <path d="M6 .6 11.8 11.2H.2Z" fill="currentColor" />,
  disc: <circle cx="6" cy="6" r="5.2" fill="currentColor" />,
  check: <path d="M1.2 6.6 4.7 10 10.9 2.2" fill="none" stroke="currentColor" strokeWidth="2.2" />,
  checkBar: (
    <>
      <path d="M1.2 5 4.7 8.2 10.9 1" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M1 11.2H11" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  ring: <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  ringBar: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M3.4 6H8.6" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  dash: <path d="M2 6H10" stroke="currentColor" strokeWidth="1.6" />,
  dashedRing: (
    <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.4 1.72" />
  ),
}

const looks: Record<ClauseState, Look> = {
  OVERDUE: { shape: 'square', className: styles.overdue },
  AT_RISK: { shape: 'triangle', className: styles.atRisk },
  ON_TRACK: { shape: 'disc', className: styles.onTrack },
  COMPLETED: { shape: 'check', className: styles.completed },
  COMPLETED_LATE: { shape: 'checkBar', className: styles.completed },
  NOT_STARTED: { shape: 'ring', className: styles.notStarted },
  INACTIVE: { shape: 'ringBar', className: styles.notStarted },
  NOT_DECOMPOSED: { shape: 'dash', className: styles.notStarted },
  UNCOVERED: { shape: 'dashedRing', className: styles.notStarted },
}

/** The order of lights everywhere: screen, export and print. */
export const lightOrder = [
  'OVERDUE',
  'AT_RISK',
  'ON_TRACK',
  'COMPLETED',
  'COMPLETED_LATE',
  'NOT_STARTED',
  'INACTIVE',
] as const satisfies readonly ClauseState[]

export interface LightProps {
  code: ClauseState
  /** 9 in lists and margins, 12 with a word, 16 in tiles; 8 only in the mini distribution */
  size?: 8 | 9 | 12 | 16
  /** days late, said after the word */
  days?: number | null
  /** false draws the shape alone; the word stays as its accessible name */
  word?: boolean
}

export function Light({ code, size = 12, days, word = true }: LightProps) {
  const { t } = useTranslation()
  const name = days ? `${t(`light.${code}`)} ${t('light.days', { days })}` : t(`light.${code}`)
  const { shape, className } = looks[code]
  const drawing = (
    <svg className={styles.shape} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[shape]}
    </svg>
  )
  if (!word) {
    return (
      <span className={`${styles.alone} ${className}`} role="img" aria-label={name}>
        {drawing}
      </span>
    )
  }
  return (
    <span className={`${styles.light} ${className}`}>
      {drawing}
      <span className={styles.word}>{name}</span>
    </span>
  )
}
