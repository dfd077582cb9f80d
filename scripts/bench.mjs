/**
 * `npm run bench [-- NAME …] [-- --quick] [-- --rounds N]`: the tables of test/bench. Every round runs each variant once in a process of its own,
 * so that the machine's noise is shared; only ratios within one table mean anything. Variants that disagree on the check fail the command.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { freshen } from './build.mjs'
import { root } from './install.mjs'

const FRAME = ['measure.mjs']

if (process.argv[1]?.endsWith('bench.mjs')) process.exit((await main(process.argv.slice(2))) ? 0 : 1)

async function main(args) {
  const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : 2
  const asked = args.filter((argument, i) => !argument.startsWith('--') && args[i - 1] !== '--rounds')
  const names = readdirSync(`${root}test/bench`)
    .filter((file) => file.endsWith('.mjs') && !FRAME.includes(file))
    .map((file) => basename(file, '.mjs'))
    .filter((name) => asked.length === 0 || asked.includes(name))
  if (names.length === 0 || !(rounds >= 1)) {
    console.error(`No benchmark called ${asked.join(', ')}.`)
    return false
  }
  if (!freshen()) return false
  console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}; test/bench/ceilings ${ceilingsHash()}`)
  const folder = `${root}node_modules/.cache/tierwise/bench`
  let agree = true
  for (const name of names) {
    const table = await import(`../test/bench/${name}.mjs`)
    for (const [size, options] of Object.entries(table.sizes)) {
      if (args.includes('--quick') && !options.quick) continue
      await table.prepare?.(options, folder)
      agree = compare(name, size, table, rounds, folder) && agree
      if (table.notes && options.quick) for (const line of await table.notes(options, folder)) console.log(line)
    }
  }
  return agree
}

function compare(name, size, { base, variants }, rounds, folder) {
  console.log(`\n${name}: ${size}`)
  const results = Object.fromEntries(Object.keys(variants).map((variant) => [variant, []]))
  for (let round = 0; round < rounds; round++) {
    for (const variant of Object.keys(variants)) {
      const args = ['--expose-gc', '--max-old-space-size=12000', `${root}test/bench/measure.mjs`, name, variant, size, folder]
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
      if (status === 0) results[variant].push(JSON.parse(stdout.trim().split('\n').at(-1)))
      else console.log(`${variant} failed: ${stderr.trim().split('\n').slice(0, 6).join(' ')}`)
    }
  }
  const baseMs = median(results[base].flatMap(({ cpu }) => cpu))
  const checks = new Set()
  let complete = true
  for (const [variant, runs] of Object.entries(results)) {
    if (runs.some(({ absent }) => absent)) {
      console.log(`${variant.padEnd(16)} not run here: ${runs[0].absent}`)
      continue
    }
    if (runs.length < rounds) complete = false
    if (runs.length === 0) continue
    const cpu = runs.flatMap((run) => run.cpu)
    const rss = Math.max(...runs.map(({ rssMB }) => rssMB))
    for (const run of runs) checks.add(run.check)
    const ms = median(cpu)
    console.log(
      `${variant.padEnd(16)} ${shown(ms)} ms CPU median ${shown(Math.min(...cpu))} min  ${(ms / baseMs).toFixed(2).padStart(7)} × ${base}  ${String(rss).padStart(6)} MB  check ${runs[0].check}`,
    )
    const phases = runs.flatMap((run) => run.phases)
    for (const phase of Object.keys(phases[0])) console.log(`  ${phase.padEnd(14)} ${shown(median(phases.map((one) => one[phase])))} ms`)
  }
  if (checks.size > 1) console.log(`The variants disagree: ${[...checks].join(' | ')}`)
  return complete && checks.size === 1
}

/** Names the exact ceilings a result was measured against: SHA-256 over the paths and contents of the folder, in order of path. */
export function ceilingsHash() {
  const hash = createHash('sha256')
  for (const path of filesOf('test/bench/ceilings'))
    hash
      .update(`${path}\0`)
      .update(readFileSync(root + path))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

function filesOf(folder) {
  return readdirSync(root + folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesOf(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort()
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function shown(ms) {
  return ms.toFixed(ms < 100 ? 2 : 0).padStart(9)
}
