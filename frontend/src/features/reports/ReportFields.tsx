import { AutoComplete, Checkbox, Form, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import type { Draft } from './merge'
import { ProgressField } from './ProgressField'
import styles from './Report.module.css'

const reasons = ['onPlan', 'policy', 'partner', 'procurement', 'result'] as const

/** The fields in the order of need. */
export function ReportFields({ report, draft }: { report: ReportView; draft: Draft }) {
  const { t } = useTranslation('reports')
  const area = { rows: 4, className: styles.grow, maxLength: 8000 }
  return (
    <div>
      <Form.Item name="no_change" valuePropName="checked" className={styles.tick}>
        <Checkbox>{t('page.noChange')}</Checkbox>
      </Form.Item>
      {draft.no_change && (
        <Form.Item name="no_change_reason" label={t('page.noChangeReason')}>
          <AutoComplete
            maxLength={500}
            options={reasons.map((each) => ({ value: t(`noChange.reasons.${each}`) }))}
            showSearch={{ filterOption: false }}
          />
        </Form.Item>
      )}
      {!draft.no_change && (
        <Form.Item name="progress" label={t('page.progress')}>
          <ProgressField previous={report.previous?.progress ?? null} />
        </Form.Item>
      )}
      {report.task_detail.quantity && !draft.no_change && (
        <Form.Item
          name="quantity"
          label={t('page.quantity')}
          extra={t('page.quantityHint', {
            target: report.task_detail.quantity.target,
            unit: report.task_detail.quantity.unit,
          })}
        >
          <InputNumber precision={2} style={{ width: 200 }} suffix={report.task_detail.quantity.unit} />
        </Form.Item>
      )}
      <div className={styles.pair}>
        <Form.Item name="problems" label={t('page.problems')}>
          <Input.TextArea {...area} />
        </Form.Item>
        <Form.Item name="coordination" label={t('page.coordination')} extra={t('page.coordinationHint')}>
          <Input.TextArea {...area} />
        </Form.Item>
        <Form.Item name="next_steps" label={t('page.next')}>
          <Input.TextArea {...area} />
        </Form.Item>
        <Form.Item
          name="expected_completion_on"
          label={t('page.expected')}
          extra={t('page.due', { date: report.task_detail.due_on })}
        >
          <DayPicker width={160} />
        </Form.Item>
      </div>
    </div>
  )
}
