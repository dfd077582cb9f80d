/**
 * Makes an example ready as a stranger would have it: its own packages from its own lockfile, and tierwise packed and unpacked, not linked to src.
 * `node scripts/example.mjs examples/NAME`, or `prepareExample('examples/NAME')` from a test. Does nothing that is done already.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { freshen } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

/**
 * @param build `{ types: true }` where the example needs the type files or the JSON Schemas
 * @returns the absolute path of the example. Exits or throws when something cannot be made.
 */
export function prepareExample(folder, build = {}) {
  ensureInstalled()
  const home = `${root}${folder}`
  installOwn(home)
  if (!freshen(build)) throw new Error('dist could not be built: see above.')
  unpackInto(`${home}/node_modules`)
  return home
}

/** `npm ci` where the example has packages of its own and they are not those of its lockfile. */
function installOwn(home) {
  const lock = `${home}/package-lock.json`
  const mark = `${home}/node_modules/.made-of`
  if (!existsSync(lock)) return
  const wanted = readFileSync(lock, 'utf8')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  console.log(`Installing the packages of ${basename(home)}: npm ci`)
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], home)
  writeFileSync(mark, wanted)
}

/** What `npm install tierwise` would put there. Its dependencies are found in the project above. */
function unpackInto(modules) {
  const mark = `${modules}/tierwise/.packed-at`
  const made = String(statSync(`${root}dist/index.js`).mtimeMs)
  if (existsSync(mark) && readFileSync(mark, 'utf8') === made) return
  const work = `${root}node_modules/.cache/tierwise/pack-${process.pid}`
  mkdirSync(work, { recursive: true })
  const { stdout } = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', work], root, 'pipe')
  const { filename } = JSON.parse(stdout.slice(stdout.indexOf('[')))[0]
  run('tar', ['-xzf', filename], work)
  writeFileSync(`${work}/package/.packed-at`, made)
  mkdirSync(modules, { recursive: true })
  const old = `${work}/old`
  if (existsSync(`${modules}/tierwise`)) renameSync(`${modules}/tierwise`, old)
  cpSync(`${work}/package`, `${modules}/tierwise`, { recursive: true })
  rmSync(work, { recursive: true, force: true })
}

function npm(args, cwd, stdout = 'inherit') {
  const own = process.env.npm_execpath?.endsWith('.js')
  return own ? run(process.execPath, [process.env.npm_execpath, ...args], cwd, stdout) : run('npm', args, cwd, stdout)
}

function run(program, args, cwd, stdout = 'inherit') {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'], maxBuffer: 1 << 26 })
  if (done.status !== 0) throw new Error(`${program} ${args[0]} failed in ${basename(cwd)}: see above.`)
  return done
}

if (basename(process.argv[1] ?? '') === 'example.mjs') prepareExample(process.argv[2])
