// The office reads a plan in: parse, compare with the original, mend the borders of sentences, save.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { upload } from '../../api/client'
import type { ParsedPlan, PlanSummary } from '../../api/types'
import { useOffice } from '../../api/useOffice'
import { paths, withQuery } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'
import { FileDrop } from '../../ui/FileDrop'
import { Note } from '../../ui/Note'
import { Page } from '../../ui/Page'
import { To } from '../../ui/To'
import type { SendFile } from '../../ui/useUploads'
import styles from './ImportPage.module.css'
import { ParsedReview } from './ParsedReview'
import { PlanList } from './PlanList'

const MAX_BYTES = 20 * 1024 * 1024
const KINDS = ['txt', 'docx']

export interface Draft {
  file: File
  parsed: ParsedPlan
}

export function ImportPage() {
  const { t } = useTranslation(['plans', 'common'])
  const office = useOffice()
  const [draft, setDraft] = useState<Draft | null>(null)
  const [saved, setSaved] = useState<PlanSummary | null>(null)
  const parse: SendFile = async (file, options) => {
    const form = new FormData()
    form.append('file', file)
    const parsed = await upload<ParsedPlan>('/api/v1/plans/parse', form, options)
    setSaved(null)
    setDraft({ file, parsed })
  }
  if (!office) {
    return (
      <Page title={t('common:nav.planImport')}>
        <EmptyState title={t('import.office')} actions={<To href={paths.plan}>{t('common:nav.plan')}</To>}>
          {t('import.officeHint')}
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page title={t('common:nav.planImport')} lead={t('import.lead')}>
      <div className={styles.stack}>
        {saved && (
          <Note live title={saved.state === 'ACTIVE' ? t('import.savedActive') : t('import.saved')}>
            {saved.title} <To href={withQuery(paths.plan, { plan: saved.id })}>{t('import.open')}</To>
          </Note>
        )}
        {draft ? (
          <ParsedReview
            key={draft.parsed.sha256}
            draft={draft}
            onAnother={() => setDraft(null)}
            onSaved={(plan) => {
              setSaved(plan)
              setDraft(null)
            }}
          />
        ) : (
          <FileDrop send={parse} kinds={KINDS} maxBytes={MAX_BYTES} multiple={false} label={t('import.file')} />
        )}
        <h2>{t('import.plans')}</h2>
        <PlanList />
      </div>
    </Page>
  )
}
