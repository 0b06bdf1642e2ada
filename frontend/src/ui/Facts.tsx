import { Fragment, type ReactNode } from 'react'
import styles from './Facts.module.css'

export interface Fact {
  name: string
  value: ReactNode
}

/** Facts of one thing as a definition list; a fact without a value is left out. */
export function Facts({ facts }: { facts: readonly (Fact | null | false)[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <Fragment key={fact.name}>
              <dt>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </Fragment>
          ),
      )}
    </dl>
  )
}
