/**
 * RFM of every customer by one statement of tierwise over two shards, the same over one server, and the same in this process: identical.
 * `npm start -- [orders] [customers]`, default 10,000,000 and 1,000,000.
 */
import Cursor from 'pg-cursor'
import { readFacts, summarize } from 'tierwise/facts'
import { fitRfm, scoreRfm, standardSegments } from 'tierwise/rfm'
import { toSql } from 'tierwise/sql'
import { seconds, startCluster } from './cluster.js'
import { AS_OF, orderAt } from './orders.js'

const ORDERS = Number(process.argv[2] ?? 10_000_000)
const CUSTOMERS = Number(process.argv[3] ?? Math.max(1, Math.round(ORDERS / 10)))
const say = (line) => console.log(line)

const cluster = await startCluster(ORDERS, CUSTOMERS, say)
if (cluster === undefined) {
  say('not run here: no PostgreSQL is installed')
  process.exit(0)
}
try {
  process.exitCode = (await compare(cluster.coordinator)) ? 0 : 1
} finally {
  await cluster.stop()
}

async function compare(coordinator) {
  const sharded = statement('orders')
  const { rows: plan } = await coordinator.query(`explain (verbose, costs off) ${sharded.text}`, sharded.params)
  const lines = plan.map((row) => row['QUERY PLAN'])
  const pushed = lines.filter((line) => /Relations: Aggregate on \(/.test(line))
  say('\nThe plan, where it touches the shards:')
  for (const line of lines.filter((text) => /Foreign Scan|Relations:|Remote SQL:/.test(text))) say(`  ${line.trim().slice(0, 230)}`)
  if (pushed.length !== 2) {
    say(`FAILED: the grouping is done on ${pushed.length} of 2 shards`)
    return false
  }
  say('  the grouping is done on both shards; the coordinator sees a row per customer')

  const run = async (name, { text, params }) => {
    const started = performance.now()
    const table = await fetchAll(coordinator, text, params)
    say(`${name.padEnd(24)} ${seconds(started).padStart(8)}   ${table.size} customers`)
    return table
  }
  say('')
  const onShards = await run('two shards', sharded)
  const onOne = await run('one server', statement('orders_here'))
  const started = performance.now()
  const here = inProcess()
  say(`${'in this process'.padEnd(24)} ${seconds(started).padStart(8)}   ${here.size} customers`)

  let same = 0
  for (const [customer, score] of here) if (onShards.get(customer) === score && onOne.get(customer) === score) same++
  say(`\nidentical: ${same} of ${here.size} customers`)
  return same === here.size && onShards.size === here.size && onOne.size === here.size
}

function statement(table) {
  const source = {
    table,
    id: 'order_id',
    customer: 'customer_id',
    at: { column: 'ordered_ms', as: 'epochMs' },
    amountMinor: 'amount_minor',
    timeZone: 'UTC',
    currency: 'EUR',
  }
  return toSql({ kind: 'rfm-fit', score: true }, { dialect: 'postgres', source, asOf: AS_OF, segments: standardSegments })
}

/** Row by row through a cursor: a million customers need not be in one answer. */
async function fetchAll(client, text, params) {
  const cursor = client.query(new Cursor(text, params))
  const table = new Map()
  for (;;) {
    const rows = await cursor.read(20_000)
    if (rows.length === 0) break
    for (const row of rows) table.set(String(row.customerId), `${row.cell} ${row.segment}`)
  }
  await cursor.close()
  return table
}

function inProcess() {
  const customer = new Int32Array(ORDERS)
  const at = new Float64Array(ORDERS)
  const amount = new Float64Array(ORDERS)
  for (let i = 0; i < ORDERS; i++) {
    const order = orderAt(i + 1, CUSTOMERS)
    customer[i] = order.customer
    at[i] = order.at
    amount[i] = order.amountMinor
  }
  const { facts } = readFacts(
    { length: ORDERS, columns: { customer, at, amount } },
    { order: { customer: 'customer', at: 'at', amount: { column: 'amount', unit: 'minor' } }, currency: 'EUR', timeZone: 'UTC' },
  )
  const customers = summarize(facts, { asOf: AS_OF })
  const { length, columns } = scoreRfm(fitRfm(customers), customers, { segments: standardSegments })
  const table = new Map()
  const read = (column, i) => ('codes' in column ? column.values[column.codes[i]] : column[i])
  for (let i = 0; i < length; i++) table.set(String(read(columns.customerId, i)), `${read(columns.cell, i)} ${read(columns.segment, i)}`)
  return table
}
