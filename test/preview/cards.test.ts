import { describe, expect, it } from 'vitest'
import type { Reason } from '../../src/core/reason.js'
import { en, sentence } from '../../src/messages/index.js'
import { zhCN } from '../../src/messages/zh-CN.js'
import { explainBalance, explainTier, type Goal, goalSeek, type SupposedEvent, whatIf } from '../../src/preview/index.js'
import { type AccountState, applyEvent, defineProgram, type ProgramDefinition, readStanding } from '../../src/program/index.js'
import { playedCards } from './cards.js'

const played = playedCards()

interface Sought {
  readonly name: string
  readonly definition: ProgramDefinition
  readonly state: AccountState
  readonly asOf: string
  readonly goals: readonly Goal[]
}

const sought: Sought[] = played.flatMap(({ name, definition, checkpoints }) =>
  checkpoints.map(({ state, asOf }) => ({
    name: `${name} ${asOf}`,
    definition,
    state,
    asOf,
    goals: goalSeek(definition, state, { asOf }),
  })),
)

function reaches({ definition, state, asOf }: Sought, goal: Goal, events: readonly SupposedEvent[]): boolean {
  const rank = (tier: unknown): number => (definition.tiers ?? []).findIndex(({ id }) => id === tier)
  const after = whatIf(definition, state, events, { asOf })
  if (after.outcomes.some(({ outcome }) => outcome !== 'applied')) return false
  if (rank(after.tier?.to) >= rank(goal.to)) return true
  if (after.reasons.some(({ code, params }) => code === 'program.tier.granted' && rank(params.tier) >= rank(goal.to))) return true
  // Decided at a date: by then.
  const at = Date.parse(after.asOf) - 1
  const year = Number((goal.by ?? asOf).slice(0, 4)) + 1
  const later = whatIf(
    definition,
    state,
    events.map((event) => ({ ...event, at })),
    { asOf: `${year}-12-31` },
  )
  return later.reasons.some(({ code, params }) => code === 'program.tier.granted' && rank(params.tier) >= rank(goal.to))
}

describe('ways to the tiers of every account of the cards', () => {
  it('reach the tier, and not with one unit less', () => {
    const wrong: string[] = []
    let tried = 0
    let lessened = 0
    for (const one of sought) {
      for (const goal of one.goals) {
        if (goal.goal !== 'reach' || goal.events.length === 0) continue
        tried++
        if (!reaches(one, goal, goal.events)) wrong.push(`${one.name}: ${goal.to} is not reached by ${JSON.stringify(goal.events)}`)
        const [event] = goal.events
        if (goal.events.length > 1 || event.amountMinor === undefined) continue
        lessened++
        if (reaches(one, goal, [{ ...event, amountMinor: event.amountMinor - 1 }]))
          wrong.push(`${one.name}: less than ${JSON.stringify(event)} is enough for ${goal.to}`)
      }
    }
    expect(wrong.slice(0, 10)).toEqual([])
    expect(tried).toBeGreaterThan(200)
    expect(lessened).toBeGreaterThan(50)
  })

  it('name what the standing names as missing', () => {
    const wrong: string[] = []
    let compared = 0
    let merged = 0
    for (const { name, definition, state, asOf, goals } of sought) {
      const after = whatIf(definition, state, [], { asOf }).state
      const { next } = readStanding(definition, after)
      const tier = definition.tiers?.find(({ id }) => id === next?.tier)
      if (
        after.books.closed !== null ||
        next === undefined ||
        tier?.requires !== undefined ||
        Array.isArray(tier?.enter) ||
        JSON.stringify(tier).includes('closed')
      )
        continue
      if (JSON.stringify(definition.grant ?? {}).includes('decide') || JSON.stringify(tier?.grant ?? {}).includes('decide')) continue
      for (const path of next.paths) {
        const names = Object.keys(path)
          .filter((id) => path[id] === true || Number(path[id]) > 0)
          .sort()
          .join()
        if (names === '') continue
        compared++
        const found = goals.some(
          ({ goal, to, missing }) =>
            goal === 'reach' &&
            to === next.tier &&
            missing
              .map((one) => Object.values(one)[0])
              .sort()
              .join() === names,
        )
        // One event may do several of these things at once; then the way is named that it meets with the least.
        const covered = goals.some(({ goal, to, events }) => goal === 'reach' && to === next.tier && events.length === 1)
        if (!found && covered) merged++
        if (!found && !covered)
          wrong.push(
            `${name}: ${next.tier} by ${names}; found ${JSON.stringify(goals.filter((goal) => goal.to === next.tier).map((goal) => goal.missing))}`,
          )
      }
    }
    expect(wrong.slice(0, 10)).toEqual([])
    expect(compared).toBeGreaterThan(100)
    expect(merged).toBeLessThan(compared / 20)
  })

  it('change nothing of the account', () => {
    for (const { definition, state, asOf, goals } of sought.slice(0, 60)) {
      const before = JSON.stringify(state)
      goalSeek(definition, state, { asOf })
      for (const { events } of goals) whatIf(definition, state, events, { asOf })
      explainTier(definition, state, { asOf })
      expect(JSON.stringify(state)).toBe(before)
    }
  })
})

describe('sentences of real decisions', () => {
  const reasons = new Map<string, Reason>()
  const add = (reason: Reason): void => {
    reasons.set(
      JSON.stringify([reason.code, reason.outcome, reason.params, reason.actual, reason.required, reason.missing, reason.window]),
      reason,
    )
    reason.children?.forEach(add)
  }
  for (const { definition, state, asOf, goals } of sought) {
    add(explainTier(definition, state, { asOf }))
    for (const currency of Object.keys(definition.currencies ?? {})) add(explainBalance(definition, state, { asOf, currency }))
    for (const goal of goals) {
      goal.reasons.forEach(add)
      const after = whatIf(definition, state, goal.events, { asOf })
      after.reasons.forEach(add)
      for (const { reason } of after.outcomes) add(reason)
    }
  }
  for (const { definition, states } of played) {
    for (const [i, { state }] of states.entries()) {
      for (const type of ['redeem', 'refund']) {
        const event = { id: `odd-${i}`, type, at: Date.parse(state.asOf), points: 7, amount: 7, of: 'nothing' }
        const odd = applyEvent(definition, state, event)
        for (const { reason } of odd.outcomes) add(reason)
      }
    }
  }
  // What no card has: points without tiers, a tier given by an event, orders that are counted, a ledger that was corrected.
  const club = defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'UTC',
    currency: 'USD',
    lateness: { n: 30, unit: 'day' },
    measures: { orders: { from: 'purchase', aggregate: 'count' } },
    tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'orders', gte: '3' } }],
    grants: [{ id: 'invited', on: 'invite', tier: 'gold', until: 'never' }],
    currencies: { stars: {} },
    earn: [{ id: 'p', on: 'purchase', to: 'stars', round: 'down', cap: { max: '15', per: { fixed: 'month' } } }],
  })
  const first = applyEvent(club, undefined, { id: 'b', type: 'purchase', amount: '10', at: '2026-03-02T00:00:00Z' })
  const late = applyEvent(club, first.state, { id: 'a', type: 'purchase', amount: '10', at: '2026-03-01T00:00:00Z' })
  add(explainTier(club, late.state, { asOf: '2026-03-03' }))
  add(explainBalance(club, late.state, { asOf: '2026-03-03', currency: 'stars', entries: [...first.entries, ...late.entries] }))
  for (const { reasons: ways } of goalSeek(club, late.state, { asOf: '2026-03-03' })) ways.forEach(add)
  // A cap that several months get around, and one of a window that none do.
  for (const window of ['lifetime', { fixed: 'quarter' }]) {
    const capped = defineProgram({
      ...club,
      id: 'capped',
      measures: { stars: { earned: 'stars', window } },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'stars', gte: '50' } }],
    })
    const { state } = applyEvent(capped, undefined, { id: 'b', type: 'purchase', amount: '10', at: '2026-03-02T00:00:00Z' })
    for (const { reasons: ways } of goalSeek(capped, state, { asOf: '2026-03-03' })) ways.forEach(add)
  }
  // Two limits, and more different gains than are looked at.
  const shared = defineProgram({
    kind: 'program',
    format: 1,
    id: 'shared',
    timeZone: 'UTC',
    currency: 'JPY',
    currencies: { stars: {}, nights: {} },
    earn: [
      { id: 'buy', on: 'stay', to: 'stars', cap: { max: '500', per: { fixed: 'day' } } },
      { id: 'stay', on: 'stay', to: 'nights', value: 'nights', cap: { max: '4', per: 'event' } },
    ],
    tiers: [
      { id: 'base' },
      {
        id: 'gold',
        enter: {
          all: [
            { balance: 'stars', gte: '1200' },
            { balance: 'nights', gte: '9' },
          ],
        },
      },
    ],
  })
  const joined = applyEvent(shared, undefined, { id: 'b', type: 'enroll', at: '2026-03-02T00:00:00Z' })
  for (const { reasons: ways } of goalSeek(shared, joined.state, { asOf: '2026-03-03' })) ways.forEach(add)
  const { tiers: _, grants: __, measures: ___, ...points } = club
  const stars = defineProgram({ ...points, id: 'stars' })
  add(
    explainTier(stars, applyEvent(stars, undefined, { id: 'b', type: 'enroll', at: '2026-03-02T00:00:00Z' }).state, { asOf: '2026-03-03' }),
  )
  // Each member is to have done something.
  const home = defineProgram({
    kind: 'program',
    format: 1,
    id: 'home',
    timeZone: 'UTC',
    currency: 'JPY',
    members: { join: 'join', leave: 'leave' },
    measures: { own: { from: 'visit', aggregate: 'count', perMember: 'least' } },
    tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'own', gte: '2' } }],
  })
  const alone = applyEvent(home, undefined, { id: 'b', customerId: 'ann', type: 'enroll', at: '2026-03-02T00:00:00Z' })
  for (const { reasons: ways } of goalSeek(home, alone.state, { asOf: '2026-03-03' })) ways.forEach(add)
  // A tier set by staff below what is earned.
  const watched = defineProgram({
    ...club,
    id: 'watched',
    grants: [{ id: 'misuse', on: 'downgrade', tier: 'base', until: 'never', wins: 'always' }],
  })
  const fallen = ['purchase', 'purchase', 'purchase', 'downgrade'].reduce<AccountState | undefined>(
    (state, type, i) => applyEvent(watched, state, { id: `${i}`, type, amount: '10', at: `2026-03-0${i + 1}T00:00:00Z` }).state,
    undefined,
  )
  add(explainTier(watched, fallen as AccountState, { asOf: '2026-03-05' }))
  const all = [...reasons.values()]

  it.each([['en', en] as const, ['zh-CN', zhCN] as const])('are complete in %s, and no two codes read the same', (_, catalogue) => {
    const codes = new Map<string, string>()
    const wrong: string[] = []
    for (const reason of all) {
      const text = sentence(reason, catalogue)
      if (text.startsWith(`${reason.code} {`)) wrong.push(`${reason.code} has no sentence`)
      if (/undefined|null|NaN|\[object/.test(text)) wrong.push(`${reason.code}: ${text}`)
      const other = codes.get(text)
      if (other !== undefined && other !== reason.code) wrong.push(`${other} and ${reason.code} both read “${text}”`)
      codes.set(text, reason.code)
    }
    expect([...new Set(wrong)].slice(0, 20)).toEqual([])
    expect(new Set(all.map(({ code }) => code)).size).toBeGreaterThan(40)
  })

  it.each([['en', en] as const, ['zh-CN', zhCN] as const])('use their params in %s', (_, catalogue) => {
    const unused = new Set<string>()
    for (const reason of all) {
      if (reason.code.startsWith('rules.group.')) continue // `needed` of `all` and `any` is what the words say
      const text = sentence(reason, catalogue)
      for (const [name, value] of Object.entries(reason.params)) {
        if (value === null || (name === 'step' && reason.code.startsWith('rules.'))) continue // `missing` says the step
        const other =
          value === 'fall' ? 'rise' : typeof value === 'number' ? value + 1_000 : typeof value === 'boolean' ? !value : `${value}x`
        if (sentence({ ...reason, params: { ...reason.params, [name]: other } }, catalogue) === text) unused.add(`${reason.code} ${name}`)
      }
    }
    expect([...unused]).toEqual([])
  })

  it('meet every code of this room', () => {
    const seen = new Set(all.map(({ code }) => code))
    expect(Object.keys(en).filter((code) => code.startsWith('preview.') && !code.startsWith('preview.terms.') && !seen.has(code))).toEqual(
      [],
    )
  })
})
