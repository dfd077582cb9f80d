/** One variant of one table at one size, in a process of its own: node --expose-gc measure.mjs TABLE VARIANT SIZE FOLDER → one line of JSON. */
const [table, variant, sizeName, folder] = process.argv.slice(2)
const { check, load, sizes, variants } = await import(`./${table}.mjs`)
const size = sizes[sizeName]
const run = await variants[variant](load(size, folder))

let phases = {}
const phase = (name, work) => {
  const before = process.cpuUsage()
  const result = work()
  phases[name] = used(before)
  return result
}
let result
for (let i = 0; i < size.warm; i++) result = await run(phase)
const cpu = []
const perPhase = []
for (let i = 0; i < size.runs; i++) {
  result = undefined
  phases = {}
  globalThis.gc()
  const before = process.cpuUsage()
  result = await run(phase)
  cpu.push(used(before))
  perPhase.push(phases)
}
console.log(JSON.stringify({ cpu, phases: perPhase, check: check(result), rssMB: Math.round(process.resourceUsage().maxRSS / 1024) }))
process.exit(0) // DuckDB keeps threads

/** Milliseconds of processor time, all threads. */
function used(before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
