import { useTranslation } from 'react-i18next'
import { paths } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'
import { To } from '../../ui/To'
import { useOffice } from './useOffice'

/** Before the first plan is in force: the office imports one, everybody else waits for that. */
export function NoPlan() {
  const { t } = useTranslation('plans')
  const office = useOffice()
  return (
    <EmptyState title={t('none.title')} actions={office && <To href={paths.planImport}>{t('none.import')}</To>}>
      {office ? t('none.office') : t('none.reader')}
    </EmptyState>
  )
}
