import { useTranslation } from 'react-i18next'
import type { HeldPost } from '../api/types'
import { ConfirmDialog } from '../ui/ConfirmDialog'
import { unsavedTexts, useSwitchPost } from './usePost'

/** Asked only while something typed is not yet with the server: it stays on this computer and belongs to the post left. */
export default function PostDialog({ post, onClose }: { post: HeldPost; onClose: () => void }) {
  const { t } = useTranslation()
  const change = useSwitchPost()
  return (
    <ConfirmDialog
      open
      title={t('shell.toPost', { name: post.organisation.short_name })}
      action={t('shell.switchPost')}
      onRun={() => change(post)}
      onClose={onClose}
    >
      {t('shell.unsaved', { count: unsavedTexts() })}
    </ConfirmDialog>
  )
}
