import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Form } from 'antd'
import { expect, it, vi } from 'vitest'
import { MultiSelect } from './MultiSelect'

const options = [
  { value: 'a', label: '市科委', search: '市科委 中关村管委会' },
  { value: 'b', label: '市教委' },
]

it('finds by another name, and leaves with Tab without choosing more', async () => {
  const changed = vi.fn()
  render(
    <Form onValuesChange={(_, values) => changed(values)}>
      <Form.Item name="orgs" label="配合单位">
        <MultiSelect options={options} />
      </Form.Item>
    </Form>,
  )
  const user = userEvent.setup()
  await user.click(screen.getByRole('combobox'))
  await user.keyboard('管委会')
  expect(screen.queryByTitle('市教委')).toBeNull()
  await user.click(screen.getByTitle('市科委'))
  expect(changed).toHaveBeenLastCalledWith({ orgs: ['a'] })
  await user.keyboard('{Tab}')
  expect(changed).toHaveBeenCalledTimes(1)
})
