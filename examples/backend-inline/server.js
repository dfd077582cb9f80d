/** The service: webhooks, quote, member view, what-if, statement. `createService` is what tests drive; run as a program it listens. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import swagger from '@fastify/swagger'
import Fastify from 'fastify'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { explainTier, goalSeek, whatIf } from 'tierwise/preview'
import { advanceProgram, defineProgram, quote, readStanding } from 'tierwise/program'
import { openDatabase } from './database.js'
import * as shapes from './shapes.js'
import { isSigned } from './signature.js'
import { openStore } from './store.js'

export const club = defineProgram(JSON.parse(readFileSync(new URL('club.json', import.meta.url), 'utf8')))

/**
 * @param secret of the webhooks
 * @param now the host's clock, ISO text; the library has none
 * @param store default: the tables of `database`
 */
export async function createService({
  database,
  secret,
  now = () => new Date().toISOString(),
  store = openStore(database, club, now),
  logger = false,
}) {
  const app = Fastify({ logger, bodyLimit: 256 * 1024, ajv: { customOptions: { removeAdditional: false } } }) // an unknown field is said, not dropped
  await app.register(swagger, {
    openapi: { info: { title: 'House club', version: '1', description: 'Points and tiers, computed inline.' } },
  })
  keepRawBody(app)

  const webhook = (path, summary, body, toEvent) =>
    app.post(
      path,
      {
        schema: { summary, body, response: shapes.accepted },
        preValidation: async (request, reply) => requireSignature(secret, request, reply),
      },
      async ({ body: received, headers }, reply) => {
        const { status, answer } = await store.accept(received, (at) => toEvent(received, at))
        // Codes are kept; sentences are made for whoever asks, in their language.
        return reply.code(status).send({ ...answer, words: sentences(answer.reasons ?? [], languageOf(headers)) })
      },
    )
  webhook('/webhooks/orders', 'An order was paid', shapes.order, (order) => ({ ...order, type: 'purchase' }))
  webhook('/webhooks/refunds', 'Money went back, for a part or for the whole order', shapes.refund, ({ orderId, ...refund }, at) => ({
    ...refund,
    at,
    type: 'refund',
    refersTo: orderId,
  }))
  webhook('/webhooks/redemptions', 'A member pays with stars', shapes.redemption, (redemption, at) => ({
    ...redemption,
    at,
    type: 'redeem',
  }))

  app.post(
    '/members/:id/quote',
    { schema: { summary: 'Before payment: price, benefits, stars to earn and to spend', params: shapes.member, body: shapes.basket } },
    async ({ params, body }) => {
      const { at, ...basket } = body
      return quote(club, await store.stateOf(params.id), { customerId: params.id, ...basket }, { at })
    },
  )

  app.get(
    '/members/:id',
    { schema: { summary: 'Where a member stands, and the easiest way up', params: shapes.member } },
    async ({ params, headers }, reply) => {
      const state = await store.stateOf(params.id)
      if (state === undefined) return reply.code(404).send({ outcome: 'unknown-member' })
      const catalogue = languageOf(headers)
      const at = now()
      const [easiest] = goalSeek(club, state, { asOf: at })
      return {
        ...readStanding(club, advanceProgram(club, state, { at }).state),
        next: easiest === undefined ? null : { ...easiest, words: sentences(easiest.reasons, catalogue) },
        why: sentences([explainTier(club, state, { asOf: at })], catalogue),
      }
    },
  )

  app.post(
    '/members/:id/what-if',
    { schema: { summary: 'What would this change? Nothing is stored', params: shapes.member, body: shapes.supposed } },
    async ({ params, body }, reply) => {
      const state = await store.stateOf(params.id)
      if (state === undefined) return reply.code(404).send({ outcome: 'unknown-member' })
      return whatIf(club, state, body.events, { asOf: body.events.map(({ at }) => at).sort((a, b) => Date.parse(b) - Date.parse(a))[0] })
    },
  )

  app.get('/members/:id/statement', { schema: { summary: 'Every movement of stars', params: shapes.member } }, async ({ params }) => ({
    entries: await store.entriesOf(params.id),
  }))

  app.delete('/members/:id', { schema: { summary: 'Forget a person; totals stay', params: shapes.member } }, async ({ params }, reply) => {
    await store.erase(params.id, `erased-${randomUUID()}`)
    return reply.code(204).send()
  })

  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())

  app.setErrorHandler((error, _, reply) => {
    // A caller's mistake that the library names (a basket without lines, a moment before the account's own) is no fault of ours.
    if (error.code === 'tierwise.usage') return reply.code(422).send({ outcome: 'invalid', problem: error.problem, params: error.params })
    if (error.statusCode < 500) return reply.code(error.statusCode).send({ outcome: 'invalid', problem: error.message })
    reply.log.error(error)
    return reply.code(500).send({ outcome: 'error' })
  })
  return app
}

/** A signature is over bytes; parsed and written again they would be others. */
function keepRawBody(app) {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    request.rawBody = text
    try {
      done(null, JSON.parse(text))
    } catch {
      done(Object.assign(new Error('not JSON'), { statusCode: 400 }))
    }
  })
}

async function requireSignature(secret, request, reply) {
  if (!isSigned(secret, request.rawBody ?? '', request.headers['x-signature'])) return reply.code(401).send({ outcome: 'unsigned' })
}

function languageOf({ 'accept-language': header = '' }) {
  return /^zh\b/i.test(header) ? zhCN : en
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { DATABASE_URL, WEBHOOK_SECRET = 'change-me', PORT = '8080', DATA = fileURLToPath(new URL('data', import.meta.url)) } = process.env
  const database = await openDatabase(DATABASE_URL, DATA)
  const app = await createService({ database, secret: WEBHOOK_SECRET })
  const address = await app.listen({ port: Number(PORT), host: '127.0.0.1' })
  console.log(`House club on ${address} — ${address}/openapi.json${DATABASE_URL ? '' : ` — data in ${DATA}`}`)
  if (WEBHOOK_SECRET === 'change-me') console.log('WEBHOOK_SECRET is not set: webhooks are signed with “change-me”.')
  const stop = async () => {
    await app.close()
    await database.close()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
