import { useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarChange, CalendarYear } from '../../api/types'
import { DayPicker } from '../../ui/DayPicker'
import { useToast } from '../../ui/Toast'
import { useFormProblem } from '../../ui/useFormProblem'
import styles from './Calendar.module.css'
import { saveYear } from './queries'

/** One year as lines of days off and days worked. */
export default function YearForm({ year, onClose }: { year: CalendarYear; onClose: () => void }) {
  const { t } = useTranslation(['calendar', 'common'])
  const [form] = Form.useForm<CalendarChange>()
  const [busy, setBusy] = useState(false)
  const problem = useFormProblem(form)
  const client = useQueryClient()
  const toast = useToast()
  const save = async (fields: CalendarChange) => {
    setBusy(true)
    problem.clear()
    try {
      await saveYear(year, fields)
      await client.invalidateQueries()
      toast(t('saved', { year: year.year }))
      onClose()
    } catch (thrown) {
      problem.show(thrown)
    } finally {
      setBusy(false)
    }
  }
  const needed = (message: string) => [{ required: true, message }]
  const { announced, source, spans } = year
  return (
    <Drawer
      open
      size={720}
      title={t('editTitle', { year: year.year })}
      onClose={onClose}
      mask={{ closable: false }}
      footer={
        <div className={styles.foot}>
          <Button onClick={onClose}>{t('common:do.cancel')}</Button>
          <Button type="primary" loading={busy} onClick={form.submit}>
            {t('save')}
          </Button>
        </div>
      }
    >
      <p>{t('effect')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ announced, source, spans }}
        onFinish={save}
      >
        <Form.Item name="source" label={t('source')} rules={needed(t('sourceNeeded'))}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="announced" valuePropName="checked">
          <Checkbox>{t('isAnnounced')}</Checkbox>
        </Form.Item>
        <Form.List name="spans">
          {(lines, { add, remove }) => (
            <>
              <ul className={styles.lines}>
                {lines.map(({ key, name }, row) => (
                  <li key={key} className={styles.line}>
                    <Form.Item name={[name, 'first_on']} rules={needed(t('dayNeeded'))}>
                      <DayPicker label={t('firstOn')} placeholder={t('firstOn')} />
                    </Form.Item>
                    <Form.Item name={[name, 'last_on']} rules={needed(t('dayNeeded'))}>
                      <DayPicker label={t('lastOn')} placeholder={t('lastOn')} />
                    </Form.Item>
                    <Form.Item name={[name, 'works']}>
                      <Select
                        aria-label={t('kind')}
                        options={[
                          { value: false, label: t('off') },
                          { value: true, label: t('worked') },
                        ]}
                      />
                    </Form.Item>
                    <Form.Item name={[name, 'name']} rules={needed(t('nameNeeded'))}>
                      <Input aria-label={t('name')} placeholder={t('name')} maxLength={60} />
                    </Form.Item>
                    <Button type="text" aria-label={t('remove', { row: row + 1 })} onClick={() => remove(name)}>
                      ×
                    </Button>
                  </li>
                ))}
              </ul>
              <Button onClick={() => add({ works: false, name: '' })}>{t('add')}</Button>
            </>
          )}
        </Form.List>
      </Form>
      {problem.alert}
    </Drawer>
  )
}
