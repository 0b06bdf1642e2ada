import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { declare, namedOrganisationsQuery } from '../../api/evaluation'
import type { Round } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { MultiSelect } from '../../ui/MultiSelect'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Evaluation.module.css'

interface Fields {
  employers?: { organisation_id: string; from_on?: string | null; to_on?: string | null }[]
  measures?: string[]
  reason?: string
  pledge?: boolean
}

/** The evaluator's declaration: earlier employers, measures they must not evaluate, and the pledge. */
export function DeclareDialog({ round, onClose }: { round: Round; onClose: () => void }) {
  const { t } = useTranslation(['evaluation', 'common'])
  const { data: organisations } = useQuery(namedOrganisationsQuery)
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const chosen = Form.useWatch('measures', form) ?? []
  const run = async ({ employers = [], measures = [], reason = '', pledge = false }: Fields) => {
    setBusy(true)
    problem.clear()
    try {
      await declare(round.id, {
        employers,
        conflicts: measures.map((measure_id) => ({ measure_id, reason })),
        pledge,
      })
      toast(t('declare.signed'))
      await client.invalidateQueries({ queryKey: ['rounds'] })
      onClose()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={640}
      title={t('declare.title')}
      okText={t('declare.sign')}
      cancelText={t('common:do.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('declare.lead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={run}>
        <h3>{t('declare.employers')}</h3>
        <Form.List name="employers">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => (
                <div key={key} className={styles.item}>
                  <Form.Item
                    name={[name, 'organisation_id']}
                    label={t('declare.organisation')}
                    rules={[{ required: true, message: t('list.needed') }]}
                  >
                    <Select
                      showSearch={{ optionFilterProp: 'label' }}
                      options={organisations?.items.map((one) => ({ value: one.id, label: one.name }))}
                    />
                  </Form.Item>
                  <div className={styles.pair}>
                    <Form.Item name={[name, 'from_on']} label={t('declare.from')}>
                      <DayPicker />
                    </Form.Item>
                    <Form.Item name={[name, 'to_on']} label={t('declare.to')}>
                      <DayPicker />
                    </Form.Item>
                  </div>
                  <Button onClick={() => remove(name)}>{t('declare.remove', { number: name + 1 })}</Button>
                </div>
              ))}
              <Button onClick={() => add({})}>{t('declare.add')}</Button>
            </>
          )}
        </Form.List>
        <Form.Item name="measures" label={t('declare.measures')} style={{ marginTop: 16 }}>
          <MultiSelect
            options={round.scope.map(({ id, number, title }) => ({
              value: id,
              label: `${number ?? ''} ${title}`.trim(),
            }))}
          />
        </Form.Item>
        {chosen.length > 0 && (
          <Form.Item
            name="reason"
            label={t('declare.reason')}
            rules={[{ required: true, whitespace: true, message: t('declare.reasonNeeded') }]}
          >
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        )}
        <Form.Item
          name="pledge"
          valuePropName="checked"
          rules={[
            {
              validator: (_, ticked) =>
                ticked === true ? Promise.resolve() : Promise.reject(new Error(t('declare.pledgeNeeded'))),
            },
          ]}
        >
          <Checkbox>{t('declare.pledge')}</Checkbox>
        </Form.Item>
        {problem.alert}
      </Form>
    </Modal>
  )
}
