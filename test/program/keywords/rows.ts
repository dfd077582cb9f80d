/** The program language by example. None of these comes from a program card; every expectation is arithmetic by hand. */

import type { Happening, Row } from './row.js'

const buy = (at: string, amount: string, fields: Readonly<Record<string, unknown>> = {}): Happening => [
  at,
  'purchase',
  { amount, ...fields },
]
const points = { points: {} }
/** One point per euro. */
const earn = [{ id: 'base', on: 'purchase', to: 'points' }]
const spend = { spend: { from: 'purchase', aggregate: 'sum' } }
const ladder = [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '100' } }]
const month = (n: number) => ({ n, unit: 'month' })
const day = (n: number) => ({ n, unit: 'day' })
const use = [{ id: 'use', on: 'redeem', from: 'points', amount: 'points' }]

/** The program as a whole. */
const PROGRAM: readonly Row[] = [
  {
    id: 'time-zone', // 20:00 UTC on 31 December is 2027 in Tokyo
    rules: { timeZone: 'Asia/Tokyo', measures: { spend: { ...spend.spend, window: { fixed: 'year' } } } },
    events: [buy('2026-12-31T20:00:00Z', '50')],
    asOf: '2027-01-01',
    expect: { metrics: { spend: '50' } },
  },
  {
    id: 'currency', // yen have no cents
    rules: { currency: 'JPY', currencies: points, earn },
    events: [['2026-01-01', 'purchase', { amountMinor: 500 }]],
    expect: { balances: { points: '500' } },
  },
  {
    id: 'day-starts-at', // 02:00 still belongs to the day before
    rules: { calendar: { dayStartsAt: '04:00' }, measures: { today: { from: 'purchase', aggregate: 'count', window: { fixed: 'day' } } } },
    events: [buy('2026-01-02T02:00:00Z', '1'), buy('2026-01-01T20:00:00Z', '1')].reverse(),
    asOf: '2026-01-01',
    expect: { outcomes: ['applied', 'applied'] },
  },
  {
    id: 'working-days', // Thursday 1 January is a holiday; Friday and Saturday do not work: usable on Sunday
    rules: {
      calendar: { weekend: [5, 6], holidays: ['2026-01-01'] },
      currencies: points,
      earn: [{ ...earn[0], posts: { after: { n: 1, unit: 'workday' } } }],
    },
    events: [buy('2025-12-31', '10')],
    asOf: '2026-01-03',
    expect: { pending: { points: '10' } },
  },
  {
    id: 'lateness', // ten days late, and put in its place: June, which is over
    rules: {
      lateness: day(10),
      currencies: points,
      measures: { month: { ...spend.spend, window: { fixed: 'month' } } },
      earn: [{ ...earn[0], on: 'bonus', value: { measure: 'month', window: 'closed' } }],
    },
    events: [buy('2026-06-25', '1'), buy('2026-07-03', '5'), buy('2026-06-28', '40'), ['2026-07-04', 'bonus']],
    expect: { outcomes: ['applied', 'applied', 'applied', 'applied'], balances: { points: '41' } },
  },
  {
    id: 'reversible', // returned after more than a month: not known any more
    rules: { reversible: month(1), currencies: points, earn, reverse: [{ id: 'r', on: 'refund', of: ['purchase'] }] },
    events: [buy('2026-01-01', '10'), ['2026-03-01', 'refund', { refersTo: 'e1' }]],
    expect: { outcomes: ['applied', 'needs-history needs-history'], balances: { points: '10' } },
  },
  {
    id: 'enrollment-required',
    rules: { enrollment: { required: true }, measures: spend, tiers: ladder },
    events: [buy('2026-01-01', '500')],
    expect: {},
  },
  {
    id: 'enrollment-when',
    rules: { enrollment: { required: true, when: { field: 'age', gte: '18' }, refusal: 'too-young' }, tiers: [{ id: 'base' }] },
    events: [['2026-01-01', 'enroll', { age: 17 }]],
    expect: { outcomes: ['refused too-young'] },
  },
  {
    id: 'values',
    rules: { values: { net: { minus: ['amount', 'tax'] } }, currencies: points, earn: [{ ...earn[0], value: 'net' }] },
    events: [buy('2026-01-01', '119', { tax: '19' })],
    expect: { balances: { points: '100' } },
  },
  {
    id: 'flags', // on by the card, off by closing it; only the gold card counts
    rules: {
      flags: { card: { on: 'card-open', where: { field: 'kind', eq: 'gold' }, off: 'card-close' } },
      currencies: points,
      earn: [{ ...earn[0], where: { flag: 'card' } }],
    },
    events: [
      ['2026-01-01', 'card-open', { kind: 'blue' }],
      buy('2026-01-02', '1'),
      ['2026-01-03', 'card-open', { kind: 'gold' }],
      buy('2026-01-04', '20'),
      ['2026-01-05', 'card-close', { kind: 'gold' }],
      buy('2026-01-06', '300'),
    ],
    expect: { balances: { points: '20' } },
  },
  {
    id: 'flag-off', // the visit to the spa leaves it on, that to the gym clears it
    rules: {
      flags: { pass: { on: 'buy-pass', where: { field: 'kind', eq: 'gym' }, off: { on: 'visit', where: { field: 'room', eq: 'gym' } } } },
      currencies: points,
      earn: [{ ...earn[0], on: 'visit', value: '5', where: { flag: 'pass' } }],
    },
    events: [
      ['2026-01-01', 'buy-pass', { kind: 'gym' }],
      ['2026-01-02', 'visit', { room: 'spa' }],
      ['2026-01-03', 'visit', { room: 'gym' }],
    ],
    expect: { balances: { points: '5' } },
  },
  {
    id: 'flag-used-up', // the first ride at half price uses it up; a status that rests on it ends with it
    rules: {
      flags: { joker: { on: 'joker', off: { on: 'ride', usedUp: true } } },
      tiers: [{ id: 'base' }, { id: 'lucky', enter: { flag: 'joker' }, grant: { until: { while: { flag: 'joker' } } } }],
      currencies: points,
      earn: [{ ...earn[0], on: 'ride', value: '5', where: { flag: 'joker' } }],
    },
    events: [
      ['2026-01-01', 'joker'],
      ['2026-01-02', 'ride'],
      ['2026-01-03', 'ride'],
    ],
    expect: { balances: { points: '5' }, tier: 'base' },
  },
  {
    id: 'flag-until', // ends with the month
    rules: {
      flags: { promo: { on: 'activate', until: { endOf: { fixed: 'month' } } } },
      currencies: points,
      earn: [{ ...earn[0], where: { flag: 'promo' } }],
    },
    events: [['2026-01-10', 'activate'], buy('2026-01-31', '5'), buy('2026-02-01', '70')],
    expect: { balances: { points: '5' } },
  },
  {
    id: 'pipeline', // tier first: the purchase that reaches gold earns double already
    rules: {
      pipeline: ['count', 'tier', 'earn', 'award'],
      measures: spend,
      tiers: ladder,
      currencies: points,
      earn: [{ ...earn[0], byTier: { gold: '2' } }],
    },
    events: [buy('2026-01-01', '100')],
    expect: { balances: { points: '200' } },
  },
  {
    id: 'refuse',
    rules: { refuse: [{ on: 'activate', when: { calendar: 'weekday', gte: '6' }, refusal: 'weekdays-only' }] },
    events: [
      ['2026-01-02', 'activate'],
      ['2026-01-03', 'activate'],
    ], // a Friday, a Saturday
    expect: { outcomes: ['applied', 'refused weekdays-only'] },
  },
  {
    id: 'closure',
    rules: { closure: { after: month(6), activity: ['purchase'] }, tiers: [{ id: 'base' }] },
    events: [buy('2026-01-01', '1'), ['2026-05-01', 'visit']],
    asOf: '2026-07-02',
    expect: { state: 'closed' },
  },
  {
    id: 'opening', // three stays brought along, as facts of their own
    rules: {
      opening: { history: { type: 'stay' } },
      measures: { stays: { from: 'stay', aggregate: 'count' } },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'stays', gte: '3' } }],
    },
    events: [['2026-02-01', 'opening', { history: ['2026-01-01', '2026-01-05', '2026-01-09'] }]],
    expect: { metrics: { stays: '3' } },
  },
  {
    id: 'lifecycle',
    rules: {
      lifecycle: {
        kind: 'lifecycle',
        format: 1,
        id: 'stages',
        timeZone: 'UTC',
        currency: 'EUR',
        initial: 'new',
        stages: [{ id: 'new', transitions: [{ on: 'purchase', to: 'active' }] }, { id: 'active' }],
      },
    },
    events: [buy('2026-01-01', '1')],
    expect: { stage: 'active' },
  },
]

/** Measures and the windows they look through. */
const MEASURES: readonly Row[] = [
  {
    id: 'measure',
    rules: { measures: { nights: { from: ['stay', 'cruise'], where: { field: 'paid', eq: true }, value: 'nights', aggregate: 'sum' } } },
    events: [
      ['2026-01-01', 'stay', { nights: 2, paid: true }],
      ['2026-01-02', 'cruise', { nights: 7, paid: true }],
      ['2026-01-03', 'stay', { nights: 30, paid: false }],
    ],
    expect: { metrics: { nights: '9' } },
  },
  {
    id: 'aggregates', // amounts 10, 30, 20; channels web, web, shop
    rules: {
      measures: {
        sum: { from: 'purchase', aggregate: 'sum' },
        count: { from: 'purchase', aggregate: 'count' },
        channels: { from: 'purchase', aggregate: 'distinct', value: 'channel' },
        latest: { from: 'purchase', aggregate: 'latest' },
        min: { from: 'purchase', aggregate: 'min' },
        max: { from: 'purchase', aggregate: 'max' },
        mean: { from: 'purchase', aggregate: 'mean' },
        perItem: { from: 'purchase', aggregate: 'ratio', value: 'amount', by: 'items' },
        perMonth: { from: 'purchase', aggregate: { mean: 'month' }, window: { rolling: month(3), whole: true } },
      },
    },
    events: [
      buy('2026-01-10', '10', { channel: 'web', items: 1 }),
      buy('2026-02-10', '30', { channel: 'web', items: 2 }),
      buy('2026-03-10', '20', { channel: 'shop', items: 3 }),
    ],
    asOf: '2026-03-31',
    expect: {
      metrics: { sum: '60', count: '3', channels: '2', latest: '20', min: '10', max: '30', mean: '20', perItem: '10', perMonth: '20' },
    },
  },
  {
    id: 'aggregates-rolling', // of 10, 30, 5 and 20 in four months the last three months hold 30, 5 and 20
    rules: {
      measures: {
        latest: { from: 'purchase', aggregate: 'latest', window: { rolling: month(3) } },
        min: { from: 'purchase', aggregate: 'min', window: { rolling: month(3) } },
        max: { from: 'purchase', aggregate: 'max', window: { rolling: month(3) } },
      },
    },
    events: [buy('2026-01-10', '10'), buy('2026-02-12', '30'), buy('2026-02-12', '5'), buy('2026-04-12', '20')],
    expect: { metrics: { latest: '20', min: '5', max: '30' } },
  },
  {
    id: 'window-shifted', // a program keeps the running window and the closed one; ask for the closed one where it is used
    rules: { measures: { before: { from: 'purchase', aggregate: 'sum', window: { fixed: 'month', shift: -1 } } } },
    events: [],
    expect: { issues: ['program.measure.shifted'] },
  },
  {
    id: 'streak', // weeks from Sunday with two visits or more: 4–10, 11–17 January; then one visit: the week of the 18th may still come to two
    rules: {
      measures: {
        weeks: { name: 'weekly streak', from: 'visit', aggregate: 'streak', least: '2', window: { fixed: 'week', starts: { weekday: 7 } } },
      },
      currencies: points,
      awards: [{ id: 'bonus', measure: 'weeks', crosses: { every: '2' }, give: '10', to: 'points' }],
    },
    events: [
      ['2026-01-04', 'visit'],
      ['2026-01-10', 'visit'],
      ['2026-01-11', 'visit'],
      ['2026-01-17', 'visit'],
      ['2026-01-18', 'visit'],
    ],
    asOf: '2026-01-24',
    expect: { metrics: { weeks: '2' }, balances: { points: '10' } },
  },
  {
    id: 'streak-over', // a month without 100 spent ends it: on 1 March, as February came to 99
    rules: {
      measures: { months: { from: 'purchase', aggregate: 'streak', least: '100', value: 'amount', window: { fixed: 'month' } } },
      tiers: [
        { id: 'base' },
        { id: 'loyal', enter: { measure: 'months', gte: '2' }, grant: { until: { while: { measure: 'months', gte: '1' } } } },
      ],
    },
    events: [buy('2025-12-31', '100'), buy('2026-01-01', '60'), buy('2026-01-31', '40'), buy('2026-02-10', '99')],
    asOf: '2026-03-01',
    expect: { metrics: { months: '0' }, tier: 'base', effects: ['tier', 'tier'] },
  },
  {
    id: 'cap-and-empty',
    rules: {
      measures: {
        visits: { from: 'visit', aggregate: 'count', cap: '2' },
        score: { from: 'survey', aggregate: 'latest', value: 'score', empty: '5' },
      },
    },
    events: [
      ['2026-01-01', 'visit'],
      ['2026-01-02', 'visit'],
      ['2026-01-03', 'visit'],
    ],
    expect: { metrics: { visits: '2', score: '5' } },
  },
  {
    id: 'empty-absent', // without a return the share is not known, so the tier is not entered
    rules: {
      measures: { returns: { from: 'return', aggregate: 'sum', empty: 'absent' } },
      tiers: [{ id: 'base' }, { id: 'careful', enter: { measure: 'returns', lte: '10' } }],
    },
    events: [buy('2026-01-01', '100')],
    expect: { tier: 'base' },
  },
  {
    id: 'window-fixed', // the year starts on 1 April; weeks on Sunday
    rules: {
      measures: {
        year: { ...spend.spend, window: { fixed: 'year', starts: { month: 4, day: 6 } } },
        week: { ...spend.spend, window: { fixed: 'week', starts: { weekday: 7 } } },
      },
    },
    events: [buy('2026-04-05', '1'), buy('2026-04-06', '20'), buy('2026-05-03', '300')], // 3 May is a Sunday
    asOf: '2026-05-04',
    expect: { metrics: { year: '320', week: '300' } },
  },
  {
    id: 'window-rolling', // on 15 March: the three months after 15 December; with that date; the three complete months December to February
    rules: {
      measures: {
        after: { ...spend.spend, window: { rolling: month(3) } },
        with: { ...spend.spend, window: { rolling: month(3), first: 'sameDate' } },
        whole: { ...spend.spend, window: { rolling: month(3), whole: true } },
      },
    },
    events: [buy('2025-12-01', '1'), buy('2025-12-15', '20'), buy('2026-03-10', '300')],
    asOf: '2026-03-15',
    expect: { metrics: { after: '300', with: '320', whole: '21' } },
  },
  {
    id: 'window-anchored', // years from joining on 10 May
    rules: { measures: { mine: { ...spend.spend, window: { anchored: { n: 1, unit: 'year' }, to: 'enrollment' } } } },
    events: [['2025-05-10', 'enroll'], buy('2026-05-09', '1'), buy('2026-05-10', '20')],
    expect: { metrics: { mine: '20' } },
  },
  {
    id: 'counter-earned', // only what the base rule gave this year
    rules: {
      currencies: points,
      earn: [earn[0], { id: 'extra', on: 'purchase', to: 'points', value: '1000' }],
      measures: { status: { earned: 'points', by: ['base'], window: { fixed: 'year' } } },
    },
    events: [buy('2025-06-01', '5'), buy('2026-06-01', '70')],
    expect: { metrics: { status: '70' } },
  },
  {
    id: 'counter-reset', // gold at 100 sets the counter back
    rules: { measures: { spend: { ...spend.spend, reset: ['rise'] } }, tiers: ladder },
    events: [buy('2026-01-01', '100'), buy('2026-01-02', '7')],
    expect: { tier: 'gold', metrics: { spend: '7' } },
  },
  {
    id: 'counter-opens', // only within 30 days of the challenge; those of the second kind from the first of the next month
    rules: {
      measures: {
        nights: { from: 'stay', aggregate: 'count', opens: [{ on: 'start', length: day(30) }] },
        later: { from: 'stay', aggregate: 'count', opens: [{ on: 'start', from: 'nextMonth', length: month(1) }] },
      },
    },
    events: [
      ['2026-01-05', 'stay'],
      ['2026-01-10', 'start'],
      ['2026-01-20', 'stay'],
      ['2026-02-01', 'stay'],
    ],
    asOf: '2026-02-02',
    expect: { metrics: { nights: '2', later: '1' } },
  },
]

/** Values and conditions, shown through what they earn. */
const gives = (id: string, value: unknown, event: Happening, expected: string, rules: object = {}): Row => ({
  id,
  rules: { currencies: points, earn: [{ id: 'base', on: 'purchase', to: 'points', value }], ...rules },
  events: [event],
  expect: { balances: { points: expected } },
})
const allows = (
  id: string,
  where: unknown,
  yes: Readonly<Record<string, unknown>>,
  no: Readonly<Record<string, unknown>>,
  rules: object = {},
): Row => ({
  id,
  rules: { currencies: points, earn: [{ id: 'base', on: 'purchase', to: 'points', where }], ...rules },
  events: [buy('2026-01-05', '1', yes), buy('2026-01-06', '20', no)],
  expect: { balances: { points: '1' } },
})

const LANGUAGE: readonly Row[] = [
  gives('value-field', { field: 'miles', else: '3' }, buy('2026-01-01', '1'), '3'),
  {
    id: 'value-measure', // what was spent last month
    rules: {
      measures: { month: { ...spend.spend, window: { fixed: 'month' } } },
      currencies: points,
      earn: [{ id: 'base', on: 'bonus', to: 'points', value: { measure: 'month', window: 'closed' } }],
    },
    events: [buy('2026-01-05', '40'), buy('2026-02-01', '7'), ['2026-02-02', 'bonus']],
    expect: { balances: { points: '40' } },
  },
  {
    id: 'value-balance', // interest of a tenth
    rules: {
      currencies: points,
      earn: [earn[0], { id: 'interest', on: 'bonus', to: 'points', value: { over: [{ balance: 'points' }, '10'] } }],
    },
    events: [buy('2026-01-01', '200'), ['2026-01-02', 'bonus']],
    expect: { balances: { points: '220' } },
  },
  {
    id: 'value-member', // what was said when joining
    rules: { currencies: points, earn: [{ ...earn[0], value: { member: 'favorite' } }] },
    events: [['2026-01-01', 'enroll', { favorite: '7' }], buy('2026-01-02', '100')],
    expect: { balances: { points: '7' } },
  },
  gives('value-calendar', { times: [{ calendar: 'month' }, '10'] }, buy('2026-04-01', '1'), '40'),
  gives('value-years-since', { yearsSince: 'since' }, buy('2026-04-01', '1', { since: '2020-04-02' }), '5'),
  {
    id: 'value-earned', // a tenth on top of what the base rule gave
    rules: {
      currencies: points,
      earn: [earn[0], { id: 'bonus', on: 'purchase', to: 'points', value: { earned: ['base'] }, rate: '0.1' }],
    },
    events: [buy('2026-01-01', '50')],
    expect: { balances: { points: '55' } },
  },
  gives(
    'value-arithmetic',
    { plus: [{ times: ['a', 'b'] }, { minus: ['c', '1'] }, { over: ['amount', '4'] }] },
    buy('2026-01-01', '8', { a: 2, b: 3, c: 5 }),
    '12',
  ),
  gives('value-min-max', { plus: [{ min: ['amount', '10'] }, { max: ['amount', '100'] }] }, buy('2026-01-01', '30'), '110'),
  gives('value-round', { round: 'amount', to: '5', mode: 'down' }, buy('2026-01-01', '13'), '10'),
  // biome-ignore lint/suspicious/noThenProperty: the language says `if … then … else`; nothing awaits this object.
  gives('value-if', { if: { field: 'amount', gte: '100' }, then: '2', else: '1' }, buy('2026-01-01', '99'), '1'),
  gives('value-by-tier', { byTier: { base: '3' }, else: '9' }, buy('2026-01-01', '1'), '3', { tiers: [{ id: 'base' }] }),
  {
    id: 'value-by-earned', // the tier that the measures support, not the one held until the review
    rules: {
      measures: spend,
      tiers: ladder,
      grant: { decide: { yearly: ['12-31'] } },
      currencies: points,
      earn: [{ id: 'base', on: 'bonus', to: 'points', value: { byEarned: { gold: '5' }, else: '1' } }],
    },
    events: [buy('2026-01-01', '100'), ['2026-01-02', 'bonus']],
    expect: { tier: 'base', balances: { points: '5' } },
  },
  gives('value-table', { by: 'size', table: { s: '1', l: '3' }, else: '2' }, buy('2026-01-01', '1', { size: 'm' }), '2'),
  gives(
    'value-sum',
    { sum: 'basket', of: { times: ['price', 'n'] }, where: { field: 'kind', eq: 'food' } },
    buy('2026-01-01', '1', {
      basket: [
        { price: '2', n: 3, kind: 'food' },
        { price: '5', n: 1, kind: 'food' },
        { price: '100', n: 1, kind: 'tv' },
      ],
    }),
    '11',
  ),
  gives(
    'value-ladder-whole',
    {
      ladder: 'amount',
      mode: 'whole',
      steps: [
        { from: '0', rate: '1' },
        { from: '100', rate: '2' },
      ],
    },
    buy('2026-01-01', '150'),
    '300',
  ),
  gives(
    'value-ladder-slices',
    {
      ladder: 'amount',
      mode: 'slices',
      steps: [
        { from: '0', rate: '1' },
        { from: '100', rate: '2' },
      ],
    },
    buy('2026-01-01', '150'),
    '200',
  ),

  allows(
    'condition-all',
    {
      all: [
        { field: 'a', eq: true },
        { field: 'b', eq: true },
      ],
    },
    { a: true, b: true },
    { a: true, b: false },
  ),
  allows(
    'condition-any',
    {
      any: [
        { field: 'a', eq: true },
        { field: 'b', eq: true },
      ],
    },
    { a: false, b: true },
    { a: false, b: false },
  ),
  allows(
    'condition-at-least',
    {
      atLeast: 2,
      of: [
        { field: 'a', eq: true },
        { field: 'b', eq: true },
        { field: 'c', eq: true },
      ],
    },
    { a: true, b: false, c: true },
    { a: false, b: false, c: true },
  ),
  allows('condition-not', { not: { field: 'a', eq: true } }, { a: false }, { a: true }),
  allows(
    'condition-not-compared',
    {
      all: [
        { not: { field: 'a', gte: '3' } },
        { not: { field: 'a', gt: '3' } },
        { not: { field: 'b', lte: '3' } },
        { not: { field: 'b', lt: '3' } },
        { not: { field: 'c', exists: true } },
      ],
    },
    { a: 2, b: 4 },
    { a: 2, b: 3 },
  ),
  allows(
    'condition-not-all',
    {
      not: {
        all: [
          { field: 'a', eq: true },
          { field: 'b', eq: true },
        ],
      },
    },
    { a: true, b: false },
    { a: true, b: true },
  ),
  {
    id: 'condition-not-tier', // whoever has neither the card nor gold
    rules: {
      flags: { card: { on: 'card' } },
      measures: spend,
      tiers: ladder,
      currencies: points,
      earn: [
        {
          ...earn[0],
          where: { all: [{ not: { flag: 'card' } }, { not: { tier: ['gold'] } }, { not: { tier: { atLeast: 'gold' } } }] },
        },
      ],
    },
    events: [buy('2026-01-01', '5'), ['2026-01-02', 'card'], buy('2026-01-03', '300')],
    expect: { balances: { points: '5' } },
  },
  allows('condition-gte', { field: 'n', gte: '3' }, { n: 3 }, { n: 2 }),
  allows('condition-gt', { field: 'n', gt: '3' }, { n: 4 }, { n: 3 }),
  allows('condition-lte', { field: 'n', lte: '3' }, { n: 3 }, { n: 4 }),
  allows('condition-lt', { field: 'n', lt: '3' }, { n: 2 }, { n: 3 }),
  allows('condition-in', { field: 'shop', in: ['north', 'south'] }, { shop: 'south' }, { shop: 'west' }),
  allows('condition-exists', { field: 'coupon', exists: true }, { coupon: 'X1' }, {}),
  allows('condition-value', { value: { times: ['n', '2'] }, gte: '6' }, { n: 3 }, { n: 2 }),
  {
    id: 'condition-tier', // silver or gold, and gold or higher
    rules: {
      measures: spend,
      tiers: [
        { id: 'base' },
        { id: 'gold', enter: { measure: 'spend', gte: '100' } },
        { id: 'top', enter: { measure: 'spend', gte: '1000' } },
      ],
      currencies: points,
      earn: [
        { id: 'a', on: 'visit', to: 'points', value: '1', where: { tier: { atLeast: 'gold' } } },
        { id: 'b', on: 'visit', to: 'points', value: '20', where: { tier: ['base', 'gold'] } },
      ],
    },
    events: [['2026-01-01', 'visit'], buy('2026-01-02', '1000'), ['2026-01-03', 'visit']], // 20 at the base, then 1 at the top
    expect: { balances: { points: '21' } },
  },
  {
    id: 'condition-measure-closed', // last month reached 100
    rules: {
      measures: { month: { ...spend.spend, window: { fixed: 'month' } } },
      currencies: points,
      earn: [{ id: 'a', on: 'visit', to: 'points', value: '1', where: { measure: 'month', window: 'closed', gte: '100' } }],
    },
    events: [buy('2026-01-10', '100'), ['2026-01-20', 'visit'], ['2026-02-01', 'visit']],
    expect: { balances: { points: '1' } },
  },
  {
    id: 'condition-balance',
    rules: { currencies: points, earn, tiers: [{ id: 'base' }, { id: 'gold', enter: { balance: 'points', gte: '10' } }] },
    events: [buy('2026-01-01', '10')],
    expect: { tier: 'gold' },
  },
  {
    id: 'condition-bound-value', // what it is compared with may be a value: the member's own month
    rules: {
      currencies: points,
      earn: [{ id: 'birthday', on: 'purchase', to: 'points', where: { calendar: 'month', eq: { member: 'birthMonth' } } }],
    },
    events: [['2026-01-01', 'enroll', { birthMonth: 3 }], buy('2026-02-28', '5'), buy('2026-03-01', '20')],
    expect: { balances: { points: '20' } },
  },
  {
    id: 'condition-member',
    rules: { currencies: points, earn: [{ ...earn[0], where: { member: 'student', eq: true } }] },
    events: [['2026-01-01', 'enroll', { student: true }], buy('2026-01-02', '5')],
    expect: { balances: { points: '5' } },
  },
  {
    id: 'condition-calendar', // Tuesday 6 January
    rules: { currencies: points, earn: [{ ...earn[0], where: { calendar: 'weekday', eq: '2' } }] },
    events: [buy('2026-01-05', '1'), buy('2026-01-06', '20')],
    expect: { balances: { points: '20' } },
  },
  {
    id: 'condition-share', // half of what is spent must be spent online
    rules: {
      measures: { ...spend, web: { ...spend.spend, where: { field: 'channel', eq: 'web' } } },
      tiers: [{ id: 'base' }, { id: 'digital', enter: { share: { of: 'web', in: 'spend' }, gte: '0.5' } }],
    },
    events: [buy('2026-01-01', '60', { channel: 'shop' }), buy('2026-01-02', '60', { channel: 'web' })],
    expect: { tier: 'digital' },
  },
]

/** Ends, as the last day of a status. */
const lasts = (id: string, until: unknown, expected: string | null, rules: object = {}, fields: object = {}): Row => ({
  id,
  rules: { measures: spend, tiers: ladder, grant: { until }, ...rules },
  events: [['2026-01-10', 'enroll'], buy('2026-01-31', '100', fields as Readonly<Record<string, unknown>>)],
  expect: { tier: 'gold', until: expected },
})

const TIME: readonly Row[] = [
  lasts('end-never', 'never', null),
  lasts('end-of-window', { endOf: { fixed: 'year' }, ahead: 1, through: { month: 2, day: 'last' } }, '2028-02-29'),
  lasts('end-through-day', { endOf: { fixed: 'year' }, through: { month: 3, day: 31 } }, '2027-03-31'),
  lasts('end-day-before', { plus: month(1), last: 'dayBefore' }, '2026-02-27'),
  lasts('end-same-date', { plus: month(1), last: 'sameDate' }, '2026-02-28'),
  lasts('end-aligned', { plus: { n: '6', unit: 'month' }, align: 'quarterEnd' }, '2026-09-30'),
  lasts('end-date', { date: '2026-05-05' }, '2026-05-05'),
  lasts('end-date-field', { date: 'endsOn' }, '2026-06-06', {}, { endsOn: '2026-06-06' }),
  lasts(
    'end-choice',
    [{ when: { field: 'vip', eq: true }, until: 'never' }, { until: { date: '2027-07-07' } }],
    '2027-07-07',
    {},
    { vip: false },
  ),
  lasts('end-shifted', { endOf: { fixed: 'month', shift: 2 } }, '2026-03-31'),
  {
    id: 'end-while', // as long as the balance carries it
    rules: {
      currencies: points,
      earn,
      redeem: use,
      tiers: [
        { id: 'base' },
        { id: 'gold', enter: { balance: 'points', gte: '10' }, grant: { until: { while: { balance: 'points', gte: '10' } } } },
      ],
    },
    events: [buy('2026-01-01', '10'), ['2026-01-02', 'redeem', { points: 1 }]],
    expect: { tier: 'base' },
  },
  {
    id: 'schedule-yearly', // at eight: too late for a redemption at seven
    rules: { currencies: points, awards: [{ id: 'a', at: { yearly: ['02-01'], time: '08:00' }, give: '5', to: 'points' }], redeem: use },
    events: [
      ['2026-01-01', 'enroll'],
      ['2026-02-01T07:00:00Z', 'redeem', { points: 1 }],
      ['2026-02-01T09:00:00Z', 'redeem', { points: 1 }],
    ],
    expect: { outcomes: ['applied', 'refused insufficient-balance', 'applied'], balances: { points: '4' } },
  },
  {
    id: 'schedule-monthly', // the last day of shorter months
    rules: { currencies: points, awards: [{ id: 'a', at: { monthly: 31 }, give: '5', to: 'points' }] },
    events: [['2026-01-15', 'enroll']],
    asOf: '2026-02-28',
    expect: { balances: { points: '10' } },
  },
  {
    id: 'schedule-weekly', // Mondays 5 and 12 January
    rules: { currencies: points, awards: [{ id: 'a', at: { weekly: 1 }, give: '1', to: 'points' }] },
    events: [['2026-01-01', 'enroll']],
    asOf: '2026-01-12',
    expect: { balances: { points: '2' } },
  },
  {
    id: 'schedule-daily',
    rules: { currencies: points, awards: [{ id: 'a', at: { daily: true }, give: '1', to: 'points' }] },
    events: [['2026-01-01', 'enroll']],
    asOf: '2026-01-04',
    expect: { balances: { points: '3' } },
  },
  {
    id: 'schedule-each', // every half year from joining, a month before
    rules: {
      currencies: points,
      awards: [{ id: 'a', at: { each: month(6), after: 'enrollment', offset: { n: -1, unit: 'month' } }, give: '1', to: 'points' }],
    },
    events: [['2026-01-15', 'enroll']],
    asOf: '2026-06-15',
    expect: { balances: { points: '1' } },
  },
]

/** Tiers, grants, reviews. */
const rung3 = [
  { id: 'base' },
  { id: 'silver', enter: { measure: 'spend', gte: '100' } },
  { id: 'gold', enter: { measure: 'spend', gte: '500' } },
]
const yearly = { spend: { ...spend.spend, window: { fixed: 'year' } } }
const year1 = { plus: { n: 1, unit: 'year' }, last: 'dayBefore' }

const TIERS: readonly Row[] = [
  {
    id: 'tier-ways', // two ways, each with its own timing and end
    rules: {
      measures: { ...spend, visits: { from: 'visit', aggregate: 'count', window: { fixed: 'month' } } },
      tiers: [
        { id: 'base' },
        {
          id: 'gold',
          enter: [
            { when: { measure: 'spend', gte: '100' }, from: 'nextDay', until: 'never' },
            {
              when: { measure: 'visits', gte: '2' },
              decide: { on: 'apply' },
              windows: 'closed',
              rungs: 'all',
              until: { date: '2026-12-31' },
            },
          ],
        },
      ],
    },
    events: [
      ['2026-01-01', 'visit'],
      ['2026-01-02', 'visit'],
      ['2026-02-03', 'apply', { tier: 'gold' }],
    ],
    expect: { tier: 'gold', until: '2026-12-31' },
  },
  {
    id: 'tier-way-next-day',
    rules: {
      measures: spend,
      tiers: [
        { id: 'base' },
        { id: 'gold', enter: [{ when: { measure: 'spend', gte: '100' }, from: { next: { month: 3, day: 1 } }, until: 'never' }] },
      ],
    },
    events: [buy('2026-02-01', '100'), ['2026-02-28', 'visit']],
    expect: { tier: 'base' },
  },
  {
    id: 'tier-way-asked', // nobody has asked
    rules: {
      measures: spend,
      tiers: [{ id: 'base' }, { id: 'gold', enter: [{ when: { measure: 'spend', gte: '100' }, decide: { on: 'apply' } }] }],
    },
    events: [buy('2026-01-01', '100')],
    expect: { tier: 'base' },
  },
  {
    id: 'tier-way-rungs', // silver is granted in 2026 below the gold held, and is there when gold ends
    rules: {
      measures: yearly,
      tiers: [
        { id: 'base' },
        { id: 'silver', enter: [{ when: { measure: 'spend', gte: '100' }, rungs: 'all', until: { endOf: { fixed: 'year' }, ahead: 1 } }] },
        { id: 'gold', enter: [{ when: { measure: 'spend', gte: '500' }, rungs: 'all', until: { endOf: { fixed: 'year' }, ahead: 1 } }] },
      ],
    },
    events: [buy('2025-06-01', '500'), buy('2026-06-01', '100')],
    asOf: '2027-01-01',
    expect: { tier: 'silver', until: '2027-12-31' },
  },
  {
    id: 'tier-own-review', // gold falls by one rung; others to the base
    rules: {
      measures: yearly,
      tiers: [rung3[0], rung3[1], { ...rung3[2], review: { else: { to: 'oneDown', until: 'never' } } }],
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { else: { to: 'base' } },
    },
    events: [buy('2025-06-01', '500')],
    asOf: '2026-01-01',
    expect: { tier: 'silver' },
  },
  {
    id: 'tier-falls-to-what-holds', // gold at once, and back to 60 of spend: silver is still met
    rules: {
      measures: spend,
      tiers: [
        { id: 'base' },
        { id: 'silver', enter: { measure: 'spend', gte: '50' }, grant: { until: { while: { measure: 'spend', gte: '50' } } } },
        { id: 'gold', enter: { measure: 'spend', gte: '100' }, grant: { until: { while: { measure: 'spend', gte: '100' } } } },
      ],
      reverse: [{ id: 'r', on: 'refund', of: ['purchase'], part: 'amount' }],
    },
    events: [buy('2026-01-01', '100'), ['2026-01-02', 'refund', { refersTo: 'e1', amount: '40' }]],
    expect: { tier: 'silver', metrics: { spend: '60' } },
  },
  {
    id: 'tier-keep', // 60 keep what 100 opened
    rules: {
      measures: yearly,
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '100' }, keep: { measure: 'spend', gte: '60' } }],
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { windows: 'closed' },
    },
    events: [buy('2025-06-01', '100'), buy('2026-06-01', '60')],
    asOf: '2027-01-01',
    expect: { tier: 'gold' },
  },
  {
    id: 'tier-requires', // 500 at once climb one rung only
    rules: { measures: spend, tiers: [rung3[0], rung3[1], { ...rung3[2], requires: 'previous' }] },
    events: [buy('2026-01-01', '500')],
    expect: { tier: 'silver' },
  },
  {
    id: 'tier-requires-named', // gold from silver only
    rules: { measures: spend, tiers: [rung3[0], rung3[1], { ...rung3[2], requires: 'silver' }] },
    events: [buy('2026-01-01', '100'), buy('2026-01-02', '400')],
    expect: { tier: 'gold' },
  },
  {
    id: 'tier-own-grant',
    rules: {
      measures: spend,
      tiers: [rung3[0], { ...rung3[1], grant: { until: { date: '2026-03-31' } }, review: { else: { to: 'base' } } }],
      grant: { until: 'never' },
    },
    events: [buy('2026-01-01', '100')],
    expect: { tier: 'silver', until: '2026-03-31' },
  },
  {
    id: 'grant-decide', // looked at on the first of the month
    rules: { measures: spend, tiers: ladder, grant: { decide: { monthly: 1 } } },
    events: [buy('2026-01-10', '100'), ['2026-01-31', 'visit']],
    expect: { tier: 'base' },
  },
  {
    id: 'grant-asked',
    rules: { measures: spend, tiers: ladder, grant: { decide: { on: 'apply' } } },
    events: [buy('2026-01-10', '100'), ['2026-01-11', 'apply', { tier: 'gold' }]],
    expect: { tier: 'gold' },
  },
  {
    id: 'grant-closed-windows', // last year decides this year
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { decide: { yearly: ['01-01'] }, windows: 'closed', until: { endOf: { fixed: 'year' } } },
    },
    events: [buy('2025-06-01', '100')],
    asOf: '2026-01-01',
    expect: { tier: 'gold', until: '2026-12-31' },
  },
  {
    id: 'grant-from',
    rules: { measures: spend, tiers: ladder, grant: { from: 'nextMonth' } },
    events: [buy('2026-01-10', '100'), ['2026-01-31', 'visit']],
    expect: { tier: 'base' },
  },
  {
    id: 'grant-from-date',
    rules: { measures: spend, tiers: ladder, grant: { from: { next: { month: 2, day: 'last' } } } },
    events: [buy('2026-01-10', '100')],
    asOf: '2026-02-27',
    expect: { tier: 'base' },
  },
  {
    id: 'grant-rungs', // gold earned in 2025 runs through 2026; silver, earned in 2026, is there when gold ends
    rules: { measures: yearly, tiers: rung3, grant: { rungs: 'all', until: { endOf: { fixed: 'year' }, ahead: 1 } } },
    events: [buy('2025-06-01', '500'), buy('2026-06-01', '100')],
    asOf: '2027-01-01',
    expect: { tier: 'silver', until: '2027-12-31' },
  },
  {
    id: 'review-at', // on 1 July, not at the end
    rules: {
      measures: { month: { ...spend.spend, window: { fixed: 'month' } } },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'month', gte: '100' } }],
      review: { at: { yearly: ['07-01'] }, windows: 'closed' },
    },
    events: [buy('2026-01-10', '100')],
    asOf: '2026-07-01',
    expect: { tier: 'base' },
  },
  {
    id: 'review-until', // what is kept lasts two years
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { windows: 'closed', until: { endOf: { fixed: 'year' }, ahead: 1 } },
    },
    events: [buy('2025-06-01', '100')],
    asOf: '2026-01-01',
    expect: { tier: 'gold', until: '2027-12-31' },
  },
  {
    id: 'review-else', // one rung down, for three months
    rules: {
      measures: yearly,
      tiers: rung3,
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { else: { to: 'oneDown', until: { plus: month(3), last: 'dayBefore' } } },
    },
    events: [buy('2025-06-01', '500')],
    asOf: '2026-01-01',
    expect: { tier: 'silver', until: '2026-03-31' },
  },
  {
    id: 'review-failures', // two failed reviews in a row cost the tier
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { windows: 'closed', failures: 2 },
    },
    events: [buy('2025-06-01', '100')],
    asOf: '2027-01-01',
    expect: { tier: 'gold', failures: 1 },
  },
  {
    id: 'review-grace', // two months more, the same date included
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { grace: { n: 2, unit: 'month', last: 'sameDate' } },
    },
    events: [buy('2025-06-01', '100')],
    asOf: '2026-02-15',
    expect: { tier: 'gold', state: 'grace', until: '2026-03-01' },
  },
  {
    id: 'grace-rescued', // saved on 10 February; the new term counts from the review on 1 January
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: year1 },
      review: { grace: { n: 2, unit: 'month', rescuedFrom: 'review' } },
    },
    events: [buy('2025-01-01', '100'), buy('2026-02-10', '100')],
    expect: { tier: 'gold', until: '2026-12-31' },
  },
  {
    id: 'grace-retest', // looked at again on the first of the month only
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { grace: { n: 3, unit: 'month', retest: { monthly: 1 } } },
    },
    events: [buy('2025-06-01', '100'), buy('2026-02-10', '100')],
    expect: { tier: 'gold', state: 'grace' },
  },
  {
    id: 'review-apart', // no second fall within a year of the last
    rules: {
      measures: { month: { ...spend.spend, window: { fixed: 'month' } } },
      tiers: [
        { id: 'base' },
        { id: 'silver', enter: { measure: 'month', gte: '100' } },
        { id: 'gold', enter: { measure: 'month', gte: '500' } },
      ],
      review: { at: { monthly: 1 }, windows: 'closed', else: { to: 'oneDown' }, fallsApart: { n: 1, unit: 'year' } },
    },
    events: [buy('2026-01-10', '500')],
    asOf: '2026-06-01', // kept on 1 February, down on 1 March, then safe
    expect: { tier: 'silver' },
  },
  {
    id: 'lifetime',
    rules: {
      measures: { ...yearly, ever: spend.spend },
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      lifetime: [{ tier: 'gold', when: { measure: 'ever', gte: '1000' } }],
    },
    events: [buy('2025-06-01', '1000')],
    asOf: '2030-01-01',
    expect: { tier: 'gold', until: null, lifetimeTier: 'gold' },
  },
  {
    id: 'event-grant',
    rules: {
      measures: spend,
      tiers: [{ id: 'base' }, { id: 'gold' }],
      grants: [
        {
          id: 'match',
          on: 'match',
          where: { field: 'proof', eq: true },
          tier: { field: 'level' },
          state: 'trial',
          until: { plus: day(90), last: 'dayBefore' },
        },
      ],
    },
    events: [['2026-01-01', 'match', { proof: true, level: 'gold' }]],
    expect: { tier: 'gold', until: '2026-03-31', state: 'trial' },
  },
  {
    id: 'event-grant-where', // without proof it gives nothing
    rules: {
      tiers: [{ id: 'base' }, { id: 'gold' }],
      grants: [{ id: 'match', on: 'match', where: { field: 'proof', eq: true }, tier: 'gold', until: 'never' }],
    },
    events: [['2026-01-01', 'match', { proof: false }]],
    expect: { tier: 'base' },
  },
  {
    id: 'event-grant-refused',
    rules: {
      tiers: [{ id: 'base' }, { id: 'gold' }],
      grants: [{ id: 'sold', on: 'buy-tier', tier: 'gold', when: { field: 'paid', gte: '50' }, refusal: 'too-little', until: 'never' }],
    },
    events: [['2026-01-01', 'buy-tier', { paid: '49' }]],
    expect: { outcomes: ['refused too-little'] },
  },
  {
    id: 'event-grant-from', // from the next day, and from a date
    rules: {
      tiers: [{ id: 'base' }, { id: 'silver' }, { id: 'gold' }],
      grants: [
        { id: 'a', on: 'invite', tier: 'silver', from: 'nextDay', until: 'never' },
        { id: 'b', on: 'invite', tier: 'gold', from: { next: { month: 6, day: 1 } }, until: 'never' },
      ],
    },
    events: [['2026-01-01', 'invite']],
    asOf: '2026-05-31',
    expect: { tier: 'silver' },
  },
  {
    id: 'event-grant-while', // employed, and gold, through March
    rules: {
      flags: { employee: { on: 'hired', off: 'left' } },
      tiers: [{ id: 'base' }, { id: 'gold' }],
      grants: [{ id: 'staff', on: 'hired', tier: 'gold', until: { while: { flag: 'employee' } } }],
    },
    events: [
      ['2026-01-10', 'hired'],
      ['2026-04-01', 'left'],
    ],
    expect: { tier: 'base' },
  },
  {
    id: 'end-while-until', // through June, and only as long as nobody takes it back: revoked on 2 February, given anew to April, and shown
    rules: {
      flags: { vip: { on: 'vip-set', off: 'vip-revoked' } },
      tiers: [{ id: 'base' }, { id: 'gold' }],
      grants: [{ id: 'vip', on: 'vip-set', tier: 'gold', until: { while: { flag: 'vip' }, until: { date: 'through' } } }],
    },
    events: [
      ['2026-01-10', 'vip-set', { through: '2026-06-30' }],
      ['2026-02-02', 'vip-revoked'],
      ['2026-02-03', 'vip-set', { through: '2026-04-30' }],
    ],
    asOf: '2026-04-30',
    expect: { effects: ['tier', 'tier', 'tier'], tier: 'gold', until: '2026-04-30' },
  },
  {
    id: 'end-while-inside', // which choice it was is not known later
    rules: {
      flags: { vip: { on: 'vip-set' } },
      tiers: [{ id: 'base' }, { id: 'gold' }],
      grants: [
        {
          id: 'vip',
          on: 'vip-set',
          tier: 'gold',
          until: [
            { when: { field: 'through', exists: true }, until: { while: { flag: 'vip' }, until: { date: 'through' } } },
            { until: 'never' },
          ],
        },
      ],
    },
    events: [['2026-01-10', 'vip-set']],
    expect: { issues: ['program.end.while-inside'] },
  },
  {
    id: 'event-grant-wins', // the desk sets silver through 31 March: what is bought meanwhile does not lift it, and gold shows again on 1 April
    rules: {
      measures: spend,
      tiers: [{ id: 'base' }, { id: 'silver' }, { id: 'gold', enter: { measure: 'spend', gte: '100' } }],
      grants: [{ id: 'misuse', on: 'downgrade', tier: 'silver', until: { date: 'through' }, wins: 'always', state: 'downgraded' }],
    },
    events: [buy('2026-01-01', '100'), ['2026-02-01', 'downgrade', { through: '2026-03-31' }], buy('2026-02-02', '900')],
    asOf: '2026-03-31',
    expect: { effects: ['tier', 'tier'], tier: 'silver', until: '2026-03-31', state: 'downgraded' },
  },
  {
    id: 'per-member-least', // a family is gold once each of its three has stayed once
    rules: {
      members: { join: 'join', leave: 'leave' },
      measures: { stays: { from: 'stay', aggregate: 'count', perMember: 'least' } },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'stays', gte: '1' } }],
    },
    events: [
      ['2026-01-01', 'stay'],
      ['2026-01-01T13:00:00Z', 'join', { customerId: 'ben' }],
      ['2026-01-01T14:00:00Z', 'join', { customerId: 'cat' }],
      ['2026-01-02', 'stay', { customerId: 'ben' }],
      ['2026-01-03', 'stay', { customerId: 'ben' }],
      ['2026-01-04', 'stay', { customerId: 'cat' }],
    ],
    asOf: '2026-01-04',
    expect: { metrics: { stays: '1' }, effects: ['tier'], tier: 'gold' },
  },
  {
    id: 'per-member-most', // 50 points to who first spends 100 in a month: ben, not ann on the next day
    rules: {
      members: { join: 'join', leave: 'leave' },
      measures: { best: { ...spend.spend, window: { fixed: 'month' }, perMember: 'most' } },
      currencies: points,
      awards: [{ id: 'first', measure: 'best', crosses: ['100'], give: '50', to: 'points' }],
    },
    events: [
      buy('2026-01-01', '60'),
      ['2026-01-02', 'join', { customerId: 'ben' }],
      buy('2026-01-03', '70', { customerId: 'ben' }),
      buy('2026-01-04', '40', { customerId: 'ben' }),
      buy('2026-01-05', '60'),
    ],
    expect: { balances: { points: '50' }, members: { ann: { points: '0' }, ben: { points: '50' } } },
  },
  {
    id: 'per-member-own', // 50 points to each who spends 100 in a month
    rules: {
      members: { join: 'join', leave: 'leave' },
      measures: { own: { ...spend.spend, window: { fixed: 'month' }, perMember: 'own' } },
      currencies: points,
      awards: [{ id: 'each', measure: 'own', crosses: ['100'], give: '50', to: 'points' }],
    },
    events: [
      buy('2026-01-01', '60'),
      ['2026-01-02', 'join', { customerId: 'ben' }],
      buy('2026-01-03', '110', { customerId: 'ben' }),
      buy('2026-01-04', '40'),
      buy('2026-01-05', '500'),
    ],
    expect: { metrics: {}, balances: { points: '100' }, members: { ann: { points: '50' }, ben: { points: '50' } } },
  },
  {
    id: 'event-grant-safe', // no review takes it through 2026, though nothing was spent
    rules: {
      measures: { month: { ...spend.spend, window: { fixed: 'month' } } },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'month', gte: '100' } }],
      review: { at: { monthly: 1 }, windows: 'closed' },
      grants: [{ id: 'gift', on: 'gift', tier: 'gold', until: 'never', safeUntil: { date: '2026-12-31' } }],
    },
    events: [['2026-01-10', 'gift']],
    asOf: '2026-12-31',
    expect: { tier: 'gold' },
  },
  {
    id: 'on-tier', // what moves with the tier: dates, points, a conversion, a word to the host, a voucher
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      currencies: { points: { lots: { until: { plus: { n: 5, unit: 'year' }, last: 'sameDate' } } }, gifts: {}, coins: {} },
      earn,
      convert: [{ id: 'swap', from: 'coins', step: '2', give: '1', to: 'gifts', when: { on: 'never-asked', amount: '1' } }],
      vouchers: { welcome: { until: 'never', gives: { amountOff: '5' } } },
      onTier: [
        { enter: 'gold', redate: 'points' },
        { enter: 'gold', give: '3', to: 'gifts' },
        { enter: 'gold', emit: 'tell-crm' },
        { enter: 'gold', issue: 'welcome' },
        { leave: 'gold', forfeit: 'points' },
        { leave: 'gold', convert: 'swap' },
      ],
    },
    events: [['2025-01-01', 'opening', { coins: '5' }], buy('2025-02-01', '30'), buy('2025-06-01', '70')],
    expect: { tier: 'gold', lots: ['5 of 2025-01-01', '100 of 2025-06-01 to 2030-06-01', '3 of 2025-06-01'] },
  },
  {
    id: 'on-tier-rise', // gold takes its 100 of 130; silver, where the next year ends, was passed over and takes nothing
    rules: {
      currencies: { xp: { redeemable: false } },
      measures: { xp: { earned: 'xp' } },
      tiers: [{ id: 'base' }, { id: 'silver', enter: { measure: 'xp', gte: '50' } }, { id: 'gold', enter: { measure: 'xp', gte: '100' } }],
      grant: { until: { plus: month(12), last: 'dayBefore' } },
      review: { else: { to: 'oneDown' } },
      earn: [{ id: 'xp', on: 'flight', to: 'xp', value: 'xp' }],
      onTier: [
        { rise: 'silver', give: '-50', to: 'xp' },
        { rise: 'gold', give: '-100', to: 'xp' },
      ],
    },
    events: [['2026-01-01', 'flight', { xp: 130 }]],
    asOf: '2027-01-01',
    expect: { tier: 'silver', balances: { xp: '30' }, metrics: { xp: '30' } },
  },
  {
    id: 'on-tier-leave', // gold ends with 2025: points lapse, 4 of 5 coins become 2 gifts
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      currencies: { ...points, gifts: {}, coins: {} },
      earn,
      convert: [{ id: 'swap', from: 'coins', step: '2', give: '1', to: 'gifts', when: { on: 'never-asked', amount: '1' } }],
      onTier: [
        { leave: 'gold', forfeit: 'points' },
        { leave: 'gold', convert: 'swap' },
      ],
    },
    events: [['2025-01-01', 'opening', { coins: '5' }], buy('2025-06-01', '100')],
    asOf: '2026-01-01',
    expect: { balances: { points: '0', gifts: '2', coins: '1' }, expired: { points: '100' } },
  },
  {
    id: 'on-tier-renew',
    rules: {
      measures: yearly,
      tiers: ladder,
      grant: { until: { endOf: { fixed: 'year' } } },
      review: { windows: 'closed' },
      currencies: { gifts: {} },
      onTier: [{ renew: 'gold', give: '1', to: 'gifts' }],
    },
    events: [buy('2025-06-01', '100')],
    asOf: '2026-01-01',
    expect: { tier: 'gold', balances: { gifts: '1' } },
  },
  {
    id: 'subscription', // changed to the plus plan in mid-term, renewed for another year, then canceled
    rules: {
      tiers: [{ id: 'none' }, { id: 'prime' }, { id: 'plus' }],
      subscription: {
        plans: [
          { id: 'y', tier: 'prime', term: { n: 1, unit: 'year' } },
          { id: 'p', tier: 'plus', term: { n: 1, unit: 'year' } },
        ],
        plan: 'plan',
        start: 'subscribe',
        renew: 'renew',
        change: 'change',
        cancel: 'cancel',
      },
    },
    events: [
      ['2026-01-31', 'subscribe', { plan: 'y' }],
      ['2026-03-01', 'change', { plan: 'p' }],
      ['2026-06-01', 'renew'],
      ['2026-07-01', 'cancel'],
    ],
    expect: { tier: 'plus', until: '2028-01-30', state: 'cancelled' },
  },
  {
    id: 'subscription-change-at-renewal', // paid on the day before: plus is still paid through 27 February, then prime for three months
    rules: {
      tiers: [{ id: 'none' }, { id: 'prime' }, { id: 'plus' }],
      subscription: {
        plans: [
          { id: 'quarterly', tier: 'prime', term: { n: 3, unit: 'month' } },
          { id: 'monthly', tier: 'plus', term: { n: 1, unit: 'month' } },
        ],
        plan: 'plan',
        start: 'subscribe',
        charge: { on: 'charge', ok: 'paid' },
        changeAtRenewal: 'downgrade',
      },
    },
    events: [
      ['2026-01-31', 'subscribe', { plan: 'monthly' }],
      ['2026-02-10', 'downgrade', { plan: 'quarterly' }],
      ['2026-02-27', 'charge', { paid: true }],
    ],
    asOf: '2026-02-28',
    expect: { tier: 'prime', until: '2026-05-30' },
  },
  {
    id: 'subscription-trial',
    rules: {
      tiers: [{ id: 'none' }, { id: 'prime' }],
      subscription: {
        plans: [{ id: 'm', tier: 'prime', price: '9.99', term: month(1) }],
        plan: 'plan',
        start: 'subscribe',
        trial: { on: 'try', length: day(30) },
      },
    },
    events: [['2026-01-01', 'try', { plan: 'm' }]],
    asks: { plan: 'm' },
    expect: { tier: 'prime', state: 'trial', until: '2026-01-30', fee: '9.99' },
  },
  {
    id: 'subscription-charge', // the payment of 1 February failed; seven days of waiting
    rules: {
      tiers: [{ id: 'none' }, { id: 'prime' }],
      subscription: {
        plans: [{ id: 'm', tier: 'prime', term: month(1) }],
        plan: 'plan',
        start: 'subscribe',
        charge: { on: 'charge', ok: 'paid' },
        grace: day(7),
      },
    },
    events: [
      ['2026-01-01', 'subscribe', { plan: 'm' }],
      ['2026-02-01', 'charge', { paid: false }],
    ],
    asOf: '2026-02-05',
    expect: { tier: 'prime', state: 'grace' },
  },
  {
    id: 'subscription-paid', // the payment on the last day succeeded
    rules: {
      tiers: [{ id: 'none' }, { id: 'prime' }],
      subscription: {
        plans: [{ id: 'm', tier: 'prime', term: month(1) }],
        plan: 'plan',
        start: 'subscribe',
        charge: { on: 'charge', ok: 'paid' },
      },
    },
    events: [
      ['2026-01-01', 'subscribe', { plan: 'm' }],
      ['2026-01-31', 'charge', { paid: true }],
    ],
    expect: { tier: 'prime', until: '2026-02-28' },
  },
]

/** Points. */
const POINTS: readonly Row[] = [
  {
    id: 'currency-scale',
    rules: { currencies: { points: { scale: 2, display: { mode: 'down', to: '0.5' } } }, earn },
    events: [buy('2026-01-01', '12.99')],
    expect: { balances: { points: '12.99' }, display: { points: '12.5' } },
  },
  {
    id: 'currency-redeemable', // status credits are counted; a rule that spends them is refused
    rules: { currencies: { points: { redeemable: false } }, redeem: use },
    events: [['2026-01-01', 'enroll']],
    expect: { issues: ['program.currency.not-redeemable'] },
  },
  {
    id: 'currency-lots', // usable through the end of the sixth month
    rules: { currencies: { points: { lots: { until: { plus: month(6), align: 'monthEnd' } } } }, earn },
    events: [buy('2026-01-15', '10')],
    asOf: '2026-08-01',
    expect: { balances: { points: '0' }, expired: { points: '10' } },
  },
  {
    id: 'lots-suspend', // nothing ends while gold; afterwards at the end of that month
    rules: {
      measures: { spend: { ...spend.spend, window: { fixed: 'year' } } },
      tiers: ladder,
      grant: { until: { date: '2026-06-10' } },
      currencies: {
        points: {
          lots: {
            until: { plus: month(1), last: 'sameDate' },
            suspend: { while: { tier: 'gold' }, thenUntil: { endOf: { fixed: 'month' } } },
          },
        },
      },
      earn,
    },
    events: [buy('2026-01-15', '100')],
    asOf: '2026-06-30',
    expect: { balances: { points: '100' }, tier: 'base' },
  },
  {
    id: 'currency-idle', // three months after the last purchase that earned, to the end of the month
    rules: { currencies: { points: { idle: { after: month(3), align: 'monthEnd', activity: [{ earns: 'purchase' }] } } }, earn },
    events: [buy('2026-01-15', '10'), ['2026-03-20', 'visit']],
    asOf: '2026-04-30',
    expect: { balances: { points: '10' }, expiresOn: { points: '2026-04-30' } },
  },
  {
    id: 'idle-activity', // a visit counts as activity
    rules: { currencies: { points: { idle: { after: month(3), activity: ['visit', 'purchase'] } } }, earn },
    events: [buy('2026-01-15', '10'), ['2026-03-20', 'visit']],
    expect: { expiresOn: { points: '2026-06-20' } },
  },
  {
    id: 'idle-suspend', // the cardholder's points wait
    rules: {
      flags: { card: { on: 'card', off: 'card-close' } },
      currencies: {
        points: {
          idle: { after: month(3), suspend: { while: { flag: 'card' }, thenUntil: { plus: month(1), last: 'sameDate' } } },
        },
      },
      earn,
    },
    events: [buy('2026-01-15', '10'), ['2026-01-16', 'card'], ['2026-06-10', 'card-close']],
    asOf: '2026-07-01',
    expect: { balances: { points: '10' } },
  },
  {
    id: 'idle-convert', // what would end becomes vouchers in steps of 4; the rest ends
    rules: {
      currencies: { points: { idle: { after: month(3), convert: 'save' } }, vouchers: {} },
      earn,
      convert: [{ id: 'save', from: 'points', step: '4', to: 'vouchers', give: '1', when: { on: 'ask', amount: 'points' } }],
    },
    events: [buy('2026-01-15', '10')],
    asOf: '2026-04-16',
    expect: { balances: { points: '0', vouchers: '2' }, expired: { points: '2' } },
  },
  {
    id: 'currency-consume', // those that end first, though earned later
    rules: {
      currencies: { points: { lots: { until: { date: 'endsOn' } }, consume: 'soonestEnd' } },
      earn,
      redeem: use,
    },
    events: [
      buy('2026-01-01', '10', { endsOn: '2026-12-31' }),
      buy('2026-01-02', '10', { endsOn: '2026-06-30' }),
      ['2026-01-03', 'redeem', { points: 10 }],
    ],
    expect: { lots: ['10 of 2026-01-01 to 2026-12-31'] },
  },
  {
    id: 'currency-floor', // never below 5; what is missing is forgotten
    rules: {
      currencies: { points: { floor: '5', short: 'stop' } },
      earn,
      redeem: use,
      reverse: [{ id: 'r', on: 'refund', of: ['purchase'] }],
    },
    events: [buy('2026-01-01', '20'), ['2026-01-02', 'redeem', { points: 10 }], ['2026-01-03', 'refund', { refersTo: 'e1' }]],
    expect: { balances: { points: '5' } },
  },
  {
    id: 'currency-short', // a debt, to be earned back
    rules: {
      currencies: { points: { short: 'stop' } },
      earn,
      redeem: use,
      reverse: [{ id: 'r', on: 'refund', of: ['purchase'], short: 'debt' }],
    },
    events: [buy('2026-01-01', '20'), ['2026-01-02', 'redeem', { points: 15 }], ['2026-01-03', 'refund', { refersTo: 'e1' }]],
    expect: { balances: { points: '-15' } },
  },
  {
    id: 'earn', // three points for each full ten euros, members of the shop only
    rules: {
      currencies: points,
      earn: [
        { id: 'base', on: ['purchase', 'order'], where: { field: 'member', eq: true }, to: 'points', per: '10', whole: true, rate: '3' },
      ],
    },
    events: [['2026-01-01', 'order', { amount: '29.90', member: true }], buy('2026-01-02', '100', { member: false })],
    expect: { balances: { points: '6' } },
  },
  {
    id: 'earn-rounds-together', // 1.4 and 1.4 are 2.8: three, not one and one
    rules: {
      currencies: points,
      earn: [
        { id: 'a', on: 'purchase', to: 'points', rate: '0.14', round: 'down' },
        { id: 'b', on: 'purchase', to: 'points', rate: '0.14', round: { mode: 'halfUp', with: ['a'] } },
      ],
    },
    events: [buy('2026-01-01', '10')],
    expect: { balances: { points: '3' } },
  },
  {
    id: 'earn-up-to', // only the first 100 euros of a month count
    rules: {
      currencies: points,
      earn: [{ ...earn[0], rate: '2', upTo: { max: '100', per: { fixed: 'month' } } }],
    },
    events: [buy('2026-01-01', '80'), buy('2026-01-02', '80')],
    expect: { balances: { points: '200' } },
  },
  {
    id: 'earn-up-to-first', // within 30 days of the first purchase; both rules share the room
    rules: {
      currencies: points,
      earn: [
        { id: 'a', on: 'purchase', to: 'points', upTo: { max: '100', per: { fromFirst: day(30) }, shared: 'room' } },
        { id: 'b', on: 'order', to: 'points', upTo: { max: '100', per: { fromFirst: day(30) }, shared: 'room' } },
      ],
    },
    events: [buy('2026-01-20', '80'), ['2026-02-10', 'order', { amount: '80' }]],
    expect: { balances: { points: '100' } },
  },
  {
    id: 'earn-cap', // at most 50 each time, 60 within a week of the first, for both rules together
    rules: {
      currencies: points,
      earn: [
        {
          id: 'a',
          on: 'purchase',
          to: 'points',
          cap: [
            { max: '50', per: 'event' },
            { max: '60', per: { fromFirst: { n: 1, unit: 'week' } }, shared: 'week' },
          ],
        },
        { id: 'b', on: 'order', to: 'points', cap: { max: '60', per: { fromFirst: { n: 1, unit: 'week' } }, shared: 'week' } },
      ],
    },
    events: [buy('2026-01-01', '80'), ['2026-01-05', 'order', { amount: '80' }]],
    expect: { balances: { points: '60' } },
  },
  {
    id: 'earn-cap-lifetime', // fifty in a life
    rules: { currencies: points, earn: [{ ...earn[0], cap: { max: '50', per: 'lifetime' } }] },
    events: [buy('2020-01-01', '40'), buy('2026-01-01', '40')],
    expect: { balances: { points: '50' } },
  },
  {
    id: 'earn-posts-after',
    rules: { currencies: points, earn: [{ ...earn[0], posts: { after: day(14) } }] },
    events: [buy('2026-01-01', '10')],
    asOf: '2026-01-14',
    expect: { balances: { points: '0' }, pending: { points: '10' } },
  },
  {
    id: 'end-date-over', // a coupon that came after its last day is gone at once; one of an opening at the next midnight
    rules: {
      currencies: { points: { lots: { until: { date: 'through' } } } },
      earn: [{ id: 'gift', on: 'gift', to: 'points', value: '5' }],
      redeem: use,
    },
    events: [
      ['2026-01-01', 'opening', { lots: [{ currency: 'points', amount: '7', earned: '2025-01-01', expiresOn: '2025-12-31' }] }],
      ['2026-01-02', 'gift', { through: '2026-01-01' }],
      ['2026-01-02', 'gift', { through: '2026-01-02' }],
      ['2026-01-02', 'redeem', { points: 6 }],
    ],
    expect: {
      outcomes: ['applied', 'applied', 'applied', 'refused insufficient-balance'],
      balances: { points: '5' },
      expired: { points: '12' },
      expiresOn: { points: '2026-01-02' },
    },
  },
  {
    id: 'earn-posts-end-of', // the first quarter is over on 1 April
    rules: { currencies: points, earn: [{ ...earn[0], posts: { after: { endOf: { fixed: 'quarter' } } } }] },
    events: [buy('2026-02-10', '10'), buy('2026-03-31', '5'), buy('2026-04-01', '1')],
    asOf: '2026-04-01',
    expect: { balances: { points: '15' }, pending: { points: '1' } },
  },
  {
    id: 'earn-posts-when', // held until confirmed; canceled when the month ends without it
    rules: {
      flags: { confirmed: { on: 'confirm' } },
      currencies: points,
      earn: [{ ...earn[0], posts: { when: { flag: 'confirmed' }, by: { endOf: { fixed: 'month' } } } }],
    },
    events: [buy('2026-01-01', '10'), buy('2026-02-01', '7'), ['2026-02-10', 'confirm']],
    expect: { balances: { points: '7' } },
  },
  {
    id: 'earn-lots', // this rule's points are usable in March only
    rules: {
      currencies: points,
      earn: [{ ...earn[0], lots: { usableFrom: '2026-03-01', until: { date: '2026-03-31' } } }],
      redeem: use,
    },
    events: [buy('2026-01-01', '10'), ['2026-02-01', 'redeem', { points: 5 }], ['2026-03-01', 'redeem', { points: 4 }]],
    asOf: '2026-04-01',
    expect: { outcomes: ['applied', 'refused not-yet-usable', 'applied'], expired: { points: '6' } },
  },
  {
    id: 'earn-effective',
    rules: { currencies: points, earn: [{ ...earn[0], effectiveFrom: '2026-02-01', effectiveThrough: '2026-02-28' }] },
    events: [buy('2026-01-31', '1'), buy('2026-02-28', '20'), buy('2026-03-01', '300')],
    expect: { balances: { points: '20' } },
  },
  {
    id: 'award-crosses',
    rules: {
      measures: { visits: { from: 'visit', aggregate: 'count' } },
      currencies: points,
      awards: [{ id: 'a', measure: 'visits', crosses: ['2', '3'], when: { tier: 'base' }, give: '10', to: 'points' }],
      tiers: [{ id: 'base' }],
    },
    events: [
      ['2026-01-01', 'visit'],
      ['2026-01-02', 'visit'],
      ['2026-01-03', 'visit'],
      ['2026-01-04', 'visit'],
    ],
    expect: { balances: { points: '20' } },
  },
  {
    id: 'award-when', // only for those who asked for it
    rules: {
      measures: { visits: { from: 'visit', aggregate: 'count' } },
      currencies: points,
      awards: [{ id: 'a', measure: 'visits', crosses: ['1'], when: { member: 'optIn', eq: true }, give: '10', to: 'points' }],
    },
    events: [
      ['2026-01-01', 'enroll', { optIn: false }],
      ['2026-01-02', 'visit'],
    ],
    expect: { balances: { points: '0' } },
  },
  {
    id: 'award-every', // at 4 and at 6, then no more
    rules: {
      measures: { visits: { from: 'visit', aggregate: 'count', window: { fixed: 'year' } } },
      currencies: points,
      awards: [{ id: 'a', measure: 'visits', crosses: { every: '2', from: '4', max: 2 }, give: '10', to: 'points' }],
    },
    events: Array.from({ length: 9 }, (_, i): Happening => [`2026-01-0${i + 1}`, 'visit']),
    expect: { balances: { points: '20' } },
  },
  {
    id: 'award-zero', // a stamp card: the tenth (here third) visit is free, then the count starts again
    rules: {
      measures: { stamps: { from: 'visit', aggregate: 'count' } },
      currencies: points,
      awards: [{ id: 'a', measure: 'stamps', crosses: ['3'], give: '1', to: 'points', zero: ['stamps'] }],
    },
    events: Array.from({ length: 7 }, (_, i): Happening => [`2026-01-0${i + 1}`, 'visit']),
    expect: { balances: { points: '2' }, metrics: { stamps: '1' } },
  },
  {
    id: 'award-once', // once in each year, when 100 are first reached
    rules: {
      measures: yearly,
      currencies: points,
      awards: [{ id: 'a', once: { fixed: 'year' }, when: { measure: 'spend', gte: '100' }, give: '5', to: 'points' }],
    },
    events: [buy('2025-01-01', '100'), buy('2025-02-01', '100'), buy('2026-01-01', '100')],
    expect: { balances: { points: '10' } },
  },
  {
    id: 'award-shrinks', // a tenth less on the first of each month, rounded down: 105, 95, 86; the measure that counts it follows
    rules: {
      currencies: points,
      measures: { score: { earned: 'points' } },
      earn,
      awards: [
        {
          id: 'shrink',
          at: { monthly: 1 },
          give: { minus: ['0', { round: { times: [{ balance: 'points' }, '0.1'] }, mode: 'down' }] },
          to: 'points',
        },
      ],
    },
    events: [buy('2026-01-10', '105')],
    asOf: '2026-03-01',
    expect: { balances: { points: '86' }, metrics: { score: '86' } },
  },
  {
    id: 'award-windows', // on 1 January, for the year that ended
    rules: {
      measures: yearly,
      currencies: points,
      awards: [{ id: 'a', at: { yearly: ['01-01'] }, windows: 'closed', give: { measure: 'spend' }, to: 'points' }],
    },
    events: [buy('2025-06-01', '40')],
    asOf: '2026-01-01',
    expect: { balances: { points: '40' } },
  },
  {
    id: 'convert-reached', // each full 100 points become 5 euros, once there are 200
    rules: {
      currencies: { ...points, cash: {} },
      earn,
      convert: [{ id: 'c', from: 'points', step: '100', minimum: '200', to: 'cash', give: '5', when: 'reached' }],
    },
    events: [buy('2026-01-01', '150'), buy('2026-01-02', '100')],
    expect: { balances: { points: '50', cash: '10' } },
  },
  {
    id: 'convert-scheduled',
    rules: {
      currencies: { ...points, cash: {} },
      earn,
      convert: [{ id: 'c', from: 'points', step: '100', to: 'cash', give: '5', when: { monthly: 1 } }],
    },
    events: [buy('2026-01-01T13:00:00Z', '250')],
    asOf: '2026-02-01',
    expect: { balances: { points: '50', cash: '10' } },
  },
  {
    id: 'convert-asked-where', // one kind of coin, turned into what is asked for
    rules: {
      currencies: { ...points, cash: {}, trees: {} },
      earn,
      convert: [
        {
          id: 'paid',
          from: 'points',
          step: '100',
          to: 'cash',
          give: '5',
          when: { on: 'convert', where: { field: 'into', eq: 'cash' }, amount: 'points' },
        },
        {
          id: 'planted',
          from: 'points',
          step: '50',
          minimum: '150',
          to: 'trees',
          give: '1',
          when: { on: 'convert', where: { field: 'into', eq: 'trees' }, amount: 'points' },
        },
      ],
    },
    events: [
      buy('2026-01-01', '250'),
      ['2026-01-02', 'convert', { points: 100, into: 'trees' }],
      ['2026-01-03', 'convert', { points: 200, into: 'cash' }],
      ['2026-01-04', 'convert', { points: 100, into: 'cash' }],
      ['2026-01-05', 'convert', { points: 50, into: 'trees' }],
      ['2026-01-06', 'convert', { points: 100, into: 'books' }],
    ],
    expect: {
      outcomes: ['applied', 'applied', 'refused insufficient-balance', 'applied', 'refused below-minimum', 'applied'],
      balances: { points: '50', cash: '5', trees: '2' },
    },
  },
  {
    id: 'convert-asked',
    rules: {
      currencies: { ...points, cash: {} },
      earn,
      convert: [{ id: 'c', from: 'points', step: '100', to: 'cash', give: '5', when: { on: 'convert', amount: 'points' } }],
    },
    events: [buy('2026-01-01', '250'), ['2026-01-02', 'convert', { points: 100 }]],
    expect: { balances: { points: '150', cash: '5' } },
  },
  {
    id: 'convert-limits', // from 200 on, at most 300 at once and 400 a day: 300, then 200 only the day after
    rules: {
      currencies: { ...points, miles: {} },
      earn,
      convert: [
        {
          id: 'fly',
          from: 'points',
          step: '100',
          to: 'miles',
          give: '40',
          when: {
            on: 'exchange',
            amount: 'points',
            minimum: '200',
            limits: [
              { max: '300', per: 'event', refusal: 'too-many-at-once' },
              { max: '400', per: { fixed: 'day' }, refusal: 'daily-limit' },
            ],
          },
        },
      ],
    },
    events: [
      buy('2026-01-01', '1000'),
      ['2026-01-02', 'exchange', { points: 100 }],
      ['2026-01-02', 'exchange', { points: 400 }],
      ['2026-01-02', 'exchange', { points: 300 }],
      ['2026-01-02', 'exchange', { points: 200 }],
      ['2026-01-03', 'exchange', { points: 200 }],
    ],
    expect: {
      outcomes: ['applied', 'refused below-minimum', 'refused too-many-at-once', 'applied', 'refused daily-limit', 'applied'],
      balances: { points: '500', miles: '200' },
    },
  },
  {
    id: 'convert-limits-shared', // air and sea together at most 500 in the 30 days from the first: again on 1 February
    rules: {
      currencies: { ...points, air: {}, sea: {} },
      earn,
      convert: ['air', 'sea'].map((to) => ({
        id: to,
        from: 'points',
        step: '100',
        to,
        give: '1',
        when: { on: to, amount: 'points', limits: [{ max: '500', per: { fromFirst: day(30) }, shared: 'partners', refusal: 'monthly' }] },
      })),
    },
    events: [
      buy('2026-01-01', '2000'),
      ['2026-01-02', 'air', { points: 300 }],
      ['2026-01-10', 'sea', { points: 300 }],
      ['2026-01-31', 'sea', { points: 200 }],
      ['2026-02-01', 'sea', { points: 300 }],
    ],
    expect: { outcomes: ['applied', 'applied', 'refused monthly', 'applied', 'applied'], balances: { points: '1200', air: '3', sea: '5' } },
  },
  {
    id: 'redeem', // a cent each
    rules: {
      currencies: points,
      earn,
      redeem: [
        {
          id: 'pay',
          on: 'redeem',
          where: { field: 'kind', eq: 'pay' },
          from: 'points',
          amount: 'points',
          value: { times: ['redeemed', '0.01'] },
        },
      ],
    },
    events: [
      buy('2026-01-01', '250'),
      ['2026-01-02', 'redeem', { points: 200, kind: 'pay' }],
      ['2026-01-03', 'redeem', { points: 50, kind: 'game' }],
    ],
    expect: { balances: { points: '50' }, outcomes: ['applied', 'applied 2', 'applied'] },
  },
  {
    id: 'redeem-checks',
    rules: {
      currencies: points,
      earn,
      redeem: [{ ...use[0], checks: [{ when: { field: 'pin', exists: true }, refusal: 'pin-missing' }], step: '10', minimum: '20' }],
    },
    events: [
      buy('2026-01-01', '250'),
      ['2026-01-02', 'redeem', { points: 20 }],
      ['2026-01-03', 'redeem', { points: 25, pin: 1 }],
      ['2026-01-04', 'redeem', { points: 10, pin: 1 }],
      ['2026-01-05', 'redeem', { points: 20, pin: 1 }],
    ],
    expect: { outcomes: ['applied', 'refused pin-missing', 'refused not-a-multiple', 'refused below-minimum', 'applied'] },
  },
  {
    id: 'redeem-limits', // 100 a day, shared by both rules; worth at most half of the bill
    rules: {
      currencies: points,
      earn,
      redeem: [
        {
          ...use[0],
          value: { times: ['redeemed', '0.01'] },
          limits: [
            { max: '100', per: { fixed: 'day' }, shared: 'daily', refusal: 'daily-limit' },
            { max: { over: ['bill', '2'] }, per: 'event', of: 'value', refusal: 'half-the-bill' },
            { max: '150', per: { fromFirst: day(7) }, refusal: 'weekly-limit' },
          ],
        },
        {
          id: 'other',
          on: 'swap',
          from: 'points',
          amount: 'points',
          limits: [{ max: '100', per: { fixed: 'day' }, shared: 'daily', refusal: 'daily-limit' }],
        },
      ],
    },
    events: [
      buy('2026-01-01', '1000'),
      ['2026-01-02', 'redeem', { points: 80, bill: '10' }],
      ['2026-01-02', 'swap', { points: 30 }],
      ['2026-01-03', 'redeem', { points: 60, bill: '1' }],
      ['2026-01-03', 'redeem', { points: 90, bill: '10' }],
    ],
    expect: { outcomes: ['applied', 'applied 0.8', 'refused daily-limit', 'refused half-the-bill', 'refused weekly-limit'] },
  },
  {
    id: 'reverse', // a third goes back: points and measure, in the year of the purchase
    rules: {
      currencies: points,
      earn,
      measures: { ...spend, count: { from: 'purchase', aggregate: 'sum', value: '1' } },
      reverse: [
        {
          id: 'r',
          on: 'refund',
          where: { field: 'ok', eq: true },
          of: ['purchase'],
          link: 'order',
          part: 'amount',
          take: ['points', 'spend'],
        },
      ],
    },
    events: [
      buy('2026-01-01', '90'),
      ['2026-01-02', 'refund', { order: 'e1', amount: '30', ok: true }],
      ['2026-01-03', 'refund', { order: 'e1', amount: '30', ok: false }],
    ],
    expect: { balances: { points: '60' }, metrics: { spend: '60', count: '1' } },
  },
  {
    id: 'reverse-shared', // both carry the order's number
    rules: { currencies: points, earn, reverse: [{ id: 'r', on: 'refund', of: ['purchase'], link: { shared: 'orderNo' } }] },
    events: [buy('2026-01-01', '90', { orderNo: 'A7' }), ['2026-01-02', 'refund', { orderNo: 'A7' }]],
    expect: { balances: { points: '0' } },
  },
  {
    id: 'reverse-give-back', // points come back with their old end
    rules: {
      currencies: { points: { lots: { until: { plus: month(12), last: 'sameDate' } } } },
      earn,
      redeem: use,
      reverse: [{ id: 'r', on: 'undo', of: ['redeem'], giveBack: true }],
    },
    events: [buy('2026-01-01', '90'), ['2026-02-01', 'redeem', { points: 40 }], ['2026-03-01', 'undo', { refersTo: 'e2' }]],
    expect: { lots: ['90 of 2026-01-01 to 2027-01-01'] },
  },
  {
    id: 'reverse-rounds', // what remains, 6.67 euros, still earns 6: 4 are taken back, not 3
    rules: {
      currencies: points,
      earn: [{ ...earn[0], round: 'down' }],
      reverse: [{ id: 'r', on: 'refund', of: ['purchase'], part: 'amount', rounds: 'rest' }],
    },
    events: [buy('2026-01-01', '10'), ['2026-01-02', 'refund', { refersTo: 'e1', amount: '3.33' }]],
    expect: { balances: { points: '6' } },
  },
  {
    id: 'reverse-counts', // taken from the running year, which goes below zero
    rules: { measures: yearly, reverse: [{ id: 'r', on: 'refund', of: ['purchase'], counts: 'now' }] },
    events: [buy('2025-12-01', '90'), buy('2026-01-01', '10'), ['2026-01-02', 'refund', { refersTo: 'e1' }]],
    expect: { metrics: { spend: '-80' } },
  },
  {
    id: 'reverse-short-stop', // 15 of 20 are spent: 5 are taken, the rest is not asked for
    rules: { currencies: points, earn, redeem: use, reverse: [{ id: 'r', on: 'refund', of: ['purchase'], short: 'stop' }] },
    events: [buy('2026-01-01', '20'), ['2026-01-02', 'redeem', { points: 15 }], ['2026-01-03', 'refund', { refersTo: 'e1' }]],
    expect: { balances: { points: '0' } },
  },
  {
    id: 'reverse-pending-only', // what is usable already stays
    rules: { currencies: points, earn, reverse: [{ id: 'r', on: 'refund', of: ['purchase'], short: 'pendingOnly' }] },
    events: [buy('2026-01-01', '20'), ['2026-01-02', 'refund', { refersTo: 'e1' }]],
    expect: { balances: { points: '20' } },
  },
  {
    id: 'reverse-status-keep',
    rules: { measures: spend, tiers: ladder, reverse: [{ id: 'r', on: 'refund', of: ['purchase'], status: 'keep' }] },
    events: [buy('2026-01-01', '100'), ['2026-01-10', 'refund', { refersTo: 'e1' }]],
    asOf: '2030-01-01',
    expect: { tier: 'gold' },
  },
  {
    id: 'reverse-status', // gold stays three months though the order that brought it was returned
    rules: {
      measures: spend,
      tiers: ladder,
      reverse: [{ id: 'r', on: 'refund', of: ['purchase'], status: { grace: month(3) } }],
    },
    events: [buy('2026-01-01', '100'), ['2026-01-10', 'refund', { refersTo: 'e1' }]],
    asOf: '2026-03-01',
    expect: { tier: 'gold' },
  },
]

/** Several people, other accounts, baskets. */
const HOUSE: readonly Row[] = [
  {
    id: 'members', // 60 of ann's 100 and ben's 50: 40 and 20; ben leaves and his 30 stay
    rules: {
      members: { join: 'join', leave: 'leave', member: 'who', max: 2, draw: 'proportional', leaving: 'stay' },
      currencies: points,
      earn: [{ ...earn[0], on: ['purchase'] }],
      redeem: use,
    },
    events: [
      buy('2026-01-01', '100', { who: 'ann' }),
      ['2026-01-02', 'join', { who: 'ben' }],
      buy('2026-01-03', '50', { who: 'ben' }),
      ['2026-01-04', 'redeem', { points: 60, who: 'ann' }],
      ['2026-01-05', 'join', { who: 'cat' }],
      ['2026-01-06', 'leave', { who: 'ben' }],
    ],
    expect: { outcomes: ['applied', 'applied', 'applied', 'applied', 'refused account-full', 'applied'], balances: { points: '90' } },
  },
  {
    id: 'members-take', // 30 of the 150 are used, the oldest first: ann's; ben takes his 50 along
    rules: { members: { join: 'join', leave: 'leave', member: 'who' }, currencies: points, earn, redeem: use },
    events: [
      buy('2026-01-01', '100', { who: 'ann' }),
      ['2026-01-02', 'join', { who: 'ben' }],
      buy('2026-01-03', '50', { who: 'ben' }),
      ['2026-01-04', 'redeem', { points: 30, who: 'ben' }],
      ['2026-01-05', 'leave', { who: 'ben' }],
    ],
    expect: { balances: { points: '70' }, effects: ['transfer'] },
  },
  {
    id: 'members-forfeit',
    rules: { members: { join: 'join', leave: 'leave', member: 'who', leaving: 'forfeit' }, currencies: points, earn },
    events: [
      buy('2026-01-01', '100', { who: 'ann' }),
      ['2026-01-02', 'join', { who: 'ben' }],
      buy('2026-01-03', '50', { who: 'ben' }),
      ['2026-01-05', 'leave', { who: 'ben' }],
    ],
    expect: { balances: { points: '100' }, expired: { points: '50' } },
  },
  {
    id: 'transfer', // half of what is asked for arrives elsewhere with its dates
    rules: {
      currencies: { points: { lots: { until: { plus: month(12), last: 'sameDate' } } } },
      earn,
      transfer: [
        {
          id: 't',
          from: 'points',
          out: 'give',
          in: 'receive',
          where: { field: 'ok', eq: true },
          amount: { over: ['points', '2'] },
          keepsDates: true,
        },
      ],
    },
    events: [
      buy('2026-01-01', '100'),
      ['2026-01-02', 'give', { points: 60, ok: true }],
      ['2026-01-03', 'give', { points: 60, ok: false }],
      ['2026-01-04', 'receive', { lots: [{ currency: 'points', amount: '5', earned: '2025-06-01', expiresOn: '2026-06-01' }] }],
    ],
    expect: { balances: { points: '75' }, effects: ['transfer'], expiresOn: { points: '2026-06-01' } },
  },
  {
    id: 'benefits', // 200 of shoes and 100 of socks; 10 off every 100 of what 300 costs; delivery; a bag
    rules: {
      tiers: [{ id: 'base', benefits: [{ freeShipping: true, from: '50' }] }],
      benefits: [
        { name: 'shoes', percentOff: '50', where: { field: 'kind', eq: 'shoes' }, when: { calendar: 'month', eq: '1' }, most: '60' },
        { name: 'steps', amountOff: '10', per: '100', bestOf: 'one' },
        { name: 'flat', amountOff: '15', bestOf: 'one' },
        { name: 'bag', gift: 'cotton bag', from: '100' },
      ],
    },
    events: [['2026-01-01', 'enroll']],
    basket: {
      lines: [
        { kind: 'shoes', amountMinor: 20_000 },
        { kind: 'socks', amountMinor: 10_000 },
      ],
      shippingMinor: 500,
    },
    // 300 − 60 (half of 200 is 100, at most 60) = 240; steps 20 against 15: 220; delivery free
    expect: { total: 220, gifts: ['cotton bag'] },
  },
  {
    id: 'benefit-when', // summer only
    rules: { benefits: [{ name: 'summer', percentOff: '50', when: { calendar: 'month', in: [6, 7, 8] } }] },
    events: [['2026-01-01', 'enroll']],
    basket: { amount: '100' },
    expect: { total: 100 },
  },
  {
    id: 'benefit-where', // half off shoes, if those cost 50: 100 + 30
    rules: { benefits: [{ name: 'shoes', percentOff: '50', where: { field: 'kind', eq: 'shoes' }, from: '50' }] },
    events: [['2026-01-01', 'enroll']],
    basket: {
      lines: [
        { kind: 'shoes', amountMinor: 20_000 },
        { kind: 'socks', amountMinor: 3_000 },
      ],
    },
    expect: { total: 130 },
  },
  {
    id: 'benefit-from', // free delivery from 50: not for 49
    rules: { benefits: [{ name: 'delivery', freeShipping: true, from: '50' }] },
    events: [['2026-01-01', 'enroll']],
    basket: { amount: '49', shippingMinor: 500 },
    expect: { total: 54 },
  },
  {
    id: 'benefit-alone', // alone, or with the others: 30 off beats 10 and 5
    rules: {
      benefits: [
        { name: 'ten', amountOff: '10' },
        { name: 'alone', amountOff: '30', alone: true },
        { name: 'five', amountOff: '5' },
      ],
    },
    events: [['2026-01-01', 'enroll']],
    basket: { amount: '100' },
    expect: { total: 70, benefits: ['alone 30'] },
  },
  {
    id: 'vouchers', // two for the birthday, usable for orders through the month, and not given back
    rules: {
      vouchers: {
        birthday: {
          issue: { on: 'birthday', where: { field: 'sure', eq: true }, count: '2' },
          until: { endOf: { fixed: 'month' } },
          gives: { amountOff: '10' },
          on: 'order',
          giveBack: false,
        },
      },
      reverse: [{ id: 'r', on: 'refund', of: ['order'] }],
    },
    events: [
      ['2026-01-05', 'birthday', { sure: true }],
      ['2026-01-06', 'birthday', { sure: false }],
      ['2026-01-07', 'order', { amount: '90', vouchers: ['e1/birthday/0'] }],
      ['2026-01-08', 'refund', { refersTo: 'e3' }],
    ],
    basket: { type: 'order', amount: '100' },
    expect: { usable: ['birthday'] },
  },
  {
    id: 'event-grant-price',
    rules: {
      tiers: [{ id: 'base' }, { id: 'gold' }],
      grants: [{ id: 'sold', on: 'buy-tier', tier: 'gold', price: '49', until: { plus: { n: 1, unit: 'year' }, last: 'dayBefore' } }],
    },
    events: [['2026-01-01', 'enroll']],
    asks: { tier: 'gold' },
    expect: { fee: '49' },
  },
]

export const ROWS: readonly Row[] = [...PROGRAM, ...MEASURES, ...LANGUAGE, ...TIME, ...TIERS, ...POINTS, ...HOUSE]
