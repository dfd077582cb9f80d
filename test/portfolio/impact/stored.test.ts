import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { impact } from 'tierwise/portfolio'
import { type AccountState, applyEvent, defineProgram, type ProgramDefinition, type ProgramEvent, replayProgram } from 'tierwise/program'
import { expect, test } from 'vitest'

const YEAR = { rolling: { n: 12, unit: 'month' } }
const spend = { from: 'purchase', aggregate: 'sum', value: 'amount', window: YEAR }
const club = (gold: string, extra: object = {}) =>
  defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    measures: { spend },
    tiers: [
      { id: 'member' },
      { id: 'silver', enter: { measure: 'spend', gte: '1000' } },
      { id: 'gold', enter: { measure: 'spend', gte: gold } },
    ],
    grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
    currencies: { stars: {} },
    earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '1', round: 'down' }],
    redeem: [{ id: 'pay', on: 'redeem', from: 'stars', amount: 'points' }],
    ...extra,
  })

const bought = (customerId: string, month: number, amount: number): ProgramEvent => ({
  id: `${customerId}-${month}`,
  customerId,
  type: 'purchase',
  at: `2026-${String(month).padStart(2, '0')}-10T04:00:00.000Z`,
  amount: String(amount),
})
const stored = (definition: ProgramDefinition, ...events: readonly ProgramEvent[]): AccountState =>
  events.reduce<AccountState | undefined>((state, event) => applyEvent(definition, state, event).state, undefined) as AccountState
const today = club('5000')
const asOf = '2026-11-30'

test('a tier given keeps its end; what is bought from then on is judged by the new rules', () => {
  const ann = { state: stored(today, bought('ann', 3, 5400)), events: [bought('ann', 7, 100)] } // gold to 2027-03-09
  const bo = { state: stored(today, bought('bo', 3, 4000)), events: [bought('bo', 7, 1500)] } // 5,500 in July: gold now, not at 6,000
  const diff = impact(today, club('6000'), [ann, bo], { asOf, benefitCost: { gold: '120', silver: '30' } })
  expect(diff.losers.map(({ id, from, to }) => [id, from, to])).toEqual([['bo', 'gold', 'silver']])
  expect(diff).toMatchObject({ members: 2, unchanged: 1, cost: { benefits: '-90' }, unanswered: [] })
  expect(diff.answers).toEqual(['thresholds', 'conditions', 'tiers', 'terms', 'reviews', 'lifetime', 'earning', 'expiry', 'grants'])
})

test('who meets a lower threshold already rises at once', () => {
  const cy = { state: stored(today, bought('cy', 3, 4500)), events: [] }
  expect(impact(today, club('4000'), [cy], { asOf }).winners).toMatchObject([{ id: 'cy', from: 'silver', to: 'gold' }])
})

test('who climbs one rung a decision climbs none because something else is new', () => {
  const capped = (max: string) => ({ spend, best: { from: 'purchase', aggregate: 'max', cap: max } })
  const rules = {
    values: { bar: '5000', spent: { measure: 'spend' } },
    measures: capped('9000'),
    tiers: [
      { id: 'member' },
      { id: 'silver', enter: { measure: 'spend', gte: '1000' } },
      { id: 'gold', enter: { value: 'spent', gte: { field: 'none', else: 'bar' } }, requires: 'previous' },
    ],
  }
  const before = club('', rules)
  const eve = { state: stored(before, bought('eve', 3, 5400)), events: [] } // silver: one rung
  const [member, silver, gold] = rules.tiers
  const others: readonly object[] = [
    { earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '2', round: 'down' }] },
    { tiers: [member, silver, { ...gold, name: 'Gold', benefits: ['lounge'] }] },
    { review: { grace: { n: 3, unit: 'month' } } },
    { measures: capped('8000') },
    { values: { ...rules.values, unused: '1' } },
  ]
  for (const extra of others)
    expect(impact(before, club('', { ...rules, ...extra }), [eve], { asOf }), JSON.stringify(extra)).toMatchObject({ unchanged: 1 })
  const lower: readonly object[] = [
    { values: { ...rules.values, bar: '4000' } },
    { tiers: [member, silver, { ...gold, enter: { measure: 'spend', gte: '4000' } }] },
    { measures: { ...rules.measures, spend: { ...spend, cap: '6000' } } },
    { lifetime: [{ tier: 'gold', when: { measure: 'spend', gte: '9999' } }] },
  ]
  for (const extra of lower)
    expect(impact(before, club('', { ...rules, ...extra }), [eve], { asOf }).winners, JSON.stringify(extra)).toMatchObject([
      { from: 'silver', to: 'gold' },
    ])
})

test('points already earned stay, those from then on follow the new rate', () => {
  const dee = { state: stored(today, bought('dee', 3, 500)), events: [bought('dee', 7, 300)] }
  const next = club('5000', { earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '2', round: 'down' }] })
  const diff = impact(today, next, [dee], { asOf, pointWorth: { stars: '0.01' } })
  expect(diff.winners).toMatchObject([{ id: 'dee', points: { stars: '300' } }]) // 500 + 600 instead of 500 + 300
  expect(diff.cost.liability).toBe('3')
})

test('a shorter window is read from the days that are kept', () => {
  const next = club('5000', { measures: { spend: { ...spend, window: { rolling: { n: 3, unit: 'month' } } } } })
  // 600 in March are out of three months in July: 1,100 under a year's window, 500 under the shorter one.
  const eve = { state: stored(today, bought('eve', 3, 600)), events: [bought('eve', 7, 500)] }
  expect(impact(today, next, [eve], { asOf }).losers).toMatchObject([{ id: 'eve', from: 'silver', to: 'member' }])
})

const NEEDS: readonly (readonly [string, object, string])[] = [
  ['a longer window', { measures: { spend: { ...spend, window: { rolling: { n: 24, unit: 'month' } } } } }, 'measures.spend.window'],
  ['another kind of window', { measures: { spend: { ...spend, window: { fixed: 'year' } } } }, 'measures.spend.window'],
  ['only some purchases', { measures: { spend: { ...spend, where: { field: 'amount', gte: '10' } } } }, 'measures.spend.where'],
  ['a new measure', { measures: { spend, orders: { from: 'purchase', aggregate: 'count' } } }, 'measures.orders'],
  ['a new flag', { flags: { vip: { on: 'invited' } } }, 'flags.vip'],
  ['another zone', { timeZone: 'UTC' }, 'timeZone'],
  ['cents of points', { currencies: { stars: { scale: 2 } } }, 'currencies.stars.scale'],
  ['points that end when idle', { currencies: { stars: { idle: { after: { n: 6, unit: 'month' } } } } }, 'currencies.stars.idle'],
  [
    'a window from an event',
    {
      earn: [
        {
          on: 'purchase',
          to: 'stars',
          rate: '1',
          per: '1',
          round: 'down',
          cap: { max: '9', per: { anchored: { n: 1, unit: 'month' }, to: 'signed' } },
        },
      ],
    },
    'anchored.signed',
  ],
  [
    'what somebody said when joining',
    { earn: [{ on: 'purchase', to: 'stars', per: '1', round: 'down', rate: { member: 'rate' } }] },
    'member.rate',
  ],
]

test.each(NEEDS)('%s rests on what happened before: no guess, but a code with the place', (_, extra, path) => {
  const fay = { state: stored(today, bought('fay', 3, 600)), events: [bought('fay', 7, 500)] }
  const diff = impact(today, club('5000', extra), [fay], { asOf })
  expect(diff).toMatchObject({ members: 0, unchanged: 0, losers: [], winners: [] })
  expect(diff.unanswered).toMatchObject([{ id: 'fay', reasons: [{ code: 'portfolio.impact.needs-history', params: { path } }] }])
  // The history says it.
  expect(
    impact(today, club('5000', extra), [{ id: 'fay', events: [bought('fay', 3, 600), bought('fay', 7, 500)] }], { asOf }).members,
  ).toBe(1)
})

test('a named value that a measure uses is part of the measure', () => {
  const by = (net: unknown) =>
    club('5000', { values: { net, paid: { times: ['net', '1'] } }, measures: { spend: { ...spend, value: 'paid' } } })
  const [before, after] = [by('amount'), by({ minus: ['amount', '5'] })]
  const { unanswered } = impact(before, after, [{ state: stored(before, bought('fay', 3, 600)), events: [] }], { asOf })
  expect(unanswered[0].reasons.map(({ params }) => params.path)).toEqual(['measures.spend.value'])
})

test('an award is not given again for what was reached before', () => {
  const award = (crosses: object) => ({ awards: [{ id: 'bonus', to: 'stars', give: '100', measure: 'spend', crosses }] })
  const gus = { state: stored(today, bought('gus', 3, 2500)), events: [bought('gus', 7, 700)] }
  // Every 1,000: twice before, a third time at 3,200.
  expect(impact(today, club('5000', award({ every: '1000' })), [gus], { asOf }).winners).toMatchObject([{ points: { stars: '100' } }])
})

test('what the new rules do not have is gone', () => {
  const hal = { state: stored(today, bought('hal', 3, 5400)), events: [bought('hal', 7, 100)] }
  const none = club('5000', {
    tiers: [{ id: 'member' }, { id: 'silver', enter: { measure: 'spend', gte: '1000' } }],
    currencies: {},
    earn: [],
    redeem: [],
  })
  const { losers } = impact(today, none, [hal], { asOf })
  expect(losers).toMatchObject([{ id: 'hal', from: 'gold', to: 'silver', points: { stars: '-5500' } }])
})

test('what cannot be asked of one account is a code of that account', () => {
  const fine = { state: stored(today, bought('ida', 3, 1200)), events: [] }
  const other = { state: stored(club('7000'), bought('jo', 3, 1200)), events: [] }
  const late = { state: stored(today, bought('kim', 12, 1200)), events: [] }
  const diff = impact(today, club('6000'), [fine, other, late], { asOf })
  expect(diff.members).toBe(1)
  expect(diff.unanswered.map(({ id, reasons }) => [id, reasons[0].code])).toEqual([
    ['jo', 'portfolio.impact.other-definition'],
    ['kim', 'portfolio.impact.state-later'],
  ])
  for (const catalogue of [en, zhCN])
    for (const said of sentences(
      diff.unanswered.flatMap(({ reasons }) => reasons),
      catalogue,
    ))
      expect(said).not.toMatch(/undefined|null|portfolio\./)
})

test('a paid plan that the new rules do not have', () => {
  const plans = (...ids: readonly string[]) =>
    club('5000', {
      subscription: {
        plan: 'plan',
        start: 'joined',
        plans: ids.map((id) => ({ id, tier: 'gold', price: '99', term: { n: 12, unit: 'month' } })),
      },
    })
  const before = plans('plus', 'pro')
  const joined = (customerId: string, plan: string): ProgramEvent => ({
    id: customerId,
    customerId,
    type: 'joined',
    at: '2026-03-10T04:00:00.000Z',
    plan,
  })
  const members = ['plus', 'pro'].map((plan) => ({ state: stored(before, joined(plan, plan)), events: [] }))
  const diff = impact(before, plans('plus'), members, { asOf })
  expect(diff.unanswered).toMatchObject([{ id: 'pro', reasons: [{ code: 'portfolio.impact.plan-missing', params: { plan: 'pro' } }] }])
  expect(diff.members).toBe(1)
})

test('from a day on: histories and stored accounts say the same', () => {
  const events = { lea: [bought('lea', 2, 900), bought('lea', 8, 4200)], max: [bought('max', 5, 5200)], ned: [bought('ned', 8, 5500)] }
  const next = club('6000', { earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '0.5', round: 'down' }] })
  const from = '2026-06-01'
  const histories = Object.entries(events).map(([id, list]) => ({ id, events: list }))
  const states = Object.values(events).map((list) => ({ state: stored(today, list[0]), events: list }))
  const diff = impact(today, next, histories, { asOf, from })
  // Max was gold before June and stays; Lea (5,100) and Ned (5,500) would be gold, but not at 6,000. Half the stars from June on.
  expect(diff.losers.map(({ id, from, to, points }) => [id, from, to, points.stars])).toEqual([
    ['lea', 'gold', 'silver', '-2100'],
    ['ned', 'gold', 'silver', '-2750'],
  ])
  expect(impact(today, next, states.slice(0, 2), { asOf, from })).toEqual(impact(today, next, histories.slice(0, 2), { asOf, from }))
  // Ned is stored as of August: later than the day on which the new rules begin.
  expect(impact(today, next, states, { asOf, from }).unanswered).toMatchObject([
    { id: 'ned', reasons: [{ code: 'portfolio.impact.state-later' }] },
  ])
})

test('events that are in the state already do not count twice', () => {
  const state = stored(today, bought('ola', 3, 500))
  const again = impact(today, today, [{ state, events: [bought('ola', 3, 500), bought('ola', 7, 300)] }], { asOf })
  const once = impact(today, today, [{ state, events: [bought('ola', 7, 300)] }], { asOf })
  expect(again).toEqual(once)
  expect(again.unchanged).toBe(1)
})

test('mistakes of the caller', () => {
  const state = stored(today, bought('pat', 3, 500))
  expect(() =>
    impact(
      today,
      club('6000'),
      [
        { state, events: [] },
        { id: 'quin', events: [] },
      ],
      { asOf },
    ),
  ).toThrow(/portfolio.impact.subjects/)
  expect(() => impact(today, club('6000'), [{ state, events: [] }], { asOf, from: '2026-12-01' })).toThrow(/portfolio.impact.from/)
})

test('what happens after the day asked for does not count', () => {
  const rex = [bought('rex', 3, 1200), bought('rex', 12, 9000)]
  expect(impact(today, club('6000'), [{ id: 'rex', events: rex }], { asOf }).matrix).toEqual({ silver: { silver: 1 } })
  expect(impact(today, club('6000'), [{ state: stored(today, rex[0]), events: [rex[1]] }], { asOf }).matrix).toEqual({
    silver: { silver: 1 },
  })
})

test('a redemption that only one of them can pay is counted', () => {
  const next = club('5000', { earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '0.5', round: 'down' }] })
  const redeem: ProgramEvent = { id: 'r', customerId: 'sam', type: 'redeem', at: '2026-08-10T04:00:00.000Z', points: 400 }
  const events = [bought('sam', 3, 500), redeem] // 500 stars pay 400, 250 do not
  expect(impact(today, next, [{ id: 'sam', events }], { asOf }).refusals).toEqual({ before: 0, after: 1 })
  const { outcomes } = replayProgram(next, events, { asOf })
  expect(outcomes).toMatchObject([{ fact: 'r', outcome: 'refused' }])
})
