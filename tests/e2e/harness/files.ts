// Small files of the kinds that evidence is made of.
export interface UploadedFile {
  name: string
  mimeType: string
  buffer: Buffer
}

export function pdf(name: string, words: string): UploadedFile {
  const body = `%PDF-1.4\n1 0 obj<</Type/Catalog/Title(${words})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body) }
}

/** One white dot. */
export function png(name: string): UploadedFile {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj0qQAAAABJRU5ErkJggg=='
  return { name, mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') }
}

/** A table as a text that Excel opens. */
export function csv(name: string, rows: readonly (readonly string[])[]): UploadedFile {
  const words = rows.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')).join('\r\n')
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${words}`) }
}

export function text(name: string, words: string): UploadedFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(words) }
}
