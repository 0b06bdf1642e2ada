import { DatePicker } from 'antd'
import dayjs from 'dayjs'

export interface DayPickerProps {
  /** "2026-10-13", as the wire has it */
  value?: string | null
  onChange?: (day: string | null) => void
  /** given by Form.Item */
  id?: string
  label?: string
  placeholder?: string
  disabled?: boolean
  width?: number
  /** beside other small controls of a filter row */
  size?: 'small'
}

/** A day as text in and out, so that forms and addresses never hold a date object. */
export function DayPicker({ value, onChange, id, label, placeholder, disabled, width, size }: DayPickerProps) {
  return (
    <DatePicker
      id={id}
      size={size}
      aria-label={label}
      style={{ width }}
      placeholder={placeholder}
      disabled={disabled}
      value={value ? dayjs(value) : null}
      // Enter takes the day that was typed; it must not send the form around it as well.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      onChange={(chosen) => onChange?.(chosen ? chosen.format('YYYY-MM-DD') : null)}
    />
  )
}
