import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey, upload } from '../../api/client'
import { meQuery } from '../../api/session'
import type { PlanSummary } from '../../api/types'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { asCorrections, type Borders } from './borders'
import type { Draft } from './ImportPage'
import styles from './ImportPage.module.css'

interface SavePlanProps {
  draft: Draft
  borders: Borders
  onSaved: (plan: PlanSummary) => void
}

type Way = 'draft' | 'active'

/** Sends the same file once more with the corrected borders, and says how far it is. */
export function SavePlan({ draft, borders, onSaved }: SavePlanProps) {
  const { t } = useTranslation(['plans', 'common'])
  const client = useQueryClient()
  const [saving, setSaving] = useState<{ way: Way; percent: number } | null>(null)
  const [cancelled, setCancelled] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController | null>(null)
  const corrections = useMemo(() => JSON.stringify(asCorrections(borders)), [borders])
  // A second try of the same content has the same key, so that a lost answer does not store the plan twice.
  const keys = useMemo(() => ({ corrections, draft: newKey(), active: newKey() }), [corrections])

  const save = async (way: Way) => {
    const controller = new AbortController()
    running.current = controller
    setSaving({ way, percent: 0 })
    setCancelled(false)
    setError(null)
    const form = new FormData()
    if (borders.size > 0) form.append('borders', keys.corrections)
    if (way === 'active') form.append('activate', 'true')
    form.append('file', draft.file)
    try {
      const plan = await upload<PlanSummary>('/api/v1/plans', form, {
        key: keys[way],
        signal: controller.signal,
        onProgress: (sent, total) => setSaving({ way, percent: total ? Math.round((sent / total) * 100) : 0 }),
      })
      await Promise.all([client.invalidateQueries({ queryKey: ['plans'] }), client.invalidateQueries(meQuery)])
      onSaved(plan)
    } catch (thrown) {
      if (controller.signal.aborted) setCancelled(true)
      else setError(thrown)
    } finally {
      setSaving(null)
    }
  }

  return (
    <div className={styles.save}>
      {cancelled && <span role="status">{t('import.cancelled')}</span>}
      {saving && (
        <>
          <span role="status">{t('import.saving', { percent: saving.percent })}</span>
          <progress max={100} value={saving.percent} aria-hidden />
          <Button size="small" onClick={() => running.current?.abort()}>
            {t('common:do.cancel')}
          </Button>
        </>
      )}
      <Button disabled={saving !== null} onClick={() => void save('draft')}>
        {t('import.saveDraft')}
      </Button>
      <Button type="primary" disabled={saving !== null} onClick={() => void save('active')}>
        {t('import.saveActive')}
      </Button>
      <ProblemAlert error={error} />
    </div>
  )
}
