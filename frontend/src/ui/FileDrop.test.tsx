import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { Problem } from '../api/problem'
import { FileDrop } from './FileDrop'
import type { SendFile } from './useUploads'

const file = (name: string, bytes = 10) => new File([new Uint8Array(bytes)], name)
const draw = (send: SendFile) => {
  render(<FileDrop label="佐证材料" kinds={['pdf']} maxBytes={100} send={send} />)
  return screen.getByLabelText<HTMLInputElement>('佐证材料')
}
const choose = userEvent.setup({ applyAccept: false })

it('sends what may be sent, and says of the rest what to do instead', async () => {
  const send = vi.fn<SendFile>().mockResolvedValue(null)
  const input = draw(send)
  await choose.upload(input, [file('报告.pdf'), file('大.pdf', 200), file('空.pdf', 0), file('程序.exe')])
  expect(await screen.findByText('已上传')).toBeTruthy()
  expect(screen.getByText(/超过单个文件的上限/)).toBeTruthy()
  expect(screen.getByText(/文件是空的/)).toBeTruthy()
  expect(screen.getByText(/不接受 .exe 文件/)).toBeTruthy()
  expect(send).toHaveBeenCalledTimes(1)
})

it('shows progress, and a cancelled file is aborted', async () => {
  let signal: AbortSignal | undefined
  const input = draw((_, options) => {
    signal = options.signal
    options.onProgress(30, 100)
    return new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(new Error('aborted'))))
  })
  await choose.upload(input, file('报告.pdf'))
  expect(await screen.findByText('已传 30%')).toBeTruthy()
  await choose.click(screen.getByRole('button', { name: '取消：报告.pdf' }))
  expect(signal?.aborted).toBe(true)
  expect(await screen.findByText('已取消，文件未保存')).toBeTruthy()
})

it('tries a refused file again with the same key', async () => {
  const problem = new Problem({ type: '', title: '', status: 422, code: 'x', detail: '内容与扩展名不符。' })
  const send = vi.fn<SendFile>().mockRejectedValueOnce(problem).mockResolvedValueOnce(null)
  await choose.upload(draw(send), file('报告.pdf'))
  expect(await screen.findByText('内容与扩展名不符。')).toBeTruthy()
  await choose.click(screen.getByRole('button', { name: '重试：报告.pdf' }))
  expect(await screen.findByText('已上传')).toBeTruthy()
  expect(send.mock.calls[0]?.[1].key).toBe(send.mock.calls[1]?.[1].key)
})
