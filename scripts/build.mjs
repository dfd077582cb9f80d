/** Builds dist. `npm run build` makes everything anew; `freshen` builds only when src is newer, without type files unless asked. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { root } from './install.mjs'
import { script, toolPath } from './tool.mjs'

/** @returns false when the build failed; its messages are on stderr then */
export function freshen({ types = false } = {}) {
  if (isFresh(types)) return true
  return build({ types })
}

export function build({ types }) {
  const started = performance.now()
  // Beside dist first, then moved in one step: another process may be reading the old one.
  const made = `${root}node_modules/.cache/tierwise/build-${process.pid}`
  mkdirSync(made, { recursive: true })
  const { status, stdout, stderr } = spawnSync(process.execPath, [toolPath('tsup'), '--out-dir', made, '--silent'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...(types ? {} : { TIERWISE_NO_DTS: '1' }) },
  })
  if (status !== 0) {
    console.error(`${stdout}${stderr}`)
    rmSync(made, { recursive: true, force: true })
    return false
  }
  if (types && !script('scripts/schemas.mjs', [`${made}/schemas`])) return false
  // A script of its own, in a process of its own: building stays synchronous.
  if (!script('scripts/udf.mjs', [`${made}/udf.js`])) return false
  const old = `${made}-old`
  if (existsSync(`${root}dist`)) renameSync(`${root}dist`, old)
  renameSync(made, `${root}dist`)
  rmSync(old, { recursive: true, force: true })
  console.log(`Built dist${types ? ' with types' : ''} in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  return true
}

/** Every file that package.json exports is there and newer than every source. */
function isFresh(types) {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  const files = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : [entry.import, entry.require].flatMap((form) => (types ? [form.default, form.types] : [form.default])),
  )
  const newest = Math.max(
    ...['package.json', 'tsup.config.ts', 'tsconfig.json', ...sources('src')].map((path) => statSync(root + path).mtimeMs),
  )
  return files.every((path) => existsSync(root + path) && statSync(root + path).mtimeMs >= newest)
}

function sources(folder) {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  )
}

if (basename(process.argv[1] ?? '') === 'build.mjs')
  process.exit((process.argv.includes('--stale') ? freshen : build)({ types: true }) ? 0 : 1)
