/** The host as a stranger runs it: ES modules, against the packed package, on the embedded PostgreSQL. */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const home = 'examples/backend-inline'

interface Reply {
  readonly status: number
  readonly body: Record<string, never> & Record<string, unknown>
}
interface Injected {
  readonly statusCode: number
  readonly body: string
}
interface App {
  inject(request: object): Promise<Injected>
  close(): Promise<void>
}
interface Database {
  query(text: string, params?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
  close(): Promise<void>
}

let app: App
let database: Database
let sign: (secret: string, body: string) => string
let clock = '2026-06-01T00:00:00.000Z'

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/example.mjs', home], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const load = (file: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ pathToFileURL(`${home}/${file}`).href)
  const { createService } = (await load('server.js')) as { createService(options: object): Promise<App> }
  const { openDatabase } = (await load('database.js')) as { openDatabase(url: undefined, folder: string): Promise<Database> }
  ;({ sign } = (await load('signature.js')) as { sign: typeof sign })
  database = await openDatabase(undefined, 'memory://')
  app = await createService({ database, secret: 's', now: () => clock })
}, 240_000)
afterAll(async () => {
  await app?.close()
  await database?.close()
})

async function call(method: string, url: string, body?: object, headers: object = {}): Promise<Reply> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const signed = text === undefined ? {} : { 'content-type': 'application/json', 'x-signature': sign('s', text) }
  const { statusCode, body: answer } = await app.inject({ method, url, payload: text, headers: { ...signed, ...headers } })
  return { status: statusCode, body: answer === '' ? {} : JSON.parse(answer) }
}
const order = (customerId: string, amount: string, more: object = {}): object => ({
  id: randomUUID(),
  customerId,
  at: '2026-05-20T12:00:00+08:00',
  amount,
  ...more,
})
const starsOf = async (member: string): Promise<unknown> =>
  ((await call('GET', `/members/${member}`)).body.balances as { stars: string }).stars

describe('webhooks', () => {
  test('apply an order once, answer it the same when it comes again, and refuse its id with other content', async () => {
    const bought = order('once', '1080.50')
    const first = await call('POST', '/webhooks/orders', bought)
    expect(first).toMatchObject({ status: 201, body: { outcome: 'applied' } })
    const again = await call('POST', '/webhooks/orders', bought)
    expect(again).toEqual({ status: 200, body: first.body })
    expect((await call('POST', '/webhooks/orders', { ...bought, amount: '1' })).status).toBe(409)
    expect(await starsOf('once')).toBe('1080')
  })

  test('take nothing that is unsigned, unreadable or not JSON', async () => {
    expect((await call('POST', '/webhooks/orders', order('x', '5'), { 'x-signature': 'sha256=00' })).status).toBe(401)
    expect((await call('POST', '/webhooks/orders', order('x', '5,00'))).status).toBe(400)
    expect((await call('POST', '/webhooks/orders', order('x', '5', { at: 'yesterday' }))).status).toBe(400)
    const text = '{'
    const broken = await app.inject({
      method: 'POST',
      url: '/webhooks/orders',
      payload: text,
      headers: { 'content-type': 'application/json', 'x-signature': sign('s', text) },
    })
    expect(broken.statusCode).toBe(400)
    expect((await call('GET', '/members/x')).status).toBe(404)
  })

  test('lose nothing of 50 parallel requests for one member', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => call('POST', '/webhooks/orders', order('busy', `${i + 1}.00`))))
    expect(replies.map(({ status }) => status)).toEqual(new Array(50).fill(201))
    expect(await starsOf('busy')).toBe(String((50 * 51) / 2))
    const { rows } = await database.query(
      `select version, (select count(*)::int from entries where account = 'busy') as entries from accounts where account = 'busy'`,
    )
    expect(rows).toEqual([{ version: 50, entries: 50 }])
  })

  test('pay with stars, and refuse what is not there without keeping it for later', async () => {
    await call('POST', '/webhooks/orders', order('payer', '500'))
    expect((await call('POST', '/webhooks/redemptions', { id: 'pay-1', customerId: 'payer', stars: '300' })).status).toBe(201)
    const refused = await call('POST', '/webhooks/redemptions', { id: 'pay-2', customerId: 'payer', stars: '300' })
    expect(refused).toMatchObject({ status: 422, body: { outcome: 'refused', refusal: 'insufficient-balance' } })
    await call('POST', '/webhooks/orders', order('payer', '900', { at: '2026-05-30T12:00:00+08:00' })) // late, before the refusal
    expect(await starsOf('payer')).toBe('1100')
    expect((await call('POST', '/webhooks/redemptions', { id: 'pay-2', customerId: 'payer', stars: '300' })).body).toEqual(refused.body)
  })

  test('say why in the language that is asked for', async () => {
    const bought = order('told', '1500')
    const rose = await call('POST', '/webhooks/orders', bought)
    expect(rose.body.words).toContain('tier rose from member to silver')
    // Delivered again to somebody else: the answer of that time, in their language.
    const again = await call('POST', '/webhooks/orders', bought, { 'accept-language': 'zh-CN,zh;q=0.9' })
    expect(again).toMatchObject({ status: 200, body: { entries: rose.body.entries } })
    expect(again.body.words).toContain('等级由 member 升至 silver')
    const redeem = { id: 'told-1', customerId: 'told', stars: '9000' }
    expect(String((await call('POST', '/webhooks/redemptions', redeem)).body.words)).toMatch(/^not enough stars: 7500 missing/)
    const conflict = await call('POST', '/webhooks/orders', { ...bought, amount: '1' }, { 'accept-language': 'zh' })
    expect(conflict).toMatchObject({ status: 409, body: { words: [expect.stringMatching(/已存在但内容不同，未作改动$/)] } })
  })

  test('take back what a refund takes back', async () => {
    const bought = order('back', '200') as { id: string }
    await call('POST', '/webhooks/orders', bought)
    await call('POST', '/webhooks/refunds', { id: 'b-1', customerId: 'back', orderId: bought.id, amount: '50' })
    expect(await starsOf('back')).toBe('150')
    await call('POST', '/webhooks/refunds', { id: 'b-2', customerId: 'back', orderId: bought.id })
    expect(await starsOf('back')).toBe('0')
  })

  test('refuse a refund of an order that nobody placed, and a field that nobody reads', async () => {
    await call('POST', '/webhooks/orders', order('honest', '100'))
    const unknown = await call('POST', '/webhooks/refunds', { id: 'n-1', customerId: 'honest', orderId: 'nope' })
    expect(unknown).toMatchObject({ status: 422, body: { outcome: 'needs-history', entries: [] } })
    expect(
      (await call('POST', '/webhooks/refunds', { id: 'n-2', customerId: 'honest', orderId: 'x', at: '2026-05-01T00:00:00Z' })).status,
    ).toBe(400)
    expect(await starsOf('honest')).toBe('100')
  })

  test('put an order from before what the state keeps into its place', async () => {
    await call('POST', '/webhooks/orders', order('late', '100', { at: '2026-05-30T12:00:00+08:00' }))
    const old = await call('POST', '/webhooks/orders', order('late', '40', { at: '2026-03-01T12:00:00+08:00' }))
    expect(old).toMatchObject({ status: 201, body: { outcome: 'applied' } })
    expect(await starsOf('late')).toBe('140')
    const statement = await call('GET', '/members/late/statement')
    expect((statement.body.entries as { units: number }[]).map(({ units }) => units)).toEqual([40, 100])
  })
})

describe('the member', () => {
  test('buys exactly what was quoted', async () => {
    await call('POST', '/webhooks/orders', order('quoted', '1200'))
    clock = '2026-06-02T00:00:00.000Z'
    const offer = await call('POST', '/members/quoted/quote', { at: clock, amount: '200' })
    expect(offer.body).toMatchObject({ tier: 'silver', listMinor: 20000, totalMinor: 19400 }) // 3 % off
    const bought = await call('POST', '/webhooks/orders', order('quoted', '194.00', { at: clock }))
    const earned = (entries: unknown): number[] => (entries as { units: number }[]).map(({ units }) => units)
    expect(earned(bought.body.entries)).toEqual(earned(offer.body.earn))
    expect((await call('POST', '/members/quoted/quote', { at: '2020-01-01T00:00:00Z', amount: '200' })).status).toBe(422)
  })

  test('reads where they stand and how to rise, in two languages', async () => {
    await call('POST', '/webhooks/orders', order('reader', '1080.50'))
    const english = await call('GET', '/members/reader')
    expect((english.body.next as { words: string[] }).words[0]).toMatch(/^Spend ¥3919\.50 more by .* to reach gold$/)
    const chinese = await call('GET', '/members/reader', undefined, { 'accept-language': 'zh-CN,zh;q=0.9' })
    expect((chinese.body.next as { words: string[] }).words[0]).toContain('¥3919.50')
    expect((chinese.body.why as string[])[0]).toMatch(/[\u4e00-\u9fff]/)
  })

  test('asks what would happen, and nothing does', async () => {
    await call('POST', '/webhooks/orders', order('asks', '100'))
    const supposed = { events: [{ type: 'purchase', at: '2026-06-10T00:00:00Z', amount: '5000' }] }
    expect((await call('POST', '/members/asks/what-if', supposed)).body.tier).toMatchObject({ from: 'member', to: 'gold' })
    expect(await starsOf('asks')).toBe('100')
    expect((await call('POST', '/members/nobody/what-if', supposed)).status).toBe(404)
  })

  test('is forgotten on request, and the totals stay', async () => {
    await call('POST', '/webhooks/orders', order('forgotten', '321'))
    const total = async (): Promise<unknown> =>
      (await database.query(`select sum((entry->>'units')::int)::int as stars from entries`)).rows[0].stars
    const before = await total()
    expect((await call('DELETE', '/members/forgotten')).status).toBe(204)
    expect((await call('GET', '/members/forgotten')).status).toBe(404)
    expect(await total()).toBe(before)
    const { rows } = await database.query(`select * from events where request::text like '%forgotten%' or account = 'forgotten'`)
    expect(rows).toEqual([])
  })
})

test('describes itself', async () => {
  const { body } = await call('GET', '/openapi.json')
  expect(Object.keys(body.paths as object).sort()).toEqual([
    '/members/{id}',
    '/members/{id}/quote',
    '/members/{id}/statement',
    '/members/{id}/what-if',
    '/webhooks/orders',
    '/webhooks/redemptions',
    '/webhooks/refunds',
  ])
})
