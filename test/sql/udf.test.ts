/** The script for warehouses gives the library's answers where there is no host at all. */

import { createContext, runInContext } from 'node:vm'
import { getQuickJS, shouldInterruptAfterDeadline } from 'quickjs-emscripten'
import { beforeAll, expect, test } from 'vitest'
import { collectFacts, type Fact, measureFacts, row, summarize, zoneTable } from '../../src/facts/index.js'
import { fitRfm, scoreRfm } from '../../src/rfm/index.js'
import { defineTiers, evaluateTier } from '../../src/tiers/index.js'

let script = ''
beforeAll(async () => {
  const { udfScript } = (await import(new URL('../../scripts/udf.mjs', import.meta.url).href)) as { udfScript: () => Promise<string> }
  script = await udfScript()
}, 120_000)

const facts: Fact[] = [
  { id: '1', customerId: 'a', type: 'purchase', at: Date.parse('2026-03-08T06:30:00Z'), amountMinor: 120_00, currency: 'USD' },
  { id: '2', customerId: 'a', type: 'purchase', at: Date.parse('2026-03-08T07:30:00Z'), amountMinor: 80_00, currency: 'USD' },
  { id: '3', customerId: 'a', type: 'purchase', at: Date.parse('2026-03-09T03:30:00Z'), amountMinor: 5_00, currency: 'USD' },
]
const timeZone = 'America/New_York'
const zones = [zoneTable(timeZone, Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-12-31T00:00:00Z'))]
const measures = { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } } as const
const ladder = defineTiers({
  kind: 'ladder',
  format: 1,
  id: 'l',
  tiers: [{ id: 'base' }, { id: '金', enter: { measure: 'spend', gte: '200' } }],
})
const model = fitRfm({ length: 4, columns: { recencyDays: [1, 5, 9, 40], orders: [9, 2, 3, 1], revenueMinor: [900, 20, 300, 10] } })

const asOf = { asOf: '2026-03-10' }
const collected = collectFacts(facts, { timeZone, currency: 'USD' })
const spent = row(measureFacts(collected, measures, asOf), 0)
const ASKED: readonly (readonly [verb: string, definition: unknown, subject: unknown, options: unknown, wanted: unknown])[] = [
  ['summarize', { timeZone, currency: 'USD', zones }, facts, asOf, row(summarize(collected, asOf), 0)],
  ['measureFacts', { timeZone, currency: 'USD', zones, measures }, facts, asOf, spent],
  ['evaluateTier', ladder, spent, asOf, evaluateTier(ladder, spent, asOf)],
  [
    'scoreRfm',
    model,
    { recencyDays: 3, orders: 4, revenueMinor: 250 },
    {},
    scoreRfm(model, { recencyDays: 3, orders: 4, revenueMinor: 250 }),
  ],
  ['scoreRfm', model, { recencyDays: 3, orders: 4 }, {}, scoreRfm(model, { recencyDays: 3, orders: 4 })],
]

/** A call in the script's own language. */
function code([verb, definition, subject, options]: (typeof ASKED)[number]): string {
  return `tierwise.call(${[verb, ...[definition, subject, options].map((one) => JSON.stringify(one))].map((one) => JSON.stringify(one)).join(', ')})`
}

test('a bare V8 context gives the same, without any host global', () => {
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } })
  runInContext('delete globalThis.console; delete globalThis.Intl; delete globalThis.WebAssembly', context)
  runInContext(script, context)
  expect(runInContext('typeof Intl + typeof process + typeof console', context)).toBe('undefinedundefinedundefined')
  for (const asked of ASKED) expect(JSON.parse(String(runInContext(code(asked), context)))).toEqual(JSON.parse(JSON.stringify(asked[4])))
})

test('QuickJS gives the same', async () => {
  const quick = (await getQuickJS()).newContext()
  quick.runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + 60_000))
  const evaluate = (text: string): unknown => {
    const result = quick.evalCode(text)
    if (result.error) throw new Error(JSON.stringify(quick.dump(result.error)))
    const value = quick.dump(result.value) as unknown
    result.value.dispose()
    return value
  }
  evaluate(script)
  expect(evaluate('typeof Intl')).toBe('undefined')
  for (const asked of ASKED) expect(JSON.parse(String(evaluate(code(asked))))).toEqual(JSON.parse(JSON.stringify(asked[4])))
  quick.dispose()
}, 120_000)

test('a verb that is not there is a coded error', () => {
  const context = createContext({})
  runInContext(script, context)
  expect(() => runInContext(`tierwise.call('toString', '{}', '{}')`, context)).toThrow('sql.verb.unknown')
})
