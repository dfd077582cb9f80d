/** `npm start`: installs what is missing, builds the page and serves it on this machine only. `npm start -- --port 8080 --open` passes on to Vite. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const inRepository = new URL('../../scripts/example.mjs', import.meta.url)
console.log('Making tierwise and the page ready; the first time takes a minute or two.')
// In a clone of tierwise the library is packed from source; a copy of this folder installs the published one.
if (existsSync(inRepository)) (await import(inRepository.href)).prepareExample('examples/preview-frontend', { types: true })
else if (!existsSync(`${here}node_modules`)) run('npm', ['install', '--no-audit', '--no-fund'])

const vite = `${here}node_modules/vite/bin/vite.js`
run(process.execPath, [vite, 'build', '--logLevel', 'warn'])
run(process.execPath, [vite, 'preview', '--host', '127.0.0.1', ...process.argv.slice(2)])

function run(program, args) {
  const { status } = spawnSync(program, args, {
    cwd: here,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
    shell: program === 'npm' && process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
