/** One variant of one table at one size, in a process of its own: node --expose-gc measure.mjs TABLE VARIANT SIZE FOLDER → one line of JSON. */
import { existsSync, readFileSync } from 'node:fs'

const [table, variant, sizeName, folder] = process.argv.slice(2)
const CALLS = 50_000
const { check, growth, load, sizes, variants } = await import(`./${table}.mjs`)
const size = sizes[sizeName] ?? growth.sizes[sizeName]
let run
try {
  run = await variants[variant](load(size, folder))
} catch (error) {
  // An alternative that is too large to install for everybody.
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  console.log(JSON.stringify({ absent: error.message.split('\n')[0] }))
  process.exit(0)
}

let phases = {}
const phase = (name, work) => {
  const before = process.cpuUsage()
  const result = work()
  phases[name] = used(before)
  return result
}
/**
 * A run is repeated until it has lasted this long, in processor time, so that what else the machine does changes nothing. What takes a millisecond is measured as
 * it is in steady use; a full collection leaves threads sweeping for some milliseconds more, so that such a run comes once, unmeasured, after it.
 */
const LASTING_MS = 50

const lasting = async () => {
  const started = performance.now()
  const began = process.cpuUsage()
  let times = 0
  let result
  do {
    phases = {}
    result = await run(phase)
    times++
  } while (used(began) < LASTING_MS && result.ms === undefined)
  return { result, times, wall: (performance.now() - started) / times }
}

let result
let times = 1
for (let i = 0; i < size.warm; i++) ({ result, times } = await lasting())
const cpu = []
const wall = []
const perPhase = []
for (let i = 0; i < size.runs; i++) {
  result = undefined
  globalThis.gc()
  if (times > 1) await lasting()
  const before = process.cpuUsage()
  const ran = await lasting()
  const spent = used(before) / ran.times
  ;({ result } = ran)
  wall.push(ran.wall)
  // Work done in another process, a browser page, is timed there.
  cpu.push(result.ms ?? spent)
  perPhase.push(result.phases ?? phases)
}
console.log(
  JSON.stringify({
    cpu,
    wall,
    ...(run.one ? singly(run.one) : {}),
    phases: perPhase,
    check: check(result),
    rssMB: peakMB(),
  }),
)
process.exit(0) // DuckDB keeps threads

/** Nanoseconds by the clock of one call, less what the clock itself takes. */
function singly(one) {
  const timer = clocked(() => {})[CALLS >> 1]
  const times = clocked(one)
  const at = (share) => Math.max(0, times[Math.floor(CALLS * share)] - timer)
  return { p50: at(0.5), p99: at(0.99), timer }
}

/** Ascending. */
function clocked(one) {
  const times = new Float64Array(CALLS)
  for (let i = 0; i < CALLS; i++) {
    const before = process.hrtime.bigint()
    one(i)
    times[i] = Number(process.hrtime.bigint() - before)
  }
  return times.sort()
}

/** Milliseconds of processor time, all threads. */
function used(before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/**
 * The most memory of this process. What `getrusage` calls the peak begins, on Linux, with that of the process that started this one: a large
 * parent would hide every small child.
 */
function peakMB() {
  const status = '/proc/self/status'
  const peak = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) : undefined
  return Math.round(Number(peak?.[1] ?? process.resourceUsage().maxRSS) / 1024)
}
