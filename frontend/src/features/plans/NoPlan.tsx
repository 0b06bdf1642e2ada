import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOffice } from '../../api/useOffice'
import { paths } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'

/** Before the first plan is in force: the office imports one, everybody else waits for that. */
export function NoPlan() {
  const { t } = useTranslation('plans')
  const office = useOffice()
  const navigate = useNavigate()
  return (
    <EmptyState
      title={t('none.title')}
      actions={
        office && (
          <Button type="primary" onClick={() => void navigate({ href: paths.planImport })}>
            {t('none.import')}
          </Button>
        )
      }
    >
      {office ? t('none.office') : t('none.reader')}
    </EmptyState>
  )
}
