// `npm run fuzz [-- CASES [SEED]]`: spoiled programs and events, 100,000 by default; only declared errors may come out.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const [cases = '100000', seed = '1'] = process.argv.slice(2)
const module = await bundle('test/program/random/hostile.ts')
try {
  const { fuzz } = await import(module)
  const batch = 5000
  const faults = []
  const total = { cases: 0, refused: 0, accepted: 0, events: 0 }
  const outcomes = {}
  for (let done = 0, i = 0; done < Number(cases) && faults.length < 20; done += batch, i++) {
    const report = fuzz(Math.min(batch, Number(cases) - done), Number(seed) + i)
    for (const key of Object.keys(total)) total[key] += report[key]
    for (const [kind, n] of Object.entries(report.outcomes)) outcomes[kind] = (outcomes[kind] ?? 0) + n
    faults.push(...report.faults)
    console.log(
      `fuzz: ${total.cases} definitions (${total.accepted} accepted, ${total.refused} refused), ${total.events} events, ${faults.length} faults, slowest ${Math.round(report.slowest.ms)} ms (case ${report.slowest.case} of seed ${Number(seed) + i})`,
    )
  }
  console.log(outcomes)
  for (const fault of faults.slice(0, 20)) console.log(fault)
  console.log(`fuzz: ${total.cases} cases from seed ${seed}, ${faults.length} faults`)
  process.exitCode = faults.length === 0 && total.cases > 0 ? 0 : 1
} finally {
  rmSync(fileURLToPath(module))
}
