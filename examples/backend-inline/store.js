/** One event into one account, exactly once: optimistic concurrency on the account's version, the event's id as the idempotency key. */
import { setTimeout as wait } from 'node:timers/promises'
import { applyEvent, replayProgram } from 'tierwise/program'

/** Parallel requests for one member go one after another; each loser reads again. More rounds than parallel requests make sense of. */
const ROUNDS_MAX = 200

/**
 * @param now the host's clock, ISO text. Orders carry their own moment and may come late; what the service itself decides — a redemption, a
 *   refund — is decided now, so that no late order can turn a refusal that was told into a payment.
 */
export function openStore(database, club, now) {
  return {
    /**
     * @param request `{ id, customerId, … }` as it came; the same id again gets the same answer
     * @param toEvent the event it becomes, given the moment of deciding
     * @returns `{ status, answer }`: 201 applied, 200 delivered before, 409 the id with other content, 422 refused or unreadable
     */
    async accept(request, toEvent) {
      for (let round = 0; round < ROUNDS_MAX; round++) {
        const result = await database.transaction((query) => attempt(query, club, request, toEvent, now())).catch(retryable)
        if (result !== undefined) return result
        await wait(Math.random() * Math.min(round, 20))
      }
      return { status: 503, answer: { outcome: 'busy' } }
    },

    async stateOf(account) {
      const { rows } = await database.query('select state from accounts where account = $1', [account])
      return rows[0]?.state
    },

    async entriesOf(account) {
      const { rows } = await database.query('select entry from entries where account = $1 order by (entry->>$2)::bigint, id', [
        account,
        'at',
      ])
      return rows.map(({ entry }) => entry)
    },

    /** Totals stay, identity goes: entries keep their figures under a name that leads nowhere. */
    async erase(account, alias) {
      await database.transaction(async (query) => {
        await query('delete from accounts where account = $1', [account])
        await query('delete from effects where account = $1', [account])
        await query(`update events set account = $2, request = '{}', event = null, answer = '{}' where account = $1`, [account, alias])
        await query('update entries set account = $2 where account = $1', [account, alias])
      })
    },
  }
}

async function attempt(query, club, request, toEvent, now) {
  const { id, customerId: account } = request
  const delivered = await query('select request, answer from events where id = $1', [id])
  if (delivered.rows.length > 0) {
    const [{ request: before, answer }] = delivered.rows
    return same(before, request)
      ? { status: 200, answer }
      : { status: 409, answer: { event: id, outcome: 'conflict', reasons: [conflict(id)] } }
  }
  const stored = await query('select version, state from accounts where account = $1', [account])
  const { version, state } = stored.rows[0] ?? { version: 0, state: undefined }
  const event = toEvent(state === undefined || now >= state.asOf ? now : state.asOf)
  const applied = await resolve(query, club, account, event, applyEvent(club, state, event), state)
  const [{ outcome, reason, refusal }] = applied.outcomes
  const answer = {
    event: id,
    outcome,
    ...(refusal === undefined ? {} : { refusal }),
    entries: applied.entries,
    effects: applied.effects,
    reasons: outcome === 'applied' ? applied.reasons : [reason],
  }
  if (outcome === 'invalid') return { status: 422, answer } // nothing to keep: mend the request and send it again
  const isApplied = outcome === 'applied'
  if (isApplied && !(await save(query, account, version, applied.state))) throw new Superseded()
  await query('insert into events (id, account, request, event, answer) values ($1, $2, $3, $4, $5)', [
    id,
    account,
    JSON.stringify(request),
    isApplied ? JSON.stringify(event) : null, // a refusal is an answer, no part of the history
    JSON.stringify(answer),
  ])
  if (!isApplied) return { status: 422, answer }
  for (const entry of applied.entries)
    await query('insert into entries (account, id, entry) values ($1, $2, $3) on conflict do nothing', [
      account,
      entry.id,
      JSON.stringify(entry),
    ])
  for (const effect of applied.effects)
    await query('insert into effects (account, effect) values ($1, $2)', [account, JSON.stringify(effect)])
  return { status: 201, answer }
}

function conflict(fact) {
  return { code: 'program.event.conflict', outcome: 'refused', params: { fact } }
}

async function save(query, account, version, state) {
  const text = JSON.stringify(state)
  const { rows } =
    version === 0
      ? await query('insert into accounts (account, version, state) values ($1, 1, $2) on conflict do nothing returning version', [
          account,
          text,
        ])
      : await query('update accounts set state = $3, version = version + 1 where account = $1 and version = $2 returning version', [
          account,
          version,
          text,
        ])
  return rows.length > 0
}

/** An event from before what the state keeps: the whole history is played again, with this event in its place. */
async function resolve(query, club, account, event, applied, state) {
  if (applied.outcomes[0].outcome !== 'needs-history') return applied
  const { rows } = await query('select event from events where account = $1 and event is not null', [account])
  // The history is all there is: what refers to something outside it has nothing to refer to.
  if (event.refersTo !== undefined && !rows.some((row) => row.event.id === event.refersTo)) return applied
  const replayed = replayProgram(club, [...rows.map((row) => row.event), event], { account, at: lastInstant(state) })
  const known = new Set((await query('select id from entries where account = $1', [account])).rows.map(({ id }) => id))
  return {
    ...replayed,
    entries: replayed.entries.filter(({ id }) => !known.has(id)),
    effects: [],
    outcomes: [{ ...applied.outcomes[0], outcome: 'applied', late: true }],
  }
}

function lastInstant(state) {
  return new Date(Date.parse(state.asOf) - 1).toISOString()
}

class Superseded extends Error {}

/** Lost the race for an account, or for the event's id, or the database asks to try again: read anew. */
function retryable(error) {
  if (error instanceof Superseded || ['23505', '40001', '40P01'].includes(error?.code)) return undefined
  throw error
}

function same(before, request) {
  return canonical(before) === canonical(request)
}

/** jsonb keeps no order of keys. */
function canonical(value) {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
