/**
 * `npm run bench [-- NAME …] [-- --quick] [-- --rounds N] [-- --print]`: the tables of test/bench. Every round runs each variant once in a process
 * of its own, so that the machine's noise is shared; only ratios within one table mean anything, and a ratio is the median of the rounds' own.
 * Without `--rounds` there are two, and more, up to nine, as long as they take little time. Variants that disagree on the check fail the command.
 * What was measured replaces its sections of docs/benchmarks.md, unless `--print`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { basename } from 'node:path'
import { growthSection, MOST_SLOPE, median, mergeSections, sizeSection, slopeOf } from './bench-page.mjs'
import { freshen } from './build.mjs'
import { root } from './install.mjs'

const FRAME = ['measure.mjs']
const PAGE = `${root}docs/benchmarks.md`
const LEAST_ROUNDS = 2
const MOST_ROUNDS = 9
const ROUNDS_MS = 20_000

if (process.argv[1]?.endsWith('bench.mjs')) process.exit((await main(process.argv.slice(2))) ? 0 : 1)

async function main(args) {
  const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : undefined
  const asked = args.filter((argument, i) => !argument.startsWith('--') && args[i - 1] !== '--rounds')
  const tables = {}
  for (const file of readdirSync(`${root}test/bench`).filter((name) => name.endsWith('.mjs') && !FRAME.includes(name)))
    tables[basename(file, '.mjs')] = await import(`../test/bench/${file}`)
  const known = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, partsOf(table)]))
  const names = Object.keys(tables).filter((name) => asked.length === 0 || asked.includes(name))
  if (names.length === 0 || (rounds !== undefined && !(rounds >= 1))) {
    console.error(`No benchmark called ${asked.join(', ')}.`)
    return false
  }
  if (!freshen()) return false
  const folder = `${root}node_modules/.cache/tierwise/bench`
  let agree = true
  for (const name of names) {
    const table = tables[name]
    const circumstances = (ran) => circumstancesOf(table.peers ?? [], ran)
    const section = { name, about: aboutOf(name) }
    const write = (part, text) => {
      if (!args.includes('--print')) writeFileSync(PAGE, mergeSections(readPage(), { ...section, part, text }, known))
    }
    for (const [size, options] of Object.entries(table.sizes)) {
      if (args.includes('--quick') && !options.quick) continue
      await table.prepare?.(options, folder)
      const compared = compare(name, size, table, rounds, folder)
      const notes = [...compared.results.flatMap(oneCall), ...(table.notes && options.quick ? await table.notes(options, folder) : [])]
      for (const line of [...compared.goals.map(toldGoal), ...notes]) console.log(line)
      agree &&= compared.agree
      if (compared.agree) write(size, sizeSection({ base: table.base, ...compared, notes, circumstances: circumstances(compared.rounds) }))
    }
    if (table.growth && !args.includes('--quick')) {
      const grown = await grow(name, table, rounds, folder)
      agree &&= grown.agree
      if (grown.agree) write('growth', growthSection({ ...grown, circumstances: circumstances(grown.rounds) }))
    }
  }
  return agree
}

function partsOf({ sizes, growth }) {
  return [...Object.keys(sizes), ...(growth ? ['growth'] : [])]
}

function compare(name, size, { base, variants, sizes }, rounds, folder) {
  console.log(`\n${name}: ${size}`)
  const names = Object.keys(variants)
  const measured = inRounds(rounds, () => names.map((variant) => measure(name, variant, size, folder)))
  const runs = Object.fromEntries(names.map((variant, v) => [variant, measured.map((round) => round[v])]))
  const complete = measured.flat().every((run) => run !== undefined)
  const results = complete ? names.map((variant) => ({ ...summed(variant, runs[variant]), ratio: ratioOf(runs[variant], runs[base]) })) : []
  for (const { variant, absent, cpu, least, wall, ratio, rssMB, phases, check } of results) {
    if (absent) console.log(`${variant.padEnd(22)} not run here: ${absent}`)
    else {
      console.log(
        `${variant.padEnd(22)} ${shown(cpu)} ms CPU median ${shown(least)} least ${shown(wall)} wall ${ratio.toFixed(2).padStart(7)} × ${base}  ${String(rssMB).padStart(6)} MB  check ${check}`,
      )
      for (const [phase, ms] of Object.entries(phases)) console.log(`  ${phase.padEnd(20)} ${shown(ms)} ms`)
    }
  }
  const checks = new Set(results.flatMap(({ variant, absent }) => (absent ? [] : runs[variant].map(({ check }) => check))))
  if (checks.size > 1) console.log(`The variants disagree: ${[...checks].join(' | ')}`)
  const goals = complete ? (sizes[size].goals ?? []).map((goal) => judged(goal, runs)) : []
  return { results, goals, rounds: measured.length, agree: complete && checks.size === 1 }
}

/** Rounds of the same work, at least two; more where they take little, so that one wave of other work on the machine decides nothing. */
function inRounds(asked, round) {
  const ran = []
  const started = performance.now()
  const more = () =>
    asked ? ran.length < asked : ran.length < LEAST_ROUNDS || (ran.length < MOST_ROUNDS && performance.now() - started < ROUNDS_MS)
  while (more()) ran.push(round())
  return ran
}

/** The same work on ever twice as many rows; what grows in proportion has a slope of 2. */
async function grow(name, { growth, prepare }, rounds, folder) {
  const { sizes, variants } = growth
  const names = Object.keys(sizes)
  for (const size of names) await prepare?.(sizes[size], folder)
  const measured = inRounds(rounds, () => names.map((size) => variants.map((variant) => measure(name, variant, size, folder))))
  const agree = names.every((_, s) => new Set(measured.flatMap((round) => round[s].map((run) => run?.check ?? NaN))).size === 1)
  if (!measured.flat(2).every((run) => run !== undefined) || !agree) return { agree: false }
  const rows = names.map((size, s) => ({ size, cpu: variants.map((_, v) => median(measured.map((round) => median(round[s][v].cpu)))) }))
  rows.forEach(({ size, cpu }, s) => {
    const told = variants.map(
      (variant, v) => `${variant} ${shown(cpu[v])} ms${s > 0 ? ` (${(cpu[v] / rows[s - 1].cpu[v]).toFixed(2)} ×)` : ''}`,
    )
    console.log(`${name} growth, ${size}: ${told.join(', ')}`)
  })
  const slopes = variants.map((variant, v) => `${variant} ${slopeOf(rows, v).toFixed(2)}`)
  console.log(`${name}, per doubling (G16: at most ${MOST_SLOPE}): ${slopes.join(', ')}`)
  return { agree, variants, rows, rounds: measured.length }
}

function measure(name, variant, size, folder) {
  const args = ['--expose-gc', '--max-old-space-size=12000', `${root}test/bench/measure.mjs`, name, variant, size, folder]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1))
  console.log(`${variant} failed: ${stderr.trim().split('\n').slice(0, 6).join(' ')}`)
  return undefined
}

function summed(variant, runs) {
  if (runs.some(({ absent }) => absent)) return { variant, absent: runs[0].absent }
  const cpu = runs.flatMap((run) => run.cpu)
  const phases = runs.flatMap((run) => run.phases)
  return {
    variant,
    cpu: median(cpu),
    least: Math.min(...cpu),
    wall: Math.min(...runs.flatMap((run) => run.wall)),
    rssMB: Math.max(...runs.map(({ rssMB }) => rssMB)),
    check: runs[0].check,
    ...(runs[0].p50 === undefined
      ? {}
      : Object.fromEntries(['p50', 'p99', 'timer'].map((one) => [one, median(runs.map((run) => run[one]))]))),
    phases: Object.fromEntries(Object.keys(phases[0]).map((phase) => [phase, median(phases.map((one) => one[phase]))])),
  }
}

function oneCall({ variant, p50, p99, timer }) {
  return p50 === undefined
    ? []
    : [`${variant}, one call by the clock: p50 ${p50} ns, p99 ${p99} ns; the clock's own ${timer} ns are subtracted`]
}

/** A goal is a ratio of two variants: `{ goal: 'G1', variant, of, atMost }`, on processor time unless it says `wall` or `rssMB`; or, without `of`, a figure itself: `p50` or `p99` in ns. */
function judged({ goal, variant, of, atMost, figure = 'cpu' }, runs) {
  const ratio = of ? ratioOf(runs[variant], runs[of], figure) : median(runs[variant].map((run) => figureOf(run, figure)))
  return { goal, variant, of, atMost, figure, ratio: Number.isNaN(ratio) ? undefined : ratio }
}

function figureOf(run, figure) {
  if (figure === 'cpu') return median(run.cpu)
  return figure === 'wall' ? Math.min(...run.wall) : (run[figure] ?? NaN)
}

/** The median of the rounds' ratios: what else the machine did in a round, it did to both. */
function ratioOf(runs, others, figure = 'cpu') {
  return median(runs.map((run, i) => (run.absent || others[i].absent ? NaN : figureOf(run, figure) / figureOf(others[i], figure))))
}

function toldGoal({ goal, variant, of, atMost, figure, ratio }) {
  const outcome = ratio === undefined ? 'not run here' : `${ratio.toFixed(2)}: ${ratio <= atMost ? 'met' : 'MISSED'}`
  return `${goal}: ${variant} ≤ ${Number(atMost.toPrecision(3))}${of ? ` × ${of}` : ''} (${figure}): ${outcome}`
}

/** When, on what, against which versions. */
function circumstancesOf(peers, rounds) {
  const [{ model }] = cpus()
  const versions = peers.map((peer) => {
    const path = `${root}node_modules/${peer}/package.json`
    return existsSync(path) ? `${peer} ${JSON.parse(readFileSync(path, 'utf8')).version}` : `${peer} not installed`
  })
  return [
    new Date().toISOString().slice(0, 10),
    `tierwise ${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src') ? ' and changes' : ''}`,
    `Node ${process.versions.node} (V8 ${process.versions.v8.split('-')[0]})`,
    ...versions,
    `${process.platform} ${process.arch}, ${cpus().length} cores${/[a-z]/i.test(model) && model !== 'unknown' ? ` (${model.trim()})` : ''}, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()[0].toFixed(1)}`,
    `${rounds} rounds`,
    `ceilings ${ceilingsHash()}`,
  ].join(' · ')
}

function git(...args) {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'without git'
  }
}

/** A table's first comment says what it measures. */
function aboutOf(name) {
  const text = readFileSync(`${root}test/bench/${name}.mjs`, 'utf8').match(/^\/\*\*([\s\S]*?)\*\//)?.[1] ?? ''
  return text
    .replace(/^\s*\* ?/gm, '')
    .trim()
    .replace(/\n/g, ' ')
}

function readPage() {
  return existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
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

function shown(ms) {
  return ms.toFixed(ms < 100 ? 2 : 0).padStart(9)
}
