import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, exampleModule } from './command.js'

/** The rows of customer-tiers.csv by their English headings. */
function tableOf(cwd: string): Record<string, string>[] {
  const text = readFileSync(join(cwd, 'out/customer-tiers.csv'), 'utf8').slice(1)
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data
}

describe('what lies ahead of the sample shop', () => {
  let ran: Awaited<ReturnType<typeof command>>
  let table: Record<string, string>[]
  beforeAll(async () => {
    ran = await command({}, [])
    table = tableOf(ran.cwd)
  }, 120_000)
  afterAll(() => ran[Symbol.dispose]())

  it('is printed: the model and why, the sum, the warnings with reason and date, stages and actions', () => {
    expect(ran.out).toMatch(
      /NBD: (of all candidates it forecast|of the models that also tell who is still active, it forecast) the last 26 weeks of [\d,]+ customers best/,
    )
    expect(ran.out).toMatch(/¥[\d,.]+K? from [\d,]+ orders expected in the next 12 months; [\d,]+ of 2,7\d\d customers still active/)
    expect(ran.out).toMatch(/overdue since \d{4}-\d\d-\d\d: \d+ days of silence where \d+ were to be expected/)
    expect(ran.out).toMatch(/Prospect \d+, New \d+, Repeat \d+, Loyal \d+, At risk \d+, Dormant \d+, Churned [\d,]+, Won back \d+/)
  })

  it('is in the file for every customer who bought', () => {
    const buyers = table.filter((row) => row.Status === 'customer')
    expect(buyers.length).toBeGreaterThan(2700)
    for (const row of buyers) {
      const [value, low, high, alive, orders, risk] = [
        'Expected value (CNY)',
        'Expected value, low (CNY)',
        'Expected value, high (CNY)',
        'P(alive)',
        'Expected orders',
        'Value at risk (CNY)',
      ].map((name) => Number(row[name]))
      expect(alive, row.Customer).toBeGreaterThanOrEqual(0)
      expect(alive).toBeLessThanOrEqual(1)
      expect(orders).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(value)
      expect(value).toBeLessThanOrEqual(high)
      // Value at risk is value × (1 − P(alive)), both rounded to a cent.
      expect(Math.abs(risk - value * (1 - alive))).toBeLessThan(0.02)
      expect(row['Next order by']).toMatch(/^(2026|2027|20[23]\d)-\d\d-\d\d$|^unlikely$/)
      expect(row.Warning).toMatch(/^(Probably lost|At risk|Watch|No warning)$/)
      expect(row.Reason).toMatch(/days of silence/)
    }
  })

  it('leaves no customer without a stage and an action, and promises prospects nothing', () => {
    for (const row of table) {
      expect(row.Stage, row.Customer).toMatch(/^(Prospect|New|Repeat|Loyal|At risk|Dormant|Churned|Won back)$/)
      expect(row['Next action']).not.toBe('')
    }
    for (const row of table.filter(({ Status }) => Status === 'prospect'))
      expect([row['Expected value (CNY)'], row['P(alive)'], row['Next order by'], row.Warning]).toEqual(['', '', '', ''])
  })

  it('counts each customer in one stage each month, in the report', () => {
    const html = readFileSync(join(ran.cwd, 'out/report.html'), 'utf8')
    const months = [...html.matchAll(/<th scope="row">(\d{4}-\d\d-\d\d)<\/th>((?:\s*<td class="number">[\d,]+<\/td>){9})/g)]
    expect(months.length).toBe(2 * 24) // in both languages
    for (const [, , cells] of months) {
      const counts = [...cells.matchAll(/>([\d,]+)</g)].map(([, text]) => Number(text.replace(/,/g, '')))
      expect(counts.slice(0, 8).reduce((sum, count) => sum + count, 0)).toBe(counts[8])
      expect(counts[8]).toBe(3000)
    }
  })
})

describe('data that carry no model', () => {
  it('say so in a sentence, and the rest is there', async () => {
    using ran = await command({
      'orders.csv': 'order_id,customer_id,order_date,amount\n1,A,2026-01-01,10.00\n2,B,2026-01-02,20.00\n3,C,2026-01-03,30.00\n',
    })
    expect(ran.code).toBe(0)
    expect(ran.out).toContain(
      'No expected values: none of 3 customers has bought again: nothing can be learned about repeat purchases yet.',
    )
    expect(ran.out).toMatch(/No warnings: .+\./)
    const html = readFileSync(join(ran.cwd, 'out/report.html'), 'utf8')
    expect(html).toContain('No expected values: none of 3 customers has bought again')
    expect(html).toContain('无法给出预期价值：')
    expect(html).not.toMatch(/>\s*[^<]*(?:NaN|undefined|Infinity|\[object)[^<]*</)
    expect(tableOf(ran.cwd).map((row) => [row.Customer, row.Stage, row['P(alive)']])).toEqual([
      ['A', 'New', undefined],
      ['B', 'New', undefined],
      ['C', 'New', undefined],
    ])
  })

  it.each([
    ['one order', '1,A,2026-01-01,10.00'],
    [
      'one customer who comes every week',
      Array.from({ length: 30 }, (_, k) => `${k},A,${new Date(Date.UTC(2025, 0, 1 + 7 * k)).toISOString().slice(0, 10)},10.00`).join('\n'),
    ],
    ['nothing but free orders', '1,A,2026-01-01,0\n2,A,2026-02-01,0\n3,B,2026-02-01,0'],
    ['everybody the same', Array.from({ length: 40 }, (_, k) => `${k},C${k % 20},2026-0${1 + Math.floor(k / 20)}-01,10.00`).join('\n')],
  ])('%s', async (_, rows) => {
    using ran = await command({ 'orders.csv': `order_id,customer_id,order_date,amount\n${rows}\n` })
    expect([ran.code, ran.err]).toEqual([0, ''])
    const html = readFileSync(join(ran.cwd, 'out/report.html'), 'utf8')
    expect(`${ran.out}${html}`).not.toMatch(/>?\s*[^<\n]*(?:\bNaN\b|\bundefined\b|\bInfinity\b|\[object)[^<\n]*/)
  })
})

describe('--method', () => {
  const orders = `order_id,customer_id,order_date,amount\n${Array.from({ length: 600 }, (_, k) => {
    // 30 customers buy twelve times for 100, 60 thrice for 20, 60 once for 5.
    const c = k < 360 ? k % 30 : k < 540 ? 30 + (k % 60) : 90 + (k % 60)
    const day = new Date(Date.UTC(2025, 0, 1 + ((k * 37) % 365))).toISOString().slice(0, 10)
    return `${k},C${c},${day},${c < 30 ? 100 + (c % 7) : c < 90 ? 20 + (c % 5) : 5}`
  }).join('\n')}\n`

  it.each(['score', 'rfm', 'cluster'])('%s', async (method) => {
    using ran = await command({ 'orders.csv': orders }, ['orders.csv', '--method', method])
    expect(ran.code).toBe(0)
    const tiers = new Map(tableOf(ran.cwd).map((row) => [row.Customer, row.Tier]))
    expect(new Set(tiers.values())).toEqual(new Set(['low', 'medium', 'high']))
    // Whatever decides, those who came twelve times are above those who came once.
    expect(Array.from({ length: 30 }, (_, c) => tiers.get(`C${c}`)).every((tier) => tier === 'high' || tier === 'medium')).toBe(true)
    expect(Array.from({ length: 60 }, (_, c) => tiers.get(`C${90 + c}`)).every((tier) => tier !== 'high')).toBe(true)
    expect(ran.out).toContain({ score: 'by the nine criteria', rfm: 'by RFM score', cluster: 'by groups found in the base' }[method])
  })

  it('finds the three groups of customers by clusters', async () => {
    const { tiersBy } = await exampleModule<{ tiersBy(...given: unknown[]): { clusters: { tiers: { tier: string }[] } } }>('method.mjs')
    const { readFacts, summarize } = await import('../../../src/facts/index.js')
    const { facts } = readFacts(
      { order: Papa.parse<Record<string, string>>(orders, { header: true, skipEmptyLines: true }).data },
      { order: { id: 'order_id', customer: 'customer_id', at: 'order_date', amount: 'amount' }, currency: 'CNY', timeZone: 'UTC' },
    )
    const found = tiersBy('cluster', facts, summarize(facts, { asOf: '2025-12-31', period: 'week' }), { asOf: '2025-12-31' })
    expect(found.clusters.tiers.map(({ tier }) => tier)).toEqual(['high', 'medium', 'low'])
  })

  it('says in a sentence what it does not know', async () => {
    using ran = await command({ 'orders.csv': orders }, ['orders.csv', '--method', 'magic'])
    expect([ran.code, ran.err]).toEqual([1, '--method magic: the methods are score, rfm, cluster.\n'])
  })
})
