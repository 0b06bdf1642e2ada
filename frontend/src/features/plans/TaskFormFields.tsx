import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { EvidenceKind, Nature } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { MultiSelect } from '../../ui/MultiSelect'
import styles from './DecomposePage.module.css'
import { organisationsQuery } from './queries'
import type { TaskFields } from './taskDraft'

const kinds: readonly EvidenceKind[] = ['D', 'L', 'S', 'P', 'C', 'X', 'T', 'E', 'F', 'R']
const natures: readonly Nature[] = ['ONE_OFF', 'CONTINUING']

export function TaskFormFields() {
  const { t } = useTranslation(['plans', 'evidence', 'tasks'])
  const form = Form.useFormInstance<TaskFields>()
  const organisations = useOrganisationOptions()
  const needed = (message: string) => [{ required: true, whitespace: true, message }]
  const afterStart = {
    validator: async (_: unknown, due: string | null) => {
      const start = form.getFieldValue('start_on')
      if (due && start && due < start) throw new Error(t('decompose.dayOrder'))
    },
  }
  return (
    <div className={styles.fields}>
      <Form.Item
        name="clause_ids"
        className={styles.hiddenField}
        rules={[{ required: true, type: 'array', min: 1, message: t('decompose.needClauses') }]}
      >
        <Ticked />
      </Form.Item>
      <Form.Item
        name="title"
        label={t('decompose.title')}
        className={styles.wide}
        rules={needed(t('decompose.needTitle'))}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="deliverable" label={t('decompose.deliverable')} rules={needed(t('decompose.needDeliverable'))}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <Form.Item
        name="acceptance_standard"
        label={t('decompose.acceptance')}
        tooltip={t('decompose.acceptanceHint')}
        rules={needed(t('decompose.needAcceptance'))}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Form.Item
        name="deliverable_kinds"
        label={t('decompose.kinds')}
        rules={[{ required: true, type: 'array', min: 1, message: t('decompose.needKinds') }]}
      >
        <MultiSelect options={kinds.map((value) => ({ value, label: t(`evidence:kind.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="lead_org_id"
        label={t('decompose.lead')}
        rules={[{ required: true, message: t('decompose.needLead') }]}
      >
        <Select showSearch={{ optionFilterProp: 'search' }} options={organisations} />
      </Form.Item>
      <Form.Item name="responsible_org_ids" label={t('decompose.responsible')}>
        <MultiSelect options={organisations} />
      </Form.Item>
      <Form.Item name="supporting_org_ids" label={t('decompose.supporting')}>
        <MultiSelect options={organisations} />
      </Form.Item>
      <div className={styles.days}>
        <Form.Item
          name="start_on"
          label={t('decompose.start')}
          rules={[{ required: true, message: t('decompose.needDay') }]}
        >
          <DayPicker />
        </Form.Item>
        <Form.Item
          name="due_on"
          label={t('decompose.due')}
          dependencies={['start_on']}
          rules={[{ required: true, message: t('decompose.needDay') }, afterStart]}
        >
          <DayPicker />
        </Form.Item>
      </div>
      <div className={styles.days}>
        <Form.Item name="nature" label={t('decompose.nature')}>
          <Select options={natures.map((value) => ({ value, label: t(`tasks:nature.${value}`) }))} />
        </Form.Item>
        <Form.Item name="is_key" valuePropName="checked" label=" " colon={false}>
          <Checkbox>{t('decompose.key')}</Checkbox>
        </Form.Item>
      </div>
      <QuantityFields />
    </div>
  )
}

/** A number to reach, for tasks that have one; without points of its own the schedule is a straight line. */
function QuantityFields() {
  const { t } = useTranslation('plans')
  const form = Form.useFormInstance<TaskFields>()
  const counts = Form.useWatch('quantity', { form, preserve: true }) != null
  const turn = (on: boolean) => form.setFieldValue('quantity', on ? { unit: '', baseline: 0 } : null)
  return (
    <div className={styles.wide}>
      <Form.Item>
        <Checkbox checked={counts} onChange={({ target }) => turn(target.checked)}>
          {t('decompose.quantity')}
        </Checkbox>
      </Form.Item>
      {counts && (
        <div className={styles.days}>
          <Form.Item
            name={['quantity', 'target']}
            label={t('decompose.target')}
            rules={[{ required: true, message: t('decompose.needTarget') }]}
          >
            <InputNumber precision={2} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name={['quantity', 'baseline']} label={t('decompose.baseline')}>
            <InputNumber precision={2} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item
            name={['quantity', 'unit']}
            label={t('decompose.unit')}
            rules={[{ required: true, whitespace: true, message: t('decompose.needUnit') }]}
          >
            <Input maxLength={20} />
          </Form.Item>
        </div>
      )}
    </div>
  )
}

/** The ticks are drawn beside the sentences; the form only needs a place for what is missing. */
function Ticked() {
  return null
}

/** In official order, found by name, short name or alias. */
function useOrganisationOptions() {
  const { data } = useQuery(organisationsQuery)
  return data?.items.map((each) => ({
    value: each.id,
    label: each.short_name,
    search: [each.name, each.short_name, ...each.aliases].join(' '),
  }))
}
