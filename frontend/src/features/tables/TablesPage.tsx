// Tables from Excel: upload, see every fault by its cell and every line's effect, then apply all of it or nothing.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { upload } from '../../api/client'
import { takeOut } from '../../api/exports'
import type { ImportStep, TableImport } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { EmptyState } from '../../ui/EmptyState'
import { ExportButton } from '../../ui/ExportButton'
import { FileDrop } from '../../ui/FileDrop'
import { Page } from '../../ui/Page'
import { To } from '../../ui/To'
import type { SendFile } from '../../ui/useUploads'
import { CheckedImport } from './CheckedImport'
import { ColumnHelp } from './ColumnHelp'
import { ofPlan, useTableKinds } from './kinds'
import { NewAccounts } from './NewAccounts'
import { plansQuery } from './queries'
import styles from './TablesPage.module.css'

const MAX_BYTES = 20 * 1024 * 1024
const FILES = ['xlsx', 'csv']

export function TablesPage() {
  const { t } = useTranslation(['tables', 'common'])
  const search = useSearch({ from: '/shell/tables' })
  const navigate = useNavigate()
  const kinds = useTableKinds()
  const kind = kinds.find((each) => each === search.kind) ?? kinds[0]
  const { data: plans } = useQuery({ ...plansQuery, enabled: kind !== undefined && ofPlan(kind) })
  const plan = plans?.items.find((each) => each.id === search.plan) ?? plans?.items[0]
  const [accounts, setAccounts] = useState<NonNullable<ImportStep['new_accounts']>>([])
  const to = (change: Partial<typeof search>) =>
    void navigate({ href: withQuery(paths.tables, { ...search, ...change }), replace: true })

  if (!kind) {
    return (
      <Page title={t('common:nav.tables')}>
        <EmptyState title={t('nobody')} actions={<To href={paths.tasks}>{t('common:nav.tasks')}</To>}>
          {t('nobodyHint')}
        </EmptyState>
      </Page>
    )
  }
  const check: SendFile = async (file, options) => {
    const form = new FormData()
    form.append('kind', kind)
    if (plan && ofPlan(kind)) form.append('plan_id', plan.id)
    form.append('file', file)
    const checked = await upload<TableImport>('/api/v1/table-imports', form, options)
    to({ kind, id: checked.id })
  }
  const planId = ofPlan(kind) ? plan?.id : undefined
  return (
    <Page
      title={t('common:nav.tables')}
      lead={t('lead')}
      actions={
        <ExportButton
          kinds={[kind]}
          note={t('template')}
          takeOut={(wanted, format) => takeOut({ kind: wanted, format, plan_id: planId })}
        />
      }
    >
      <div className={styles.stack}>
        <div className={styles.choice}>
          <Segmented
            aria-label={t('kind.label')}
            value={kind}
            options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
            onChange={(value) => to({ kind: value, id: undefined })}
          />
          {ofPlan(kind) && plans && plans.items.length > 1 && (
            <Select
              aria-label={t('plan')}
              className={styles.plan}
              value={plan?.id}
              options={plans.items.map((each) => ({ value: each.id, label: each.short_title }))}
              onChange={(value) => to({ plan: value, id: undefined })}
            />
          )}
        </div>
        {search.id ? (
          <CheckedImport
            key={search.id}
            id={search.id}
            onAnother={() => to({ id: undefined })}
            onApplied={(step) => setAccounts(step.new_accounts ?? [])}
          />
        ) : (
          <>
            <FileDrop
              send={check}
              kinds={FILES}
              maxBytes={MAX_BYTES}
              multiple={false}
              label={t('file', { kind: t(`kind.${kind}`) })}
              disabled={ofPlan(kind) && !plan}
            />
            <ColumnHelp kind={kind} />
          </>
        )}
      </div>
      {accounts.length > 0 && <NewAccounts accounts={accounts} onClose={() => setAccounts([])} />}
    </Page>
  )
}
