// Which files are evidence at all, and how they are called; the server decides by content.
import type { EvidenceKind } from '../../api/types'

export const evidenceKinds = [
  'D',
  'L',
  'S',
  'P',
  'C',
  'X',
  'T',
  'E',
  'F',
  'R',
] as const satisfies readonly EvidenceKind[]
export const FILE_KINDS = ['docx', 'xlsx', 'pptx', 'pdf', 'ofd', 'jpg', 'jpeg', 'png']
export const LARGEST = 100 * 1024 * 1024
