import { useTranslation } from 'react-i18next'
import type { Persona } from '../../api/types'
import { StateTag } from '../../ui/StateTag'
import styles from './Personas.module.css'

interface PersonasProps {
  personas: readonly Persona[]
  busy: boolean
  onEnter: (login: string) => void
}

/** The people of the demonstration: one click enters as one of them. */
export function Personas({ personas, busy, onEnter }: PersonasProps) {
  const { t } = useTranslation(['session', 'common'])
  return (
    <section>
      <h2 className={styles.title}>{t('login.choose')}</h2>
      <p className={styles.hint}>{t('login.chooseHint')}</p>
      <ul className={styles.cards}>
        {personas.map((persona) => (
          <li key={persona.login}>
            <button type="button" className={styles.card} disabled={busy} onClick={() => onEnter(persona.login)}>
              <span className={styles.head}>
                <b>{persona.name}</b>
                <StateTag>{persona.post || persona.roles.map((role) => t(`common:role.${role}`)).join('、')}</StateTag>
              </span>
              <span className={styles.line}>
                {persona.organisation}
                {persona.waiting > 0 && `　${t('login.waiting', { count: persona.waiting })}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
