import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Evidence } from '../../api/types'
import { moment } from '../../ui/dates'

export interface KnownFile {
  proof: Evidence
  /** true uses the known file again, false uploads all the same */
  answer: (again: boolean) => void
}

/** Proposes to use a file that is there already instead of sending it once more. */
export function KnownDialog({ file }: { file: KnownFile | undefined }) {
  const { t } = useTranslation('evidence')
  return (
    <Modal
      open={file !== undefined}
      title={t('knownTitle')}
      okText={t('reuseThis')}
      cancelText={t('knownUpload')}
      onOk={() => file?.answer(true)}
      onCancel={() => file?.answer(false)}
      mask={{ closable: false }}
    >
      {file &&
        t('known', {
          day: moment(file.proof.uploaded_at).day,
          title: file.proof.title,
          task: `${file.proof.place.task.code} ${file.proof.place.task.title}`,
        })}
    </Modal>
  )
}
