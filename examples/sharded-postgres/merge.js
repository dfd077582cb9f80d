/**
 * The same without a database: worker processes each read a part of the orders into partial summaries, this one merges them. Any partition
 * will do, also one that splits a customer's orders. `npm run merge -- [orders] [processes]`.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { collectFacts, finish, mergeSummaries, partialsOf, rows, summarize } from 'tierwise/facts'
import { AS_OF, orderAt } from './orders.js'

const CUSTOMERS_SHARE = 10

if (process.send) {
  process.once('message', ({ orders, part, parts }) => {
    process.send(partialsOf(factsOf(orders, part, parts), { ids: 'drop' }), () => process.exit(0))
  })
} else {
  const orders = Number(process.argv[2] ?? 200_000)
  const parts = Number(process.argv[3] ?? 4)
  const partials = await Promise.all(Array.from({ length: parts }, (_, part) => ask({ orders, part, parts })))
  const merged = finish(partials.reduce(mergeSummaries), { asOf: AS_OF })
  const whole = summarize(factsOf(orders, 0, 1), { asOf: AS_OF })
  const byId = new Map(Array.from(rows(whole), (row) => [row.customerId, JSON.stringify(row)]))
  let same = 0
  for (const row of rows(merged)) if (byId.get(row.customerId) === JSON.stringify(row)) same++
  console.log(`${orders} orders summarized by ${parts} processes and merged`)
  console.log(`identical: ${same} of ${byId.size} customers`)
  process.exitCode = same === byId.size && merged.length === byId.size ? 0 : 1
}

function ask(message) {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(import.meta.url), [], { serialization: 'advanced' })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.send(message)
  })
}

/** Every `parts`-th order. */
function factsOf(orders, part, parts) {
  const customers = Math.max(1, Math.round(orders / CUSTOMERS_SHARE))
  const facts = []
  for (let i = part + 1; i <= orders; i += parts) {
    const { customer, at, amountMinor } = orderAt(i, customers)
    facts.push({ id: `o${i}`, customerId: String(customer), type: 'purchase', at, amountMinor, currency: 'EUR' })
  }
  return collectFacts(facts, { currency: 'EUR', timeZone: 'UTC' })
}
