// Node cannot read TypeScript yet; Vite can.
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const [folder] = process.argv.slice(2)
if (!folder) {
  process.stderr.write('Where to? npm run screenshots -- FOLDER, or -- --guide\n')
  process.exit(2)
}
const page = folder === '--guide' ? 'guide' : 'take'
const { module } = await runnerImport(fileURLToPath(new URL(`pictures/${page}.ts`, import.meta.url)))
await (folder === '--guide' ? module.takeGuide() : module.takePictures(folder))
