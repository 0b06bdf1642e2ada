// What the office does with a batch that is still a draft: take in drafts of its scope, or take the batch back.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { holdTasks, takeBack } from '../../api/batches'
import type { Batch } from '../../api/types'
import { paths } from '../../paths'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Note } from '../../ui/Note'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { useToast } from '../../ui/Toast'

export function DraftsOutside({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const client = useQueryClient()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const count = batch.drafts_outside.length
  if (count === 0) return null
  const take = async () => {
    setBusy(true)
    setError(null)
    try {
      await holdTasks(batch, [...batch.tasks.map(({ id }) => id), ...batch.drafts_outside])
      toast(t('outside.done', { count }))
      await client.invalidateQueries()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Note>
      {t('outside.words', { count })}{' '}
      <Button size="small" loading={busy} onClick={take}>
        {t('outside.take')}
      </Button>
      <ProblemAlert error={error} />
    </Note>
  )
}

export function TakeBack({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button type="link" size="small" onClick={() => setAsking(true)}>
        {t('takeBack.action')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('takeBack.action')}
        action={t('takeBack.action')}
        onRun={async () => {
          await takeBack(batch)
          client.removeQueries({ queryKey: ['batches', batch.id] })
          toast(t('takeBack.done'))
          await navigate({ href: paths.batches })
          await client.invalidateQueries()
        }}
        onClose={() => setAsking(false)}
      >
        <p>{t('takeBack.hint')}</p>
      </ConfirmDialog>
    </>
  )
}
