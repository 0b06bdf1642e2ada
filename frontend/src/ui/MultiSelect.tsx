import { Select } from 'antd'

export interface MultiSelectOption {
  value: string
  label: string
  /** further names the option is found by */
  search?: string
}

export interface MultiSelectProps {
  /** given by Form.Item */
  id?: string
  value?: string[]
  onChange?: (values: string[]) => void
  options: readonly MultiSelectOption[] | undefined
  disabled?: boolean
}

/** Several of a list. The Tab key leaves the field and chooses nothing, where antd's would add the marked option. */
export function MultiSelect({ options, ...rest }: MultiSelectProps) {
  return (
    <div onKeyDownCapture={(event) => event.key === 'Tab' && event.stopPropagation()}>
      <Select
        {...rest}
        mode="multiple"
        showSearch={{ optionFilterProp: 'search' }}
        options={options?.map((option) => ({ ...option, search: option.search ?? option.label }))}
      />
    </div>
  )
}
