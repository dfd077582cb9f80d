/** The first call of one variant of `rfm`: node rfm-first.mjs VARIANT → one line of JSON. */
import { genOrders, sparseId } from '../ceilings/w1-rfm/gen.mjs'
import { check, variants } from '../rfm.mjs'

const length = 1000
const { cust, ts, amt } = genOrders(length, 100)
const id = Int32Array.from(cust, sparseId)
const cents = Float64Array.from(amt, (amount) => Math.round(amount * 100))
const run = await variants[process.argv[2]]({ id, at: ts, cents, length })
const phases = {}
const phase = (name, work) => {
  const before = process.cpuUsage()
  const result = work()
  phases[name] = used(before)
  return result
}
const before = process.cpuUsage()
const result = await run(phase)
console.log(JSON.stringify({ ms: used(before), phases, check: check(result) }))

function used(before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
