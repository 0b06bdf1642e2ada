import { useTranslation } from 'react-i18next'
import type { Organisation } from '../../api/types'
import { DateText } from '../../ui/DateText'
import styles from './people.module.css'

/** The names of earlier days, each with its last day and why it ended. */
export function FormerNames({ names }: { names: Organisation['former_names'] }) {
  const { t } = useTranslation('people')
  return (
    <ul className={styles.former}>
      {names.map((each) => (
        <li key={each.valid_until}>
          {t('organisations.formerName', { name: each.name, short: each.short_name })}
          <div className={styles.until}>
            {t('organisations.until')} <DateText value={each.valid_until} as="full" /> · {each.reason}
          </div>
        </li>
      ))}
    </ul>
  )
}
