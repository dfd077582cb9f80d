/** `npm start [-- orders.csv …]`: installs and builds what is missing, then runs the main job of examples/crm-import. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ensureInstalled, root } from './install.mjs'

const main = `${root}examples/crm-import/main.mjs`
if (!existsSync(main)) {
  console.error('The example examples/crm-import is not here yet, so there is nothing to start.')
  process.exit(1)
}
ensureInstalled()
const { freshen } = await import('./build.mjs') // needs what was just installed
if (!freshen()) process.exit(1)
// A path on the command line is meant from where the user stands, not from where npm goes.
const cwd = process.env.npm_lifecycle_event === 'start' ? process.env.INIT_CWD : undefined
const { status } = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { cwd: cwd ?? process.cwd(), stdio: 'inherit' })
process.exit(status ?? 1)
