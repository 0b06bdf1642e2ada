import { useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyProblem } from '../../api/problem'
import type { FieldError, NewOrganisation, Organisation } from '../../api/types'
import { paths, withQuery } from '../../paths'
import { DayPicker } from '../../ui/DayPicker'
import { Facts } from '../../ui/Facts'
import { ProblemAlert } from '../../ui/ProblemAlert'
import { To } from '../../ui/To'
import { useToast } from '../../ui/Toast'
import { FormerNames } from './FormerNames'
import { orgKinds } from './orgKinds'
import styles from './people.module.css'
import { changeOrganisation, createOrganisation } from './queries'
import { RenameDialog } from './RenameDialog'
import { useSystemAdmin } from './useSystemAdmin'

interface OrganisationFormProps {
  /** absent: a new one */
  organisation?: Organisation
  onClose: () => void
}

/** One organisation: its facts for everybody, a form for the system administrator. Its name changes by a renaming only. */
export function OrganisationForm({ organisation, onClose }: OrganisationFormProps) {
  const { t } = useTranslation(['people', 'common'])
  const [form] = Form.useForm<NewOrganisation>()
  const [busy, setBusy] = useState(false)
  const [renaming, setRenaming] = useState(false)
  const [fault, setFault] = useState<{ error: unknown; rest: readonly FieldError[] } | null>(null)
  const client = useQueryClient()
  const toast = useToast()
  const admin = useSystemAdmin()
  const save = async (fields: NewOrganisation) => {
    const body = { ...fields, valid_from: fields.valid_from || null, valid_to: fields.valid_to || null }
    setBusy(true)
    setFault(null)
    try {
      await (organisation ? changeOrganisation(organisation, body) : createOrganisation(body))
      await client.invalidateQueries({ queryKey: ['organisations'] })
      toast(organisation ? t('organisations.saved') : t('organisations.created'))
      onClose()
    } catch (error) {
      setFault({ error, rest: applyProblem(form, error) })
    } finally {
      setBusy(false)
    }
  }
  const needed = (message: string) => [{ required: true, whitespace: true, message }]
  return (
    <Drawer
      open
      size={440}
      title={organisation?.name ?? t('organisations.create')}
      onClose={onClose}
      mask={{ closable: !admin }}
      footer={
        admin && (
          <div className={styles.foot}>
            <Button onClick={onClose}>{t('common:do.cancel')}</Button>
            <Button type="primary" loading={busy} onClick={form.submit}>
              {organisation ? t('organisations.save') : t('organisations.create')}
            </Button>
          </div>
        )
      }
    >
      {organisation && (
        <Facts
          facts={[
            { name: t('organisations.shortName'), value: organisation.short_name },
            organisation.former_names.length > 0 && {
              name: t('organisations.formerNames'),
              value: <FormerNames names={organisation.former_names} />,
            },
            {
              name: t('organisations.users'),
              value: (
                <To href={withQuery(paths.users, { org: organisation.id })}>
                  {t('organisations.usersOf', { count: organisation.users ?? 0 })}
                </To>
              ),
            },
            organisation.open_tasks !== null && { name: t('organisations.openTasks'), value: organisation.open_tasks },
            organisation.is_sample && { name: t('sample'), value: t('common:state.yes') },
          ]}
        />
      )}
      {organisation && admin && (
        <div className={styles.steps}>
          <Button onClick={() => setRenaming(true)}>{t('organisations.rename')}</Button>
        </div>
      )}
      {organisation && renaming && <RenameDialog organisation={organisation} onClose={() => setRenaming(false)} />}
      <Form
        form={form}
        layout="vertical"
        className={styles.form}
        requiredMark={false}
        validateTrigger="onBlur"
        disabled={busy || !admin}
        initialValues={organisation ?? { kind: 'MUNICIPAL', aliases: [] }}
        onFinish={save}
      >
        {!organisation && (
          <Form.Item name="name" label={t('organisations.name')} rules={needed(t('organisations.needName'))}>
            <Input maxLength={100} autoFocus />
          </Form.Item>
        )}
        <div className={styles.pair}>
          {!organisation && (
            <Form.Item
              name="short_name"
              label={t('organisations.shortName')}
              rules={needed(t('organisations.needShort'))}
            >
              <Input maxLength={30} />
            </Form.Item>
          )}
          <Form.Item name="code" label={t('organisations.code')} rules={needed(t('organisations.needCode'))}>
            <Input maxLength={40} spellCheck={false} />
          </Form.Item>
          <Form.Item name="kind" label={t('organisations.kind')}>
            <Select options={orgKinds.map((value) => ({ value, label: t(`people:kind.${value}`) }))} />
          </Form.Item>
          <Form.Item name="sort_order" label={t('organisations.order')}>
            <InputNumber className={styles.full} min={0} precision={0} />
          </Form.Item>
        </div>
        <div className={styles.pair}>
          <Form.Item name="valid_from" label={t('organisations.validFrom')}>
            <DayPicker placeholder={t('organisations.open')} />
          </Form.Item>
          <Form.Item name="valid_to" label={t('organisations.validTo')}>
            <DayPicker placeholder={t('organisations.open')} />
          </Form.Item>
        </div>
        <Form.Item name="aliases" label={t('organisations.aliases')} extra={t('organisations.aliasesHint')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      </Form>
      {fault && <ProblemAlert error={fault.error} errors={fault.rest} />}
    </Drawer>
  )
}
