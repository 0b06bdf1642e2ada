import { Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TaskView } from '../../api/types'
import { MultiSelect } from '../../ui/MultiSelect'
import styles from './TaskPage.module.css'

const conclusions = ['DONE', 'MOSTLY_DONE', 'NOT_DONE', 'TO_ROUTINE'] as const

/** The checklist of a closing: conclusion, each point of the acceptance standard with its evidence, and the report. */
export function ClosureFields({ task }: { task: TaskView }) {
  const { t } = useTranslation('tasks')
  const proofs = task.evidence_index.map(({ id, number, title }) => ({
    value: id,
    label: t('closure.proof', { number, title }),
  }))
  const conclusion = Form.useWatch('conclusion')
  return (
    <>
      <Form.Item
        name="conclusion"
        label={t('form.conclusion')}
        rules={[{ required: true, message: t('form.needConclusion') }]}
      >
        <Radio.Group options={conclusions.map((value) => ({ value, label: t(`form.conclusions.${value}`) }))} />
      </Form.Item>
      {task.acceptance_points.map((point, at) => (
        <fieldset key={point} className={styles.point}>
          <legend>{t('closure.point', { number: at + 1, point })}</legend>
          <Form.Item
            name={['answers', at, 'text']}
            label={t('closure.answer')}
            rules={[{ required: true, whitespace: true, message: t('closure.needAnswer') }]}
          >
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
          <Form.Item
            name={['answers', at, 'evidence_ids']}
            label={t('closure.proofs')}
            rules={[{ required: conclusion !== 'NOT_DONE', message: t('closure.needProof') }]}
          >
            <MultiSelect options={proofs} />
          </Form.Item>
        </fieldset>
      ))}
      <Form.Item
        name="summary"
        label={t('form.summary')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('form.needSummary') }]}
      >
        <Input.TextArea rows={4} maxLength={5000} />
      </Form.Item>
      <Form.Item name="practice" label={t('closure.practice')}>
        <Input.TextArea rows={2} maxLength={5000} />
      </Form.Item>
    </>
  )
}
