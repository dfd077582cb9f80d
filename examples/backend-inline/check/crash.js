/**
 * The process is killed at random moments of a load and started again, many times, against a real PostgreSQL. Afterwards every request that
 * was answered is in, none is in twice, and the balances are those of a recount that knows nothing of tierwise.
 * `npm run crash -- [kills]`, default 200; `DATABASE_URL` or a server of its own.
 */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres } from '../../../scripts/postgres.mjs'
import { send, startService } from './service.js'

const KILLS = Number(process.argv[2] ?? 200)
const MEMBERS = 24
const CLIENTS = 8

const own = process.env.DATABASE_URL ? undefined : await startPostgres()
const url = process.env.DATABASE_URL ?? own?.url
if (url === undefined) {
  console.log('not run here: no PostgreSQL is installed, and DATABASE_URL is not set')
  process.exit(0)
}

const random = seeded(20261130)
/** Request id → what was sent and answered. */
const answered = new Map()
/** What no answer came for: sent again, as a webhook's sender does. */
const open = []
let sent = 0
let service = await startService(url, 0)
let alive = true
let kills = 0
const started = performance.now()
try {
  const clients = Array.from({ length: CLIENTS }, () => client())
  while (kills < KILLS) {
    await wait(20 + random() * 480)
    service.process.kill('SIGKILL')
    await once(service.process, 'exit')
    kills++
    service = await startService(url, 0)
    if (kills % 20 === 0) console.log(`${kills} kills, ${answered.size} answered, ${open.length} open`)
  }
  alive = false
  await Promise.all(clients)
  while (open.length > 0) await deliver(open.shift())
  process.exitCode = (await check()) ? 0 : 1
} finally {
  service.process.kill('SIGKILL')
  own?.stop()
}

async function client() {
  while (alive) {
    const request = open.length > 0 && (open.length >= 4 * CLIENTS || random() < 0.5) ? open.shift() : next() // senders wait while nobody answers
    await deliver(request)
  }
}

async function deliver(request) {
  const result = await send(service.address, request.path, request.body)
  if (result === undefined || result.status >= 500) {
    open.push(request)
    await wait(10)
  } else if (answered.has(request.body.id) && answered.get(request.body.id).outcome !== result.answer.outcome) {
    throw new Error(`${request.body.id} was answered in two ways`)
  } else answered.set(request.body.id, { ...request, status: result.status, outcome: result.answer.outcome })
}

/** Orders, redemptions, and whole refunds of orders that were answered. */
function next() {
  const n = sent++
  const customerId = `m${Math.floor(random() * MEMBERS)}`
  const at = new Date(Date.now() - Math.floor(random() * 60_000)).toISOString() // up to a minute late
  const kind = random()
  const refundable = kind < 0.1 ? [...answered.values()].find((one) => one.path === '/webhooks/orders' && !one.refunded) : undefined
  if (refundable) {
    refundable.refunded = true
    return { path: '/webhooks/refunds', body: { id: `r${n}`, customerId: refundable.body.customerId, orderId: refundable.body.id } }
  }
  if (kind < 0.3) return { path: '/webhooks/redemptions', body: { id: `x${n}`, customerId, stars: String(100 * Math.ceil(random() * 5)) } }
  const cents = Math.floor(random() * 50_000)
  return {
    path: '/webhooks/orders',
    body: { id: `o${n}`, customerId, at, amount: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}` },
  }
}

async function check() {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const events = await client.query('select id, count(*)::int as times from events group by id')
  const times = new Map(events.rows.map((row) => [row.id, row.times]))
  const missing = [...answered.keys()].filter((id) => times.get(id) !== 1)
  const strangers = [...times.keys()].filter((id) => !answered.has(id))
  const earned = await client.query(
    `select entry->>'cause' as cause, count(*)::int as times from entries where entry->>'kind' = 'earn' group by 1 having count(*) > 1`,
  )

  // The recount: whole yuan of every order that counts, less what was redeemed and what went back. Nothing expires within these weeks.
  const expected = new Map()
  const add = (member, stars) => expected.set(member, (expected.get(member) ?? 0n) + stars)
  const starsOf = ({ body }) => BigInt(body.amount.split('.')[0])
  for (const one of answered.values()) {
    if (one.outcome !== 'applied') continue
    if (one.path === '/webhooks/orders') add(one.body.customerId, starsOf(one))
    else if (one.path === '/webhooks/redemptions') add(one.body.customerId, -BigInt(one.body.stars))
    else add(one.body.customerId, -starsOf(answered.get(one.body.orderId)))
  }
  const balances = await client.query(
    `select account, coalesce(sum((entry->>'units')::bigint), 0)::text as stars from entries group by account`,
  )
  const fromEntries = new Map(balances.rows.map(({ account, stars }) => [account, BigInt(stars)]))
  const wrong = []
  for (const [member, stars] of expected) {
    const response = await fetch(`${service.address}/members/${member}`)
    const view = BigInt((await response.json()).balances.stars)
    if (view !== stars || fromEntries.get(member) !== stars)
      wrong.push(`${member}: recount ${stars}, state ${view}, entries ${fromEntries.get(member)}`)
  }
  const versions = await client.query(
    'select (select coalesce(sum(version), 0) from accounts)::int as versions, (select count(*) from events where event is not null)::int as applied',
  )
  await client.end()

  const kinds = Object.groupBy ? Object.groupBy(answered.values(), ({ path, outcome }) => `${path.slice(10)} ${outcome}`) : {}
  for (const [kind, all] of Object.entries(kinds)) console.log(`  ${all.length} ${kind}`)
  console.log(`${kills} kills in ${((performance.now() - started) / 1000).toFixed(0)} s; ${answered.size} requests answered`)
  console.log(
    `missing or twice: ${missing.length}; stored but never answered: ${strangers.length}; orders that earned twice: ${earned.rows.length}`,
  )
  console.log(
    `accounts whose balance is not the recount's: ${wrong.length} of ${expected.size}; changes of state ${versions.rows[0].versions} for ${versions.rows[0].applied} events applied`,
  )
  for (const line of wrong.slice(0, 5)) console.log(`  ${line}`)
  const ok =
    missing.length + strangers.length + earned.rows.length + wrong.length === 0 && versions.rows[0].versions === versions.rows[0].applied
  console.log(ok ? 'nothing lost, nothing twice' : 'FAILED')
  return ok
}

/** Mulberry32: a check that failed can be run again. */
function seeded(seed) {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
