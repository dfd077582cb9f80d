/** Decimals through the engine: the cases that floats got wrong elsewhere, and sums beside an independent BigInt. */

import fc from 'fast-check'
import { type AccountState, applyEvent, defineProgram, type ProgramDefinition, readStanding } from 'tierwise/program'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'
import { definitions } from './random/definition.js'
import { worlds } from './random/history.js'
import { seedOf } from './random/seed.js'
import { sums } from './random/sums.js'

function program(parts: object): ProgramDefinition {
  return defineProgram({
    kind: 'program',
    format: 1,
    id: 'exact',
    timeZone: 'UTC',
    currency: 'USD',
    currencies: { points: {} },
    measures: { spend: { from: 'purchase', aggregate: 'sum' } },
    redeem: [{ id: 'cash', on: 'redeem', from: 'points', amount: 'points', value: { times: ['redeemed', '0.03'] } }],
    ...parts,
  })
}

function bought(definition: ProgramDefinition, ...amounts: readonly (string | number)[]): AccountState {
  return amounts.reduce<AccountState | undefined>(
    (state, amount, i) =>
      applyEvent(definition, state, { id: `o${i}`, customerId: 'ann', type: 'purchase', at: 1_770_000_000_000 + i, amount }).state,
    undefined,
  ) as AccountState
}

describe('decimals', () => {
  const plain = program({ earn: [{ id: 'base', on: 'purchase', to: 'points', round: 'down' }] })
  const earning = (rate: object, currency: object = {}): ProgramDefinition =>
    program({ earn: [{ id: 'base', on: 'purchase', to: 'points', ...rate }], currencies: { points: currency } })

  test('267.39 + 0.89 = 268.28 (odoo PR 153541: 268.27999…)', () => {
    expect(readStanding(plain, bought(plain, '267.39', '0.89')).metrics.spend).toBe('268.28')
    expect(readStanding(plain, bought(plain, 267.39, 0.89)).metrics.spend).toBe('268.28')
  })

  test('290 × 0.1 = 29, without a rounding rule', () => {
    const tenth = earning({ rate: '0.1' })
    expect(readStanding(tenth, bought(tenth, '290')).balances.points).toBe('29')
  })

  test('3,030 points at 0.03 are worth 90.90, and 90.90 buys 3,030 points', () => {
    const points = earning({ per: '0.03' })
    const state = bought(points, '90.90')
    expect(readStanding(points, state).balances.points).toBe('3030')
    const spent = applyEvent(points, state, { id: 'r', customerId: 'ann', type: 'redeem', at: 1_780_000_000_000, points: '3030' })
    expect(spent.outcomes[0].redemptions).toEqual([{ rule: 'cash', currency: 'points', units: 3030, value: '90.9' }])
  })

  test('196,000 / 1,000 = 196 (ERPNext #33550)', () => {
    const thousandth = earning({ per: '1000' })
    expect(readStanding(thousandth, bought(thousandth, '196000')).balances.points).toBe('196')
  })

  test('a display in tens never takes a point away (odoo PR 259660)', () => {
    const tens = earning({ round: 'down' }, { display: { mode: 'down', to: '10' } })
    const state = bought(tens, '1')
    expect(readStanding(tens, state)).toMatchObject({ balances: { points: '1' }, display: { points: '0' } })
    expect(readStanding(tens, bought(tens, '1', '9'))).toMatchObject({ balances: { points: '10' }, display: { points: '10' } })
  })

  test('half, floor and ceiling are said by name (PrestaShop PR 4034)', () => {
    const given = (round: string, amount: string): string => {
      const half = earning({ round })
      return readStanding(half, bought(half, amount)).balances.points
    }
    expect(['down', 'up', 'halfUp', 'halfEven'].map((round) => given(round, '2.50'))).toEqual(['2', '3', '3', '2'])
    expect(['down', 'up', 'halfUp', 'halfEven'].map((round) => given(round, '3.50'))).toEqual(['3', '4', '4', '4'])
  })

  test('a thousand times 0.1 is 100, and a third three times is a whole', () => {
    const tenths = earning({}, { scale: 1 })
    expect(readStanding(tenths, bought(tenths, ...Array.from({ length: 1000 }, () => '0.1'))).balances.points).toBe('100')
    const mean = program({ measures: { mean: { from: 'purchase', aggregate: 'sum', value: { over: ['amount', '3'] } } } })
    expect(readStanding(mean, bought(mean, '1', '1', '1')).metrics.mean).toBe('1')
  })

  test('what a currency cannot hold is refused, not rounded in silence', () => {
    const exact = earning({ rate: '0.1' })
    const applied = applyEvent(exact, undefined, { id: 'o', customerId: 'ann', type: 'purchase', at: 1_770_000_000_000, amount: '295' })
    expect(applied.outcomes[0]).toMatchObject({ outcome: 'refused', refusal: 'inexact', reason: { code: 'program.earning.inexact' } })
    expect(applied.entries).toEqual([])
  })
})

test('no fraction is ever stored as a binary float', () => {
  const seed = seedOf(301)
  fc.assert(
    fc.property(worlds(definitions({ lateness: { n: 40, unit: 'day' } })), ({ definition, events }) => {
      let state: AccountState | undefined
      for (const event of events) {
        const applied = applyEvent(definition, state, event)
        state = applied.state
        expect(floatsIn(applied)).toEqual([])
      }
    }),
    { seed, numRuns: cases(40) },
  )
  expect(floatsIn({ a: [1, { b: 0.5 }] })).toEqual([0.5])
})

function floatsIn(node: unknown): number[] {
  if (typeof node === 'number') return Number.isSafeInteger(node) ? [] : [node]
  return node !== null && typeof node === 'object' ? Object.values(node).flatMap(floatsIn) : []
}

test('random earning and redeeming leave exactly the integer that a BigInt sum gives', () => {
  const operations = cases(20_000)
  const { operations: done, refused, differences } = sums(operations, seedOf(302))
  expect(differences).toEqual([])
  expect(done).toBe(operations)
  expect(refused).toBeGreaterThan(operations / 100) // some redemptions asked for more than there was
}, 600_000)
