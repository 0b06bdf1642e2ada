import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadEvidence, removeEvidence, replaceEvidence, voidEvidence } from '../../api/evidence'
import { reportQuery } from '../../api/reports'
import type { Evidence } from '../../api/types'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Disclosure } from '../../ui/Disclosure'
import { EvidenceItem } from '../../ui/EvidenceItem'
import { FileDrop } from '../../ui/FileDrop'
import { ReasonDialog } from '../../ui/ReasonDialog'
import { useToast } from '../../ui/Toast'
import { EvidenceForm } from './EvidenceForm'
import { FILE_KINDS, LARGEST } from './evidenceFiles'
import styles from './Report.module.css'

type Doing = 'update' | 'replace' | 'remove' | 'void'
const more = ['replace', 'remove', 'void'] as const satisfies readonly Doing[]

/** A piece of evidence in the draft: its facts are completed in place; its file is replaced, removed or made void. */
export function EvidenceEntry({ item }: { item: Evidence }) {
  const { t } = useTranslation('evidence')
  const client = useQueryClient()
  const toast = useToast()
  const [doing, setDoing] = useState<Doing | null>(null)
  const name = item.title || item.file_name
  const close = () => setDoing(null)
  const refresh = () => client.invalidateQueries(reportQuery(item.report_id))
  const done = async (words: string) => {
    await refresh()
    toast(words)
  }
  const may = (wanted: Doing) => item.actions.some(({ action, allowed }) => allowed && action === wanted)
  return (
    <EvidenceItem
      item={item}
      onDownload={downloadEvidence}
      actions={
        <>
          {may('update') && (
            <Button
              size="small"
              aria-expanded={doing === 'update'}
              onClick={() => setDoing(doing === 'update' ? null : 'update')}
            >
              {t(item.missing_facts.length > 0 ? 'fill' : 'edit')}
            </Button>
          )}
          {more.some(may) && (
            <Disclosure label={t('more')} name={t('moreOf', { name })}>
              {(shut) => (
                <div className={styles.menu}>
                  {more.filter(may).map((each) => (
                    <Button
                      key={each}
                      type="text"
                      onClick={() => {
                        shut()
                        setDoing(each)
                      }}
                    >
                      {t(each)}
                    </Button>
                  ))}
                </div>
              )}
            </Disclosure>
          )}
        </>
      }
    >
      {doing === 'update' && (
        <EvidenceForm
          item={item}
          onSaved={async () => {
            await done(t('saved'))
            close()
          }}
          onClose={close}
        />
      )}
      {doing === 'replace' && (
        <div className={styles.upload}>
          <p className={styles.note}>{t('replaceHint')}</p>
          <FileDrop
            label={t('replaceOf', { name })}
            kinds={FILE_KINDS}
            maxBytes={LARGEST}
            multiple={false}
            send={(file, options) => replaceEvidence(item, file, options)}
            onSent={() => void done(t('replaced', { name }))}
          />
        </div>
      )}
      <ConfirmDialog
        open={doing === 'remove'}
        title={t('removeTitle', { name })}
        action={t('remove')}
        onRun={async () => {
          await removeEvidence(item)
          await done(t('removed', { name }))
        }}
        onClose={close}
      >
        {t('removeHint')}
      </ConfirmDialog>
      <ReasonDialog
        open={doing === 'void'}
        title={t('voidTitle', { name })}
        action={t('void')}
        onRun={async (reason) => {
          await voidEvidence(item, reason)
          await done(t('voided', { name }))
        }}
        onClose={close}
      >
        {t('voidHint')}
      </ReasonDialog>
    </EvidenceItem>
  )
}
