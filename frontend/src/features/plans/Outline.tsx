import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MeasureView, PartView, PlanView } from '../../api/types'
import { Light } from '../../ui/Light'
import styles from './Outline.module.css'

export interface OutlineProps {
  plan: PlanView
  /** the measure in view */
  current: string | null
  onGo: (elementId: string) => void
}

/** The plan's headings with small lights; the part in view is unfolded. */
export function Outline({ plan, current, onGo }: OutlineProps) {
  const { t } = useTranslation('plans')
  const open = plan.parts.find((part) => measuresIn(part).some((measure) => measure.id === current)) ?? plan.parts[0]
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (current) box.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const { covered, not_decomposed, total, headings_covered, headings_total } = plan.coverage
  return (
    <nav ref={box} className={styles.outline} aria-label={t('plan.outline')}>
      {plan.parts.map((part) => (
        <div key={part.id}>
          <button type="button" className={styles.part} onClick={() => onGo(goal(part))}>
            <span>
              {part.printed}
              {part.title}
            </span>
            <Reds part={part} />
          </button>
          {part === open &&
            part.sections.map((section) => (
              <div key={section.id}>
                {section.title && (
                  <p className={styles.section}>
                    {section.printed}
                    {section.title}
                  </p>
                )}
                {section.measures.map((measure) => (
                  <button
                    key={measure.id}
                    type="button"
                    className={`${styles.measure} ${measure.id === current ? styles.current : ''}`}
                    aria-current={measure.id === current ? 'true' : undefined}
                    title={measure.title}
                    onClick={() => onGo(`measure-${measure.id}`)}
                  >
                    <span>
                      {measure.number} {measure.short_title}
                    </span>
                    <Light code={measure.light} size={9} word={false} />
                  </button>
                ))}
              </div>
            ))}
        </div>
      ))}
      <div className={styles.coverage}>
        <p>
          <span>{t('coverage.title')}</span>
          <b>
            {covered + not_decomposed}/{total}
          </b>
        </p>
        <p className={styles.note}>{t('coverage.parts', { covered, not_decomposed })}</p>
        {headings_total > 0 && (
          <p className={styles.note}>{t('coverage.headings', { covered: headings_covered, total: headings_total })}</p>
        )}
        {covered + not_decomposed < total && (
          <p className={styles.note}>{t('coverage.open', { count: total - covered - not_decomposed })}</p>
        )}
      </div>
    </nav>
  )
}

function Reds({ part }: { part: PartView }) {
  const reds = measuresIn(part).reduce((sum, measure) => sum + measure.counts.OVERDUE, 0)
  if (reds === 0) return null
  return (
    <span className={styles.reds}>
      <Light code="OVERDUE" size={8} word={false} />
      {reds}
    </span>
  )
}

function measuresIn(part: PartView): MeasureView[] {
  return part.sections.flatMap((section) => section.measures)
}

function goal(part: PartView): string {
  return `part-${part.id}`
}
