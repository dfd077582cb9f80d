/** Makes a fresh clone ready: the right Node, and what package-lock.json names. Uses nothing but Node and npm. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Installs when node_modules is missing or holds other versions than package-lock.json, and says so. Exits when that fails. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`tierwise needs Node 20.19 or newer; this is ${process.versions.node}.`)
    process.exit(1)
  }
  const why = staleness()
  if (why === undefined) return
  console.log(`Installing the development packages (${why}): npm ci`)
  const started = performance.now()
  // Under `npm start` npm names its own program; `npm` on the PATH is a script file on Windows.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const { status } = spawnSync(npm[0], [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: npm.length === 1 && process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('npm ci failed: see its messages above. Without the network, run it once where there is one.')
    process.exit(1)
  }
  console.log(`Installed in ${((performance.now() - started) / 1000).toFixed(0)} s.\n`)
}

/** Why node_modules cannot be used, or undefined. npm writes what it installed to a lockfile of its own, last of all. */
function staleness() {
  const installedFile = `${root}node_modules/.package-lock.json`
  if (!existsSync(installedFile)) return existsSync(`${root}node_modules`) ? 'node_modules is incomplete' : 'node_modules is missing'
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  for (const [path, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (path === '' || optional || devOptional) continue // other platforms' binaries are never all here
    if (installed[path]?.version !== version) return 'node_modules is older than package-lock.json'
  }
  return undefined
}
