import type { Labels } from '../../i18n/labels'
import type zh from './labels.zh'

export default {} satisfies Labels<typeof zh>
