import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOffice } from '../../api/useOffice'

const CycleDialog = lazy(() => import('./CycleDialog'))

/** 开报告期, for the office. */
export function OpenCycle() {
  const { t } = useTranslation('reports')
  const [open, setOpen] = useState(false)
  if (!useOffice()) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('cycle.open')}</Button>
      {open && (
        <Suspense>
          <CycleDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
