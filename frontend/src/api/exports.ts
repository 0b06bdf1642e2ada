// Taking a table out: made by the server from what the reader may see, then saved by the browser.
import { download, send, url } from './client'
import type { Export, ExportFormat, ExportKind } from './types'

export interface Wanted {
  kind: ExportKind
  format: ExportFormat
  plan_id?: string
  /** of an annual book */
  year?: number
  /** as in the address of the task list */
  filter?: string
}

export async function takeOut(wanted: Wanted): Promise<void> {
  const made = await send<Export>('POST', '/api/v1/exports', { body: wanted })
  await download(url`/api/v1/exports/${made.id}/content`)
}
