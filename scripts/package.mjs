/**
 * The truth about the package, as a user's project sees it: packs it, installs the tarball beside nothing but its own dependencies,
 * and imports every sub-path in ESM, CommonJS and TypeScript. Expects dist with types (`npm run build`).
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './install.mjs'
import { toolPath } from './tool.mjs'

const UNPACKED_MAX = 10 * 1024 * 1024

const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const paths = Object.keys(manifest.exports)
  .filter((key) => !key.endsWith('.json'))
  .map((key) => manifest.name + key.slice(1))
const home = mkdtempSync(join(tmpdir(), 'tierwise-package-'))
let failed = 0

try {
  check('package.json exports are the rooms of src', run([`${root}scripts/exports.mjs`, '--check'], root))

  const packed = npm(['pack', '--json', '--pack-destination', home])
  const { filename, unpackedSize, files } = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[')))[0]
  const tarball = join(home, filename)
  const megabytes = (unpackedSize / 1024 / 1024).toFixed(2)
  check(`unpacked ${megabytes} MB of at most 10, ${files.length} files`, { status: unpackedSize <= UNPACKED_MAX ? 0 : 1, output: '' })
  const strays = files.map(({ path }) => path).filter((path) => !/^(dist\/|package\.json$|README(\.zh-CN)?\.md$|LICENSE$)/.test(path))
  check('holds dist, README and LICENSE, nothing else', { status: strays.length === 0 ? 0 : 1, output: strays.join('\n') })

  check('publint', run([toolPath('publint'), 'run', tarball, '--strict'], root))
  check('are the types wrong?', run([toolPath('attw'), tarball, '--profile', 'node16', '--format', 'ascii', '--no-color'], root))

  const modules = join(home, 'node_modules')
  mkdirSync(modules)
  check('unpack', command('tar', ['-xzf', tarball, '-C', home]))
  cpSync(join(home, 'package'), join(modules, manifest.name), { recursive: true })
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(join(modules, name, '..'), { recursive: true })
    symlinkSync(`${root}node_modules/${name}`, join(modules, name), 'junction')
  }

  const names = paths.map((path) => JSON.stringify(path)).join(', ')
  write('esm.mjs', `for (const path of [${names}]) console.log(path, Object.keys(await import(path)).sort().join(' '))`)
  write('cjs.cjs', `for (const path of [${names}]) console.log(path, Object.keys(require(path)).sort().join(' '))`)
  const esm = run(['esm.mjs'], home)
  const cjs = run(['cjs.cjs'], home)
  check(`imports ${paths.length} paths in ESM`, esm)
  check(`requires ${paths.length} paths in CommonJS`, cjs)
  check('ESM and CommonJS export the same names', { status: esm.output === cjs.output ? 0 : 1, output: `${esm.output}\n${cjs.output}` })

  const consumer = (rooms) =>
    rooms.map((path, i) => `import * as room${i} from '${path}'\nexport const names${i}: string[] = Object.keys(room${i})`).join('\n')
  // `tierwise/schema` shows zod's own types, and those name URL: a host's lib has it, bare ECMAScript has not.
  const bare = consumer(paths.filter((path) => path !== 'tierwise/schema'))
  for (const [name, text] of [
    ['bare', bare],
    ['all', consumer(paths)],
  ]) {
    write(`${name}.mts`, text)
    write(`${name}.cts`, text)
    write(`${name}.ts`, text)
  }
  for (const [module, moduleResolution, forms, name, lib] of [
    ['node16', 'node16', ['mts', 'cts'], 'bare', ['es2022']],
    ['nodenext', 'nodenext', ['mts', 'cts'], 'bare', ['es2022']],
    ['esnext', 'bundler', ['ts'], 'bare', ['es2022']],
    ['nodenext', 'nodenext', ['mts', 'cts'], 'all', ['es2022', 'dom']],
    ['esnext', 'bundler', ['ts'], 'all', ['es2022', 'dom']],
  ]) {
    const files = forms.map((form) => `${name}.${form}`)
    const options = {
      module,
      moduleResolution,
      target: 'es2022',
      lib,
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
    }
    write(`tsconfig.${moduleResolution}.json`, JSON.stringify({ compilerOptions: options, files }))
    check(
      `TypeScript resolves and checks the types of ${name} rooms with ${moduleResolution}`,
      run([toolPath('tsc'), '-p', `tsconfig.${moduleResolution}.json`], home),
    )
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
process.exit(failed > 0 ? 1 : 0)

function check(title, { status, output }) {
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${title}`)
  if (status === 0) return
  failed++
  console.log(output.slice(0, 8000))
}

function run(args, cwd) {
  return command(process.execPath, args, cwd)
}

function command(program, args, cwd = home) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 })
  return { status, output: `${stdout}${stderr}`, stdout }
}

function npm(args) {
  const own = process.env.npm_execpath?.endsWith('.js')
  return own ? command(process.execPath, [process.env.npm_execpath, ...args], root) : command('npm', args, root)
}

function write(file, text) {
  writeFileSync(join(home, file), text)
}
