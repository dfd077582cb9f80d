/** Goal-seek while a smaller plan is chosen for the next renewal. */

import { describe, expect, it } from 'vitest'
import { en, sentence } from '../../src/messages/index.js'
import { type Goal, goalSeek } from '../../src/preview/index.js'
import { type AccountState, applyEvent, defineProgram, type ProgramEvent, readStanding } from '../../src/program/index.js'

const definition = {
  kind: 'program',
  format: 1,
  id: 'club',
  timeZone: 'UTC',
  currency: 'EUR',
  tiers: [
    { id: 'base', name: 'Base' },
    { id: 'silver', name: 'Silver' },
    { id: 'gold', name: 'Gold' },
  ],
  subscription: {
    plan: 'plan',
    plans: [
      { id: 'small', tier: 'silver', term: { n: 1, unit: 'month' } },
      { id: 'large', tier: 'gold', term: { n: 1, unit: 'month' } },
    ],
    start: 'plan-start',
    renew: 'plan-renew',
    changeAtRenewal: 'plan-next',
    grace: { n: 10, unit: 'day' },
  },
}

const club = defineProgram(definition)

function stateOf(...events: readonly object[]): AccountState {
  let state: AccountState | undefined
  events.forEach((event, i) => {
    state = applyEvent(club, state, { id: `e${i}`, customerId: 'm', ...event } as ProgramEvent).state
  })
  return state as AccountState
}

const begun = { type: 'plan-start', plan: 'large', at: '2026-03-01T08:00:00Z' }
const smaller = { type: 'plan-next', plan: 'small', at: '2026-03-05T08:00:00Z' }

function keeps(state: AccountState): Goal[] {
  return goalSeek(club, state, { asOf: '2026-03-10' }).filter(({ goal }) => goal === 'keep')
}

describe('a smaller plan from the next renewal on', () => {
  it('is taken back to keep the tier', () => {
    const state = stateOf(begun, smaller)
    // The term of March is paid; the renewal of 1 April would be of the small plan.
    const [goal, ...others] = keeps(state)
    expect(others).toEqual([])
    expect(goal).toMatchObject({
      goal: 'keep',
      to: 'gold',
      by: '2026-03-31',
      missing: [{ event: 'plan-next' }],
      events: [{ type: 'plan-next', plan: 'large' }],
      otherwise: { tier: 'silver', on: '2026-04-01' },
    })
    expect(goal.reasons.map((reason) => sentence(reason, en))).toEqual([
      'Complete “plan-next” by 2026-03-31 to keep Gold; otherwise Silver from 2026-04-01',
    ])
    const renewal = { type: 'plan-renew', at: '2026-04-01T08:00:00Z' }
    expect(readStanding(club, stateOf(begun, smaller, renewal)).tier).toBe('silver')
    expect(readStanding(club, stateOf(begun, smaller, { ...goal.events[0], at: '2026-03-31T23:00:00Z' }, renewal)).tier).toBe('gold')
  })

  it('is taken back also where nothing waits for the payment', () => {
    const { grace: _, ...subscription } = definition.subscription
    const strict = defineProgram({ ...definition, subscription })
    let state: AccountState | undefined
    for (const [i, event] of [begun, smaller].entries()) state = applyEvent(strict, state, { id: `e${i}`, customerId: 'm', ...event }).state
    const [goal] = goalSeek(strict, state as AccountState, { asOf: '2026-03-10' }).filter((one) => one.goal === 'keep')
    expect(goal).toMatchObject({
      by: '2026-03-31',
      events: [{ type: 'plan-next', plan: 'large' }],
      otherwise: { tier: 'silver', on: '2026-04-01' },
    })
  })

  it('that is not chosen leaves the tier safe while a payment may come', () => {
    // 31 March is paid, 1 April is day 0 of the grace, 11 April its last.
    const [goal] = keeps(stateOf(begun))
    expect([goal.missing, goal.reasons[0].code, goal.reasons[0].params.until]).toEqual([[], 'preview.goal.secured', '2026-04-11'])
  })
})
