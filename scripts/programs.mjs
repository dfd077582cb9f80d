// Runs every program card against its definition: node scripts/programs.mjs [CARDS_DIR DEFINITIONS_DIR] [--only SLUG] [--mode plain|daily|doubled|shuffled|renamed|json]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const out = mkdtempSync(join(tmpdir(), 'tierwise-programs-'))
try {
  const outfile = join(out, 'programs.mjs')
  await build({
    entryPoints: [join(root, 'test/programs/runner/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'error',
  })
  const { main } = await import(pathToFileURL(outfile).href)
  process.exitCode = main(process.argv.slice(2))
} finally {
  rmSync(out, { recursive: true, force: true })
}
