import type { NotificationKind } from '../../api/types'
import zh from './labels.zh'

const isKind = (word: string): word is NotificationKind => word in zh.kind

/** Every kind of message, in the order of the labels. */
export const kinds: readonly NotificationKind[] = Object.keys(zh.kind).filter(isKind)
