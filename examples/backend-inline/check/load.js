/**
 * Requests per second and p99 on the loopback address, beside the same service without tierwise: the same framework, tables and transaction,
 * with a sum of whole yuan in place of the program. Rounds take turns. `npm run load -- [seconds a round]`, default 5.
 */
import autocannon from 'autocannon'
import { startPostgres } from '../../../scripts/postgres.mjs'
import { openDatabase } from '../database.js'
import { club, createService } from '../server.js'
import { sign } from '../signature.js'
import { openStore } from '../store.js'
import { SECRET } from './service.js'

const SECONDS = Number(process.argv[2] ?? 5)
const ROUNDS = 3
const CONNECTIONS = 10
const MEMBERS = 5000

const own = process.env.DATABASE_URL ? undefined : await startPostgres()
const url = process.env.DATABASE_URL ?? own?.url
console.log(url ? 'PostgreSQL server on this machine' : 'no PostgreSQL is installed: PGlite in memory')
const database = await openDatabase(url, 'memory://')
const now = () => new Date().toISOString()
const services = {
  'with tierwise': await createService({ database, secret: SECRET, now, store: openStore(database, club, now) }),
  'without tierwise': await createService({ database, secret: SECRET, now, store: plainStore(database) }),
}
const results = Object.fromEntries(Object.keys(services).map((name) => [name, []]))
let n = 0
try {
  const addresses = {}
  for (const [name, app] of Object.entries(services)) addresses[name] = await app.listen({ port: 0, host: '127.0.0.1' })
  for (let round = 0; round <= ROUNDS; round++)
    for (const name of Object.keys(services)) {
      const result = await fire(addresses[name])
      if (round > 0) results[name].push(result) // the first warms up
    }
  for (const [name, rounds] of Object.entries(results)) {
    const middle = (of) => rounds.map(of).sort((a, b) => a - b)[Math.floor(rounds.length / 2)]
    console.log(
      `${name.padEnd(18)} ${middle(({ requests }) => requests.average)
        .toFixed(0)
        .padStart(
          6,
        )} requests/s   p50 ${middle(({ latency }) => latency.p50)} ms   p99 ${middle(({ latency }) => latency.p99)} ms   ${rounds.reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0)} failed`,
    )
  }
} finally {
  for (const app of Object.values(services)) await app.close()
  await database.close()
  own?.stop()
}

function fire(address) {
  return autocannon({
    url: address,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method: 'POST',
        path: '/webhooks/orders',
        setupRequest(request) {
          n++
          const body = JSON.stringify({ id: `load-${process.pid}-${n}`, customerId: `m${n % MEMBERS}`, at: now(), amount: '123.40' })
          return { ...request, body, headers: { 'content-type': 'application/json', 'x-signature': sign(SECRET, body) } }
        },
      },
    ],
  })
}

/** What everybody writes first: one number per member. */
function plainStore({ transaction }) {
  return {
    async accept({ id, customerId, amount, ...rest }) {
      const answer = { event: id, outcome: 'applied' }
      const stars = Math.floor(Number(amount))
      await transaction(async (query) => {
        const delivered = await query('select answer from events where id = $1', [id])
        if (delivered.rows.length > 0) return
        const { rows } = await query('select version, state from accounts where account = $1', [`plain-${customerId}`])
        const state = JSON.stringify({ stars: (rows[0]?.state.stars ?? 0) + stars })
        await query(
          'insert into accounts (account, version, state) values ($1, 1, $2) on conflict (account) do update set state = $2, version = accounts.version + 1',
          [`plain-${customerId}`, state],
        )
        await query('insert into events (id, account, request, event, answer) values ($1, $2, $3, $3, $4)', [
          id,
          customerId,
          JSON.stringify({ id, customerId, amount, ...rest }),
          JSON.stringify(answer),
        ])
        await query('insert into entries (account, id, entry) values ($1, $2, $3)', [
          customerId,
          `${id}/plain`,
          JSON.stringify({ units: stars }),
        ])
      })
      return { status: 201, answer }
    },
  }
}
