import { adoptScorecard, defineScorecard, explainScorecard, fitScorecard, scoreScorecard } from 'tierwise/scorecard'
import { expect, test } from 'vitest'

const shares = [
  { share: '0.5', points: 0, level: 'low' },
  { share: '0.3', points: 50, level: 'medium' },
  { share: '0.2', points: 100, level: 'high' },
]
const levelShares = [
  { id: 'low', share: '0.5' },
  { id: 'medium', share: '0.3' },
  { id: 'high', share: '0.2' },
]
const CARD = defineScorecard({ id: 'x', criteria: [{ id: 'a', weight: 1, shares }], levelShares })
const table = (...a: number[]) => ({ length: a.length, columns: { a: Float64Array.from(a) } })
const edges = (...a: number[]) => fitScorecard(CARD, table(...a)).criteria[0].bands?.map((band) => band.gte ?? '−∞')

test('cuts the base where the shares are nearest, at the shortest number', () => {
  // ten values: five below the first edge, eight below the second
  expect(edges(11, 12, 13, 14, 15.2, 16.7, 17, 18, 19.123, 20)).toEqual(['−∞', '16', '19'])
})

test('never parts equal values and still fills every band', () => {
  // 95 zeros: both shares would cut inside them
  const referrals = [...Array(95).fill(0), 1, 1, 1, 2, 5]
  expect(edges(...referrals)).toEqual(['−∞', '1', '2'])
  expect(edges(1, 2, 3)).toEqual(['−∞', '2', '3'])
  // all but the last five are above the first share: the last gap is kept for the second edge
  expect(edges(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2)).toEqual(['−∞', '1', '2'])
  // all mass at the top
  expect(edges(0, 1, 2, 2, 2, 2, 2, 2, 2, 2)).toEqual(['−∞', '1', '2'])
})

test('gives two values the lowest and the highest band', () => {
  const card = fitScorecard(CARD, table(0, 0, 0, 1))
  expect(card.criteria[0].bands).toEqual([
    { lt: '1', points: 0, level: 'low' },
    { gte: '1', points: 100, level: 'high' },
  ])
  expect(card.levels).toEqual([{ id: 'low' }, { id: 'high', gte: '100' }])
})

test('marks a criterion that ranks nobody idle, and has no level where all scores agree', () => {
  const same = fitScorecard(CARD, table(7, 7, 7))
  expect([same.criteria[0].idle, same.levels]).toEqual(['constant', []])
  expect(scoreScorecard(same, { a: 7 })).toEqual({ coverage: 0 })
  const none = fitScorecard(CARD, table(Number.NaN, Number.NaN))
  expect(none.criteria[0].idle).toBe('not-observed')
  expect(explainScorecard(none, { a: 1 }).reasons[0].code).toBe('scorecard.criterion.not-observed')
  expect(fitScorecard(CARD, { length: 2, columns: {} }).criteria[0].idle).toBe('not-observed')
  expect(fitScorecard(CARD, { length: 0, columns: {} }).criteria[0].idle).toBe('not-observed')
})

test('does not take the noise of doubles for a difference', () => {
  expect(fitScorecard(CARD, table(0.1 + 0.2, 0.3, 0.3)).criteria[0].idle).toBe('constant')
})

test('is storable, adoptable, and can be fitted again', () => {
  const card = fitScorecard(CARD, table(1, 2, 3, 4, 5))
  const stored = JSON.parse(JSON.stringify(card))
  expect(adoptScorecard(stored)).toEqual(card)
  expect(defineScorecard(stored)).toEqual(card)
  const moved = fitScorecard(card, table(10, 20, 30, 40, 50))
  expect(moved.criteria[0].bands?.map((band) => band.gte)).toEqual([undefined, '30', '50'])
  expect(() => scoreScorecard(CARD, { a: 1 })).toThrow('scorecard.definition.unfitted')
})
