// Node cannot read TypeScript yet; Vite can.
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const [folder] = process.argv.slice(2)
if (!folder) {
  process.stderr.write('Where to? npm run screenshots -- FOLDER\n')
  process.exit(2)
}
const { module } = await runnerImport(fileURLToPath(new URL('pictures/take.ts', import.meta.url)))
await module.takePictures(folder)
