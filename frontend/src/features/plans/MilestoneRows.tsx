import { Button, Checkbox, Form, Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { DayPicker } from '../../ui/DayPicker'
import styles from './DecomposePage.module.css'
import { type TaskFields, weightOf } from './taskDraft'

/** The milestones with their weights; the bar and the words say what is missing to 100. */
export function MilestoneRows({ locked }: { locked: boolean }) {
  const { t } = useTranslation('plans')
  const form = Form.useFormInstance<TaskFields>()
  const rows = Form.useWatch('milestones', form) ?? []
  const sum = weightOf(rows)
  const needed = (message: string) => [{ required: true, message }]
  return (
    <Form.List name="milestones">
      {(fields, { add, remove }) => (
        <div className={styles.milestones}>
          <div className={styles.milestoneHead}>
            <h2>{t('decompose.milestones')}</h2>
            <span aria-live="polite" className={sum === 100 ? undefined : styles.missing}>
              {t('decompose.weights', { sum })}
              {sum < 100 && ` · ${t('decompose.weightsShort', { missing: 100 - sum })}`}
              {sum > 100 && ` · ${t('decompose.weightsOver', { over: sum - 100 })}`}
            </span>
            {!locked && (
              <Button type="link" size="small" onClick={() => add({ weight: Math.max(100 - sum, 0) || undefined })}>
                + {t('decompose.addMilestone')}
              </Button>
            )}
          </div>
          {fields.map(({ key, name }) => (
            <div key={key} className={styles.milestone}>
              <Form.Item name={[name, 'title']} rules={needed(t('decompose.milestoneTitle'))}>
                <Input aria-label={t('decompose.milestoneTitle')} placeholder={t('decompose.milestoneTitle')} />
              </Form.Item>
              <Form.Item name={[name, 'deliverable']} rules={needed(t('decompose.milestoneDeliverable'))}>
                <Input
                  aria-label={t('decompose.milestoneDeliverable')}
                  placeholder={t('decompose.milestoneDeliverable')}
                />
              </Form.Item>
              <Form.Item name={[name, 'due_on']} rules={needed(t('decompose.needDay'))}>
                <DayPicker label={t('decompose.milestoneDue')} placeholder={t('decompose.milestoneDue')} />
              </Form.Item>
              <Form.Item name={[name, 'weight']} rules={needed(t('decompose.milestoneWeight'))}>
                <InputNumber
                  min={1}
                  max={100}
                  precision={0}
                  className={styles.weight}
                  aria-label={t('decompose.milestoneWeight')}
                  placeholder={t('decompose.milestoneWeight')}
                />
              </Form.Item>
              <Form.Item name={[name, 'is_key']} valuePropName="checked">
                <Checkbox>{t('decompose.milestoneKey')}</Checkbox>
              </Form.Item>
              {!locked && (
                <Button
                  type="link"
                  aria-label={t('decompose.removeMilestone', { number: name + 1 })}
                  onClick={() => remove(name)}
                >
                  ×
                </Button>
              )}
            </div>
          ))}
          <div className={styles.bar} aria-hidden="true">
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece of the bar is its row
              <i key={at} className={row?.is_key ? styles.key : undefined} style={{ flexGrow: row?.weight ?? 0 }} />
            ))}
            {sum < 100 && <i className={styles.rest} style={{ flexGrow: 100 - sum }} />}
          </div>
        </div>
      )}
    </Form.List>
  )
}
