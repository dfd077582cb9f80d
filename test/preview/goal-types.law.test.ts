/** Goal-seek where events of several types feed one measure: each type a way of its own, mixes where they are sooner or cost less money. */

import { describe, expect, it } from 'vitest'
import { en, sentences } from '../../src/messages/index.js'
import { zhCN } from '../../src/messages/zh-CN.js'
import { type Goal, goalSeek, type SupposedEvent } from '../../src/preview/index.js'
import { type AccountState, advanceProgram, applyEvent, type ProgramDefinition, readStanding } from '../../src/program/index.js'
import { cases } from '../support/cases.js'
import { DAY, enrolled, HOUR, program as programOf, randomOf, reaches, START, tiers } from './small-program.js'

function program(more: Record<string, unknown>): ProgramDefinition {
  return programOf({
    currencies: { stars: {} },
    measures: { stars: { earned: 'stars' } },
    tiers: tiers({ measure: 'stars', gte: '12' }),
    ...more,
  })
}

const shown = ({ events }: Goal): unknown[] =>
  events.map(({ type, amountMinor, nights, at }) => [type, amountMinor ?? nights, ...(at === undefined ? [] : [at])])

const buy = { id: 'buy', on: 'purchase', to: 'stars', per: '10', round: 'down' }
const dine = { id: 'dine', on: 'dine', to: 'stars', per: '10', rate: '3', round: 'down' }
const stay = { id: 'stay', on: 'stay', to: 'stars', value: 'nights', rate: '4' }

describe('a measure that several types of event feed', () => {
  it('is a way of its own for each type, and of money the cheapest first', () => {
    const definition = program({ earn: [buy, stay, dine] })
    const goals = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // 12 stars: 4 steps of 3 stars for 10 yen, 12 of one star, or 3 nights of 4 stars; yen and nights cannot be compared.
    expect(goals.map(shown)).toEqual([[['dine', 40]], [['purchase', 120]], [['stay', '3']]])
    expect(goals.map(({ missing }) => missing)).toEqual([
      [{ measure: 'stars', points: 12 }],
      [{ measure: 'stars', points: 12 }],
      [{ measure: 'stars', points: 12 }],
    ])
    expect(goals.map(({ reasons }) => sentences(reasons, en).at(-1))).toEqual([
      'one way to Silver: ¥40 of “dine”',
      'one way to Silver: ¥120 of “purchase”',
      'one way to Silver: “stay” with 3 of “nights”',
    ])
    expect(goals.map(({ reasons }) => sentences(reasons, zhCN).at(-1))).toEqual([
      '达到Silver的一种方式：“dine”金额 ¥40',
      '达到Silver的一种方式：“purchase”金额 ¥120',
      '达到Silver的一种方式：“stay”的“nights”合计 3',
    ])
  })

  it('is fed by a mix where that costs less money than either', () => {
    const definition = program({ earn: [buy, { ...dine, cap: { max: '9', per: 'lifetime' } }] })
    const [mix, alone, ...others] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // Dining stops at 9 stars for 30 yen; the last 3 cost 30 more: 60 yen against 120.
    expect(shown(mix).sort()).toEqual([
      ['dine', 30],
      ['purchase', 30],
    ])
    expect(shown(alone)).toEqual([['purchase', 120]])
    expect(others).toEqual([])
  })

  it('is fed by a mix where neither is enough', () => {
    const lifetime = { per: 'lifetime' }
    const definition = program({
      earn: [
        { ...buy, cap: { max: '5', ...lifetime } },
        { ...stay, cap: { max: '8', ...lifetime } },
      ],
    })
    const goals = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    expect(goals).toHaveLength(1)
    // At most 8 stars of two nights: the other 4 are 40 yen. One night and 50 yen are 9 stars.
    expect(shown(goals[0]).sort()).toEqual([
      ['purchase', 40],
      ['stay', '2'],
    ])
  })

  it('is fed by a mix where that is sooner', () => {
    const daily = { per: { fixed: 'day' } }
    const definition = program({
      earn: [
        { ...buy, cap: { max: '6', ...daily } },
        { ...stay, cap: { max: '8', ...daily } },
      ],
    })
    const goals = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // Today 6 and 8 are 14 ≥ 12; 6 a day alone are two days, 8 a day too.
    expect(goals.map(({ through }) => through)).toEqual([undefined, '2025-01-02', '2025-01-02'])
    expect(new Set(goals.map(({ events }) => [...new Set(events.map(({ type }) => type))].sort().join('+')))).toEqual(
      new Set(['purchase+stay', 'purchase', 'stay']),
    )
  })

  it('that only adds up what it is fed asks once, whatever the type', () => {
    const definition = program({
      currencies: {},
      measures: { spend: { from: ['purchase', 'dine'], aggregate: 'sum' } },
      tiers: [{ id: 'base' }, { id: 'silver', enter: { measure: 'spend', gte: '300' } }],
    })
    expect(goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' }).map(shown)).toEqual([[['purchase', 300]]])
  })

  it('names a field that makes the same event worth more', () => {
    const definition = program({
      earn: [
        { ...buy, id: 'all' },
        { ...buy, id: 'app', where: { field: 'via', eq: 'app' } },
      ],
    })
    const goals = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // In the app both rules pay: 60 yen, elsewhere 120.
    expect(goals.map(({ events }) => events)).toEqual([
      [{ type: 'purchase', via: 'app', amountMinor: 60, currency: 'JPY' }],
      [{ type: 'purchase', amountMinor: 120, currency: 'JPY' }],
    ])
    expect(sentences(goals[0].reasons, en).at(-1)).toBe('one way to Silver: ¥60 of “purchase” (via: app)')
  })
})

/** What somebody does until a day: how many events, and what they cost, of each type. */
interface Deed {
  readonly events: number
  readonly cost: Readonly<Record<string, number>>
}

const SIZES: Readonly<Record<string, number>> = { purchase: 6, dine: 6, stay: 3, visit: 1 }
const MONEY: readonly string[] = ['purchase', 'dine']

function deedOf(events: readonly SupposedEvent[]): Deed {
  const cost: Record<string, number> = {}
  for (const { type, amountMinor, nights } of events)
    cost[type] = (cost[type] ?? 0) + (MONEY.includes(type) ? (amountMinor ?? 0) : type === 'stay' ? Number(nights ?? 0) : 1)
  return { events: events.length, cost }
}

function moneyOf({ cost }: Deed): number {
  return MONEY.reduce((sum, type) => sum + (cost[type] ?? 0), 0)
}

/** No more of anything, and less of something. */
function isCheaper(a: Deed, b: Deed): boolean {
  const types = Object.keys(SIZES)
  const at = (deed: Deed, type: string): number => deed.cost[type] ?? 0
  return (
    a.events <= b.events &&
    types.every((type) => at(a, type) <= at(b, type)) &&
    (a.events < b.events || types.some((type) => at(a, type) < at(b, type)))
  )
}

/** Every least deed that does it by each day with these types, each at most so often a day. */
function leastOf(
  definition: ProgramDefinition,
  from: AccountState,
  days: readonly number[],
  types: readonly string[],
  often: number,
  isLess: (a: Deed, b: Deed) => boolean,
): Deed[][] {
  interface Node {
    readonly state: AccountState
    readonly deeds: readonly Deed[]
  }
  const key = (state: AccountState): string => JSON.stringify([readStanding(definition, state).metrics, state.books.buckets])
  const minimal = (deeds: readonly Deed[]): Deed[] =>
    deeds.filter((deed, i) => !deeds.some((other, k) => isLess(other, deed) || (k < i && JSON.stringify(other) === JSON.stringify(deed))))
  let nodes = new Map<string, Node>([[key(from), { state: from, deeds: [{ events: 0, cost: {} }] }]])
  const done: Deed[] = []
  return days.map((at, day) => {
    for (const type of types)
      for (let turn = 0; turn < often; turn++) {
        const next = new Map(nodes)
        for (const { state, deeds } of nodes.values())
          for (let size = type === 'visit' ? 1 : 0; size <= SIZES[type]; size++) {
            const id = `~${day}${type}${turn}`
            const field = MONEY.includes(type) ? { amountMinor: size } : type === 'stay' ? { nights: String(size) } : {}
            const to = applyEvent(definition, state, { id, customerId: 'm', type, at, ...field }).state
            const more = deeds.map(({ events, cost }) => ({ events: events + 1, cost: { ...cost, [type]: (cost[type] ?? 0) + size } }))
            if (readStanding(definition, to).tier === 'silver') done.push(...more)
            else next.set(key(to), { state: to, deeds: minimal([...(next.get(key(to))?.deeds ?? []), ...more]) })
          }
        nodes = next
        done.splice(0, done.length, ...minimal(done))
      }
    return [...done]
  })
}

describe('on random programs with several types of event', () => {
  it('finds no way later or dearer than brute force, and each type that is enough alone', () => {
    const met = { compared: 0, several: 0, mixed: 0, spread: 0, money: 0 }
    for (let seed = 1; seed <= cases(40); seed++) {
      const random = randomOf(seed)
      const upTo = (n: number): number => Math.floor(random() * n)
      const types = Object.keys(SIZES).filter(() => random() < 0.65)
      if (types.length < 2) continue
      const cap = (): object =>
        random() < 0.65 ? { cap: { max: String(1 + upTo(4)), per: random() < 0.5 ? 'lifetime' : { fixed: 'day' } } } : {}
      const definition = program({
        earn: types.map((type) => ({
          id: type,
          on: type,
          to: 'stars',
          ...(MONEY.includes(type) ? {} : { value: type === 'stay' ? 'nights' : '1' }),
          rate: ['1', '2', '0.7', '1.5', '0.5'][upTo(5)],
          round: ['down', 'halfUp', 'up'][upTo(3)],
          ...cap(),
        })),
        tiers: tiers({ measure: 'stars', [random() < 0.7 ? 'gte' : 'gt']: String(1 + upTo(6)) }),
      })
      const at = START + 2 * HOUR
      const state = advanceProgram(definition, enrolled(definition), { at }).state
      const days = [at, START + DAY]
      const all = leastOf(definition, state, days, types, 1, isCheaper)
      const soonest = all.findIndex((deeds) => deeds.length > 0)
      if (soonest < 0) continue
      const goals = goalSeek(definition, state, { asOf: at + 1 })
      const where = `seed ${seed} ${JSON.stringify([definition.earn, definition.tiers?.[1].enter])} found ${JSON.stringify(goals.map(shown))}`
      const found = goals.map(({ events }) => ({
        deed: deedOf(events),
        types: [...new Set(events.map(({ type }) => type))],
        day: days.indexOf(Number(events.at(-1)?.at ?? at)),
        events,
      }))
      for (const one of found) {
        expect(reaches(definition, state, one.events, at), where).toBe(true)
        if (one.day < 0) continue
        const own = leastOf(definition, state, days, one.types, 1, isCheaper)[one.day]
        expect(
          own.filter((other) => isCheaper(other, one.deed)),
          where,
        ).toEqual([])
      }
      expect(Math.min(...found.map(({ day }) => (day < 0 ? days.length : day))), where).toBeLessThanOrEqual(soonest)
      for (const type of types) {
        const alone = leastOf(definition, state, days, [type], 1, isCheaper).findIndex((deeds) => deeds.length > 0)
        if (alone < 0) continue
        const own = found.filter((one) => one.types.length === 1 && one.types[0] === type)
        expect(own.length, `${where} by ${type}`).toBe(1)
        expect(own[0].day, `${where} by ${type}`).toBeLessThanOrEqual(alone)
      }
      const money = types.filter((type) => MONEY.includes(type))
      const isLess = (a: Deed, b: Deed): boolean => moneyOf(a) < moneyOf(b)
      const paid = leastOf(definition, state, days, money, 1, isLess)
      const first = paid.findIndex((deeds) => deeds.length > 0)
      const own = found.filter((one) => one.types.every((type) => MONEY.includes(type)))
      // A larger event than brute force tries may be sooner.
      if (first >= 0 && own.every(({ day }) => day < 0 || day >= first)) {
        const least = Math.min(...paid[first].map(moneyOf))
        const then = own.filter(({ day }) => day === first).map(({ deed }) => moneyOf(deed))
        expect(Math.min(...then), `${where} money ${JSON.stringify(paid[first])}`).toBeLessThanOrEqual(least)
        met.money++
      }
      const within = goals.filter((_, i) => found[i].day >= 0)
      expect(JSON.stringify(within.map(({ reasons }) => reasons)), where).not.toContain('preview.goal.uncertain')
      met.compared++
      if (goals.length > 1) met.several++
      if (found.some((one) => one.types.length > 1)) met.mixed++
      if (found.some(({ day }) => day !== 0)) met.spread++
    }
    for (const often of [met.several, met.mixed, met.spread, met.money]) expect(often).toBeGreaterThan(met.compared / 20)
    expect(met.compared).toBeGreaterThan(cases(40) / 3)
  })
})
