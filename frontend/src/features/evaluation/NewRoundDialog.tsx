import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createRound, namedOrganisationsQuery, planMeasuresQuery } from '../../api/evaluation'
import { meQuery } from '../../api/session'
import type { NewRound, Round } from '../../api/types'
import { MultiSelect } from '../../ui/MultiSelect'
import { useFormProblem } from '../../ui/useFormProblem'
import { kinds } from './words'

type Fields = Pick<NewRound, 'name' | 'kind' | 'commissioning_org_id'> & { measure_ids?: string[] }

/** A round needs a name, a kind, who commissions it and what it looks at; the rest follows on its page. */
export function NewRoundDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void
  onCreated: (round: Round) => Promise<void>
}) {
  const { t } = useTranslation(['evaluation', 'common'])
  const { data: me } = useSuspenseQuery(meQuery)
  const plan = me.plan?.id ?? ''
  const organisations = useQuery(namedOrganisationsQuery)
  const measures = useQuery({ ...planMeasuresQuery(plan), enabled: plan !== '' })
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const run = async (fields: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      const chosen = fields.measure_ids ?? []
      await onCreated(
        await createRound({ ...fields, plan_id: plan, measure_ids: chosen.length > 0 ? chosen : undefined }),
      )
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('list.create')}
      okText={t('list.create')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={run}
        initialValues={{ kind: 'ANNUAL', commissioning_org_id: me.user.organisation.id }}
      >
        <Form.Item
          name="name"
          label={t('list.name')}
          rules={[{ required: true, whitespace: true, message: t('list.nameNeeded') }]}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={t('list.kind')}>
          <Select options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="commissioning_org_id"
          label={t('list.commissioning')}
          rules={[{ required: true, message: t('list.needed') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={organisations.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="measure_ids" label={t('list.scope')} extra={t('list.scopeHint')}>
          <MultiSelect
            options={measures.data?.items.map(({ id, number, title }) => ({
              value: id,
              label: `${number ?? ''} ${title}`.trim(),
            }))}
          />
        </Form.Item>
        {problem.alert}
      </Form>
    </Modal>
  )
}
