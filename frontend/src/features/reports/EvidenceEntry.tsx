import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send, url } from '../../api/client'
import { downloadEvidence } from '../../api/evidence'
import { reportQuery } from '../../api/reports'
import type { Evidence } from '../../api/types'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { useToast } from '../../ui/Toast'
import { EvidenceForm } from './EvidenceForm'

/** A piece of evidence in the draft: its facts can be completed in place, and it can be made void. */
export function EvidenceEntry({ item }: { item: Evidence }) {
  const { t } = useTranslation('evidence')
  const client = useQueryClient()
  const toast = useToast()
  const [editing, setEditing] = useState(false)
  const [voiding, setVoiding] = useState(false)
  const name = item.title || item.file_name
  const refresh = () => client.invalidateQueries(reportQuery(item.report_id))
  return (
    <EvidenceItem
      item={item}
      onDownload={downloadEvidence}
      actions={
        <>
          <Button size="small" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {t(item.missing_facts.length > 0 ? 'fill' : 'edit')}
          </Button>
          <Button size="small" type="link" aria-label={t('voidOf', { name })} onClick={() => setVoiding(true)}>
            {t('void')}
          </Button>
        </>
      }
    >
      {editing && (
        <EvidenceForm
          item={item}
          onSaved={async () => {
            await refresh()
            setEditing(false)
            toast(t('saved'))
          }}
          onClose={() => setEditing(false)}
        />
      )}
      <ConfirmDialog
        open={voiding}
        title={t('voidTitle', { name })}
        action={t('void')}
        onRun={async () => {
          await send('DELETE', url`/api/v1/evidence/${item.id}`, { version: item.version })
          await refresh()
          toast(t('voided', { name }))
        }}
        onClose={() => setVoiding(false)}
      >
        {t('voidHint')}
      </ConfirmDialog>
    </EvidenceItem>
  )
}
