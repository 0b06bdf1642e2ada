import { Fragment, memo } from 'react'
import type { ClauseView, PartView, PlanView, SectionView } from '../../api/types'
import { type Choice, MeasureText } from './MeasureText'
import styles from './PlanText.module.css'
import { copyStored, PolicyText } from './policyText'
import { dutiesOf } from './queries'

export interface PlanTextProps extends Choice {
  plan: PlanView
  split: boolean
  /** only sentences of this state, in the split view */
  shown?: (clause: ClauseView) => boolean
}

/** The whole plan, word for word. */
export const PlanText = memo(function PlanText({ plan, shown, ...rest }: PlanTextProps) {
  return (
    <div className={styles.page} lang="zh-CN" onCopy={copyStored}>
      <h2 className={styles.title}>
        <PolicyText>{plan.title}</PolicyText>
      </h2>
      {!shown && <Paragraphs texts={plan.preamble} />}
      {plan.parts.map((part) => (
        <Part key={part.id} part={part} shown={shown} {...rest} />
      ))}
    </div>
  )
})

type Rest = Omit<PlanTextProps, 'plan'>

function Part({ part, shown, ...rest }: Rest & { part: PartView }) {
  const sections = shown ? part.sections.filter((section) => hasAny(section, shown)) : part.sections
  if (shown && sections.length === 0) return null
  return (
    <section>
      <h2 id={`part-${part.id}`} className={styles.part}>
        <PolicyText>{part.printed + part.title}</PolicyText>
      </h2>
      {!shown && <Paragraphs texts={part.intro} />}
      {sections.map((section) => (
        <Fragment key={section.id}>
          {section.title && (
            <h3 className={styles.section}>
              <PolicyText>{(section.printed ?? '') + section.title}</PolicyText>
            </h3>
          )}
          {!shown && <Paragraphs texts={section.intro} />}
          {section.measures
            .filter((measure) => !shown || dutiesOf(measure).some(shown))
            .map((measure) => (
              <MeasureText key={measure.id} measure={measure} shown={shown ?? everything} {...rest} />
            ))}
        </Fragment>
      ))}
    </section>
  )
}

const everything = () => true

function hasAny(section: SectionView, shown: (clause: ClauseView) => boolean): boolean {
  return section.measures.some((measure) => dutiesOf(measure).some(shown))
}

function Paragraphs({ texts }: { texts: readonly string[] }) {
  return texts.map((text) => (
    <p key={text}>
      <PolicyText>{text}</PolicyText>
    </p>
  ))
}
