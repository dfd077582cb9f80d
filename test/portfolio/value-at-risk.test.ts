import { rows } from 'tierwise/facts'
import { valueAtRisk } from 'tierwise/portfolio'
import { expect, test } from 'vitest'

const table = {
  length: 6,
  columns: {
    customerId: ['ann', 'bo', 'cy', 'dee', 'eve', 'fay'],
    tier: ['gold', 'gold', 'base', 'base', 'base', undefined],
    value: Float64Array.of(1000, 400, 100, 50, Number.NaN, 10),
    lost: Float64Array.of(0.5, 0.1, 0.9, 0, 0.4, 1),
    alive: Float64Array.of(0.5, 0.9, 0.1, 1, 0.6, 0),
  },
}

test('value times the chance to lose it, for everybody and by group, the largest first', () => {
  const risk = valueAtRisk(table, { value: 'value', risk: 'lost', by: 'tier', minCustomers: 2 })
  // gold 500 + 40, base 90 + 0, and fay, who has no tier, 10
  expect([...rows(risk)].map(({ group, customers, unknown, value, atRisk }) => [group, customers, unknown, value, atRisk])).toEqual([
    ['all', 5, 1, 1560, 640],
    ['gold', 2, 0, 1400, 540],
    ['base', 2, 1, 150, 90],
  ])
  expect([...rows(risk)][1].share).toBeCloseTo(540 / 1400, 14)
  expect(Array.from(risk.perRow)).toEqual([500, 40, 90, 0, Number.NaN, 10])
})

test('the chance to be there is the other way round', () => {
  const [one, other] = [
    valueAtRisk(table, { value: 'value', risk: 'lost', by: 'tier' }),
    valueAtRisk(table, { value: 'value', pAlive: 'alive', by: 'tier' }),
  ]
  other.columns.atRisk.forEach((atRisk, i) => {
    expect(atRisk).toBeCloseTo(one.columns.atRisk[i], 10)
  })
})

test('the interval is that of customers who go or stay, each by their own chance', () => {
  const known = [0, 1, 2, 3, 5]
  // All 32 outcomes and their chances: the loss has this mean and this variance.
  let mean = 0
  let square = 0
  for (let outcome = 0; outcome < 32; outcome++) {
    let chance = 1
    let loss = 0
    known.forEach((row, k) => {
      const goes = (outcome >> k) % 2 === 1
      chance *= goes ? table.columns.lost[row] : 1 - table.columns.lost[row]
      loss += goes ? table.columns.value[row] : 0
    })
    mean += chance * loss
    square += chance * loss ** 2
  }
  const [all] = rows(valueAtRisk(table, { value: 'value', risk: 'lost', minCustomers: 5 }))
  expect(all.atRisk).toBeCloseTo(mean, 9)
  expect(((all.high as number) - (all.low as number)) / 2).toBeCloseTo(1.959963984540054 * Math.sqrt(square - mean ** 2), 8)
})

test('few customers have no interval, an empty base has nothing at risk; both say so', () => {
  const [few] = rows(valueAtRisk(table, { value: 'value', risk: 'lost' }))
  expect(few).toMatchObject({ code: 'portfolio.risk.too-few', atRisk: 640 })
  expect(few.low).toBeUndefined()
  const [none] = rows(
    valueAtRisk({ length: 0, columns: { value: new Float64Array(), risk: new Float64Array() } }, { value: 'value', risk: 'risk' }),
  )
  expect(none).toMatchObject({ group: 'all', customers: 0, atRisk: 0, code: 'portfolio.risk.none' })
  expect(none.share).toBeUndefined()
})

test('a percentage is no chance, a column that is not there no value', () => {
  const percent = { ...table, columns: { ...table.columns, lost: table.columns.lost.map((chance) => 100 * chance) } }
  expect(() => valueAtRisk(percent, { value: 'value', risk: 'lost' })).toThrow(/portfolio.risk.chance/)
  expect(() => valueAtRisk(table, { value: 'clv', risk: 'lost' })).toThrow(/portfolio.column.needed/)
  expect(() => valueAtRisk(table, { value: 'value', risk: 'lost', by: 'stage' })).toThrow(/portfolio.column.needed/)
})
