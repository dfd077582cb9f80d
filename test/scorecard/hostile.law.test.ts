import fc from 'fast-check'
import { safeDefineTierTable } from 'tierwise/portfolio'
import { safeDefineScorecard, scoreScorecard } from 'tierwise/scorecard'
import { expect, test } from 'vitest'
import { cases } from '../support/cases.js'

const decimalish = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(
    '0',
    '-1',
    '0.1',
    '1e-15',
    '1e-16',
    '1e16',
    '9007199254740991',
    '9007199254740993',
    '0.000000000000001',
    '1,5',
    '',
    ' 1',
    'NaN',
    null,
    true,
  ),
)
const word = fc.constantFrom('a', 'b', '', 'constructor', '__proto__', 'toString', '金额', 'x'.repeat(101))
const bands = fc.array(
  fc.record(
    { gte: decimalish, gt: decimalish, lt: decimalish, lte: decimalish, points: decimalish, level: word },
    { requiredKeys: ['points'] },
  ),
  { maxLength: 4 },
)
const criterion = fc.record(
  {
    id: word,
    measure: word,
    weight: decimalish,
    missing: fc.oneof(fc.constantFrom('exclude', 'unknown', 'maybe'), fc.record({ points: decimalish })),
    bands,
    curve: fc.array(fc.record({ at: decimalish, points: decimalish }), { maxLength: 3 }),
    shares: fc.array(fc.record({ share: decimalish, points: decimalish }), { maxLength: 3 }),
    idle: fc.constantFrom('constant', 'not-observed', 'lazy'),
  },
  { requiredKeys: ['id', 'weight'] },
)
const config = fc.record(
  {
    id: word,
    total: decimalish,
    places: fc.oneof(fc.integer({ min: -1, max: 8 }), fc.double()),
    criteria: fc.array(criterion, { maxLength: 3 }),
    levels: fc.array(fc.record({ id: word, gte: decimalish }, { requiredKeys: ['id'] }), { maxLength: 3 }),
    levelShares: fc.array(fc.record({ id: word, share: decimalish }), { maxLength: 3 }),
    margin: decimalish,
  },
  { requiredKeys: ['id', 'criteria'] },
)

test('whatever is sent, the answer is a definition or issues with paths', () => {
  fc.assert(
    fc.property(fc.oneof(config, fc.anything()), (sent) => {
      for (const result of [safeDefineScorecard(sent), safeDefineTierTable({ id: 'x', scorecard: sent })]) {
        if (result.success) continue
        expect(result.error.issues.length).toBeGreaterThan(0)
        for (const issue of result.error.issues) expect(Array.isArray(issue.path)).toBe(true)
      }
    }),
    { numRuns: cases(1000) },
  )
})

test('what is accepted scores: a safe number of units or nothing', () => {
  // Numbers from the edges of what decimals hold, in a shape that is often valid.
  const number = fc.constantFrom('0', '1', '-1', '0.5', '1e-15', '1e15', '9007199254740991', '-9007199254740991', '0.000001', '123456.789')
  const card = fc.record({ low: number, high: number, edge: number, weight: number, places: fc.integer({ min: 0, max: 6 }) })
  let accepted = 0
  fc.assert(
    fc.property(card, fc.double(), ({ low, high, edge, weight, places }, value) => {
      const result = safeDefineScorecard({
        id: 'x',
        total: weight,
        places,
        criteria: [
          {
            id: 'a',
            weight,
            bands: [
              { lt: edge, points: low },
              { gte: edge, points: high },
            ],
          },
        ],
        levels: [{ id: 'low' }, { id: 'high', gte: edge }],
        margin: '1e-15',
      })
      if (!result.success) return
      accepted++
      const { score } = scoreScorecard(result.data, { a: value })
      if (Number.isNaN(value)) expect(score).toBeUndefined()
      else expect(Number.isSafeInteger(Math.round((score as number) * 10 ** places))).toBe(true)
    }),
    { numRuns: cases(1000) },
  )
  expect(accepted).toBeGreaterThan(50)
})
