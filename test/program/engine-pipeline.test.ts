/** The order in which one fact has its effects. */

import { applyEvent, defineProgram, readStanding, safeDefineProgram } from 'tierwise/program'
import { describe, expect, it } from 'vitest'

const config = {
  kind: 'program',
  format: 1,
  id: 'p',
  timeZone: 'UTC',
  currency: 'EUR',
  measures: { spend: { from: 'purchase', aggregate: 'sum' }, earned: { earned: 'points' } },
  tiers: [
    { id: 'base' },
    { id: 'gold', enter: { measure: 'spend', gte: '100' } },
    { id: 'star', enter: { measure: 'earned', gte: '150' } },
  ],
  currencies: { points: {} },
  earn: [{ id: 'base', on: 'purchase', to: 'points', byTier: { gold: '2' }, round: 'down' }],
}
const bought = { id: 'o', type: 'purchase', at: 0, amount: '100' }
const stands = (pipeline?: readonly string[]) => {
  const program = defineProgram(pipeline === undefined ? config : { ...config, pipeline })
  const { tier, balances } = readStanding(program, applyEvent(program, undefined, bought).state)
  return { tier, points: balances.points }
}

describe('the pipeline of a fact', () => {
  it('earns at the tier held before, then moves it', () => {
    expect(stands()).toEqual({ tier: 'gold', points: '100' })
  })

  it('earns at the tier just reached where tier comes first; what it earned then counts at the next fact', () => {
    expect(stands(['count', 'award', 'tier', 'earn'])).toEqual({ tier: 'gold', points: '200' })
  })

  it('decides the tier by what came before where tier comes first of all', () => {
    expect(stands(['tier', 'earn', 'count', 'award'])).toEqual({ tier: 'base', points: '100' })
  })

  it('has each of the four exactly once', () => {
    for (const pipeline of [
      ['earn'],
      ['earn', 'earn', 'count', 'tier'],
      ['earn', 'count', 'award', 'tier', 'tier'],
      ['earn', 'count', 'award', 'x'],
    ])
      expect(safeDefineProgram({ ...config, pipeline }).success).toBe(false)
  })
})
