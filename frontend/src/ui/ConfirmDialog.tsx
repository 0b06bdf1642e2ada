import { Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from './ProblemAlert'

export interface ConfirmDialogProps {
  open: boolean
  title: string
  /** the verb on the primary button, naming the result */
  action: string
  /** true while it cannot be done */
  disabled?: boolean
  /** what will happen, listed */
  children?: ReactNode
  onRun: () => Promise<void>
  onClose: () => void
}

/** Asks once before something that cannot be taken back; a refusal is shown inside. */
export function ConfirmDialog({ open, title, action, disabled, children, onRun, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async () => {
    setBusy(true)
    setError(null)
    try {
      await onRun()
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={action}
      cancelText={t('do.cancel')}
      okButtonProps={{ disabled }}
      confirmLoading={busy}
      onOk={run}
      onCancel={onClose}
      mask={{ closable: false }}
      afterClose={() => setError(null)}
    >
      {children}
      <ProblemAlert error={error} />
    </Modal>
  )
}
