// Evidence: the list of a task or report, the file behind an entry, and what may be done with it.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { bytes, download, get, send, type Upload, upload, url } from './client'
import type {
  ArchiveContents,
  Evidence,
  EvidenceDetail,
  EvidenceJudgement,
  EvidenceMarks,
  EvidenceReuse,
  HeldDecision,
  HeldEvidence,
  HoldState,
  Listing,
  Preview,
} from './types'

export const taskEvidenceQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['evidence', { taskId }],
    queryFn: ({ signal }) => get<Listing<Evidence>>('/api/v1/evidence', { task_id: taskId, limit: 100 }, signal),
  })

export function downloadEvidence(id: string): Promise<void> {
  return download(url`/api/v1/evidence/${id}/content`)
}

/** What a page may show of a file. Never kept: an internal file bears the time of the look. */
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['evidence', id, 'preview'],
    queryFn: ({ signal }) => get<Preview>(url`/api/v1/evidence/${id}/preview`, undefined, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The bytes of a picture or PDF for its preview. */
export const previewContentQuery = (id: string) =>
  queryOptions({
    queryKey: ['evidence', id, 'preview', 'content'],
    queryFn: ({ signal }) => bytes(url`/api/v1/evidence/${id}/preview/content`, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What may be used again: the latest first, by words or by content. */
export const reusableQuery = (filter: { q?: string; sha256?: string }) =>
  queryOptions({
    queryKey: ['evidence', 'reusable', filter],
    queryFn: ({ signal }) =>
      get<Listing<Evidence>>('/api/v1/evidence', { ...filter, sort: '-uploaded_at', limit: 50 }, signal),
  })

type Piece = Pick<Evidence, 'id' | 'version'>

export function reuseEvidence(reportId: string, body: EvidenceReuse): Promise<Evidence> {
  return send('POST', url`/api/v1/reports/${reportId}/evidence/reuse`, { body })
}

export function judgeEvidence({ id, version }: Piece, body: EvidenceJudgement): Promise<Evidence> {
  return send('POST', url`/api/v1/evidence/${id}/judgement`, { body, version })
}

export function markEvidence({ id, version }: Piece, body: EvidenceMarks): Promise<Evidence> {
  return send('POST', url`/api/v1/evidence/${id}/marks`, { body, version })
}

export function voidEvidence({ id, version }: Piece, reason: string): Promise<Evidence> {
  return send('POST', url`/api/v1/evidence/${id}/void`, { body: { reason }, version })
}

export function removeEvidence({ id, version }: Piece): Promise<null> {
  return send('DELETE', url`/api/v1/evidence/${id}`, { version })
}

/** A new file in the place of an old one; its facts and marks are taken over. */
export function replaceEvidence(old: Evidence, file: File, options: Upload): Promise<Evidence> {
  const form = new FormData()
  form.append('kind', old.kind)
  form.append('title', old.title)
  form.append('publicity', old.publicity)
  form.append('is_internal', String(old.is_internal))
  form.append('file', file)
  return upload<Evidence>(url`/api/v1/evidence/${old.id}/replacement`, form, options)
}

/** The longest file that is read once before it is sent, to see whether it is known already. */
const KNOWN_LIMIT = 64 * 1024 * 1024

/** SHA-256 of a file as the server would find it; null where the browser cannot tell. */
export async function contentHash(file: File): Promise<string | null> {
  // Missing where the site is served over plain HTTP in an intranet; then the server tells afterwards.
  if (!globalThis.crypto?.subtle || file.size > KNOWN_LIMIT) return null
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  } catch {
    return null
  }
}

/** Conditions of the list, as they stand in the address. */
export interface EvidenceConditions {
  q?: string
  kind?: string
  state?: string
  strength?: string
  org?: string
  cycle_id?: string
  duplicates?: string
  incomplete?: string
  mismatched?: string
  internal?: string
  include_void?: string
}

export const evidenceListQuery = (conditions: EvidenceConditions) =>
  infiniteQueryOptions({
    queryKey: ['evidence', 'list', conditions],
    queryFn: ({ pageParam, signal }) =>
      get<Listing<Evidence>>(
        '/api/v1/evidence',
        { ...conditions, sort: '-uploaded_at', limit: 50, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['evidence', 'one', id],
    queryFn: ({ signal }) => get<EvidenceDetail>(url`/api/v1/evidence/${id}`, undefined, signal),
  })

/** What an archive is made of: one of the three; a period may be narrowed to a unit. */
export type ArchiveSubject = { task_id: string } | { milestone_id: string } | { cycle_id: string; org?: string }

/** How much it would hold, asked anew each time. */
export function archiveContents(subject: ArchiveSubject): Promise<ArchiveContents> {
  return get('/api/v1/evidence-archive/contents', { ...subject })
}

export function downloadArchive(subject: ArchiveSubject): Promise<void> {
  return download('/api/v1/evidence-archive', { ...subject })
}

export const heldQuery = (state?: HoldState) =>
  infiniteQueryOptions({
    queryKey: ['held-evidence', { state }],
    queryFn: ({ pageParam, signal }) =>
      get<Listing<HeldEvidence>>('/api/v1/held-evidence', { state, limit: 50, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })

export function decideHeld({ id, version }: HeldEvidence, body: HeldDecision): Promise<HeldEvidence> {
  return send('POST', url`/api/v1/held-evidence/${id}/decision`, { body, version })
}
