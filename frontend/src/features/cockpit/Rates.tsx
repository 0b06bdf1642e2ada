import { useTranslation } from 'react-i18next'
import type { Rate } from '../../api/types'
import { To } from '../../ui/To'
import styles from './CockpitPage.module.css'
import { listPath } from './cockpit'

/** The rates with what they are made of; printed as the server rounds them. */
export function Rates({ rates }: { rates: readonly Rate[] }) {
  const { t } = useTranslation('cockpit')
  return (
    <dl className={styles.rates}>
      {rates.map((rate) => {
        const of = `${rate.ratio.numerator}/${rate.ratio.denominator}`
        return (
          <div key={rate.code}>
            <dt title={t(`rateMeaning.${rate.code}`)}>{t(`rate.${rate.code}`)}</dt>
            <dd>
              <b>{rate.percent}</b>
              {rate.href ? <To href={listPath(rate.href)}>{of}</To> : <span>{of}</span>}
              {rate.cycle_name && <span>{rate.cycle_name}</span>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
