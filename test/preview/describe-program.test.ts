import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { en, sentence, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describeProgram } from 'tierwise/preview'
import { defineProgram, type ProgramDefinition, safeDefineProgram } from 'tierwise/program'
import { describe, expect, test } from 'vitest'
import type { Reason } from '../../src/core/reason.js'
import { configOf } from '../program/keywords/row.js'
import { ROWS } from '../program/keywords/rows.js'

const programs = readdirSync('examples/programs').map(
  (name) => [name, defineProgram(JSON.parse(readFileSync(`examples/programs/${name}`, 'utf8')))] as const,
)

const club = defineProgram({
  kind: 'program',
  format: 1,
  id: 'star-club',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  measures: { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } },
  tiers: [
    { id: 'member', name: 'Member' },
    { id: 'gold', name: 'Gold', enter: { measure: 'spend', gte: '5000' }, keep: { measure: 'spend', gte: '4000' } },
  ],
  grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
  review: { else: { to: 'oneDown' }, grace: { n: 3, unit: 'month' } },
  currencies: { stars: { lots: { until: { plus: { n: 24, unit: 'month' }, align: 'monthEnd' } }, consume: 'soonestEnd' } },
  earn: [{ on: 'purchase', to: 'stars', per: '10', whole: true, rate: '1', byTier: { gold: '1.5' }, round: 'down' }],
  reverse: [{ id: 'refund', on: 'refund', of: ['purchase'], part: 'amount' }],
})

function text(program: ProgramDefinition, catalogue: typeof en): string[] {
  return describeProgram(program).flatMap((section) => [sentence(section, catalogue), ...sentences(section.children ?? [], catalogue)])
}

test('reads like terms and conditions', () => {
  expect(text(club, en)).toEqual([
    'About the program',
    'Dates are those of Asia/Shanghai; amounts are in CNY.',
    'Tiers',
    'Member: everybody.',
    'Gold: reached when spend is at least 5000.',
    'Gold is kept at a review when spend is at least 4000.',
    'How long a status lasts',
    'A status lasts for 12 months.',
    'Reviews: a status is looked at when it ends; after a failed review the status goes on for 3 months of grace, and meeting the condition in that time keeps it; who fails falls by one tier.',
    'Points and other units',
    'Stars: whole units; each earning is usable to the end of the month in which 24 months are over; those that end first are used first.',
    'Earning',
    'On purchase (earn-1): (1.5 for Gold; otherwise 1) stars for each full 10 of the amount; rounded toward zero.',
    'Returns and corrections',
    'On refund (refund): what the purchase brought is taken back, in the proportion of the amount.',
    'What the words mean',
    'Spend: the sum of the amount of purchase events in the last 12 months.',
  ])
})

test('calls days and months by their names, and one of each by itself', () => {
  const cafe = defineProgram({
    kind: 'program',
    format: 1,
    id: 'cafe',
    timeZone: 'UTC',
    currency: 'EUR',
    tiers: [{ id: 'base' }, { id: 'plus' }],
    subscription: { plans: [{ id: 'm', tier: 'plus', term: { n: 1, unit: 'month' } }], plan: 'plan', start: 'subscribe' },
    currencies: { stamps: { idle: { after: { n: 6, unit: 'month' }, activity: [{ earns: 'order' }] } }, drinks: {} },
    earn: [
      { id: 'tuesday', on: 'order', to: 'stamps', value: '1', where: { calendar: 'weekday', eq: '2' } },
      { id: 'weekend', on: 'order', to: 'stamps', value: '1', where: { calendar: 'weekday', gte: '6' } },
      { id: 'winter', on: 'order', to: 'stamps', value: '1', where: { calendar: 'month', in: ['12', '1'] } },
    ],
    awards: [{ id: 'gift', at: { each: { n: 1, unit: 'year' }, after: 'enrollment' }, give: '1', to: 'drinks' }],
    convert: [{ id: 'swap', from: 'stamps', step: '1', give: '2', to: 'drinks', when: 'reached' }],
  })
  const wanted = /plus|Stamps|swap|Every year/
  expect(text(cafe, en).filter((line) => wanted.test(line))).toEqual([
    'plus: by a paid plan only.',
    'Plan m: plus for 1 month.',
    'Stamps: whole units; the whole balance ends after 6 months without an order that earns.',
    'Every year counted from enrollment (gift): 1 drink.',
    'As soon as there are enough (swap): each stamp becomes 2 drinks.',
  ])
  expect(text(cafe, en).filter((line) => line.startsWith('On order'))).toEqual([
    'On order if that day’s weekday is Tuesday (tuesday): 1 stamp.',
    'On order if that day’s weekday is Saturday or later (weekend): 1 stamp.',
    'On order if that day’s month is December or January (winter): 1 stamp.',
  ])
  expect(text(cafe, zhCN).filter((line) => /^下单|^自入会|^stamps/.test(line))).toEqual([
    'stamps：以整数计；连续 6 个月没有带来积分的下单，余额全部失效。',
    '下单且当天为周二时（tuesday）：获得 stamps 1。',
    '下单且当天为周六或之后时（weekend）：获得 stamps 1。',
    '下单且当天所在月份为 12 月或 1 月时（winter）：获得 stamps 1。',
    '自入会起每年（gift）：奖励 drinks 1。',
  ])
})

test('reads like terms and conditions in Chinese', () => {
  expect(text(club, zhCN)).toEqual([
    '基本信息',
    '日期以 Asia/Shanghai 时区为准；金额以 CNY 计。',
    '会员等级',
    'Member：人人都有。',
    'Gold：消费额不少于 5000 即可获得。',
    '评定时消费额不少于 4000，即可保留 Gold。',
    '等级有效期与评定',
    '等级有效期：为期 12 个月。',
    '评定：等级到期时评定；未通过时保留等级 3 个月作为宽限，期间满足条件即可保级；未通过者降一级。',
    '积分及其他单位',
    '星星：以整数计；每笔的有效期：至满 24 个月所在月的最后一天；先到期的先使用。',
    '获得方式',
    '消费时（earn-1）：金额每满 10 得星星（Gold 为 1.5；其他为 1）；舍去尾数（向零取整）。',
    '退货与更正',
    '退款时（refund）：收回消费所带来的一切，按金额所占比例。',
    '名词解释',
    '消费额：最近 12 个月内消费的金额合计。',
  ])
})

describe.each([
  ['en', en],
  ['zh-CN', zhCN],
] as const)('in %s', (_, catalogue) => {
  test.each(programs)('%s is said completely', (_name, program) => {
    const said = text(program, catalogue).join('\n')
    expect(said).not.toMatch(/undefined|NaN|\[object|preview\.terms/)
  })

  test('no two different rules of a program read the same', () => {
    for (const [name, program] of programs) {
      const lines = describeProgram(program).flatMap((section) => section.children ?? [])
      const byText = new Map<string, Reason>()
      for (const line of lines) {
        const said = sentence(line, catalogue)
        expect(byText.get(said) ?? line, `${name}: ${said}`).toEqual(line)
        byText.set(said, line)
      }
    }
  })
})

test('a changed rule changes what is said', () => {
  const changes = [
    { earn: [{ ...club.earn?.[0], byTier: { gold: '2' } }] },
    { grant: { until: { plus: { n: 12, unit: 'month' }, last: 'sameDate' } } },
    { review: { ...club.review, else: { to: 'base' } } },
    { reverse: [{ ...club.reverse?.[0], short: 'stop' }] },
    { timeZone: 'UTC' },
  ]
  for (const change of changes) {
    const changed = defineProgram({ ...club, ...change })
    expect(text(changed, en)).not.toEqual(text(club, en))
    expect(text(changed, zhCN)).not.toEqual(text(club, zhCN))
  }
})

test('every phrase is met in a real definition', () => {
  const seen = new Set<string>()
  const visit = (part: Reason): void => {
    seen.add(part.code)
    for (const child of part.children ?? []) visit(child)
  }
  const examples = ROWS.flatMap((row) => {
    const defined = safeDefineProgram(configOf(row))
    return defined.success ? [defined.data] : []
  })
  const yearly = {
    years: { from: 'purchase', aggregate: 'streak', window: { anchored: { n: 1, unit: 'year' }, to: 'enrollment' } },
  } as const
  const loyal = defineProgram({
    kind: 'program',
    format: 1,
    id: 'loyal',
    timeZone: 'UTC',
    currency: 'EUR',
    measures: yearly,
    tiers: [{ id: 'base' }, { id: 'loyal', enter: { measure: 'years', gte: '3' } }],
  })
  for (const program of [...programs.map(([, program]) => program), ...examples, loyal])
    for (const section of describeProgram(program)) visit(section)
  expect(Object.keys(en).filter((code) => code.startsWith('preview.terms.') && !seen.has(code))).toEqual([])
})

test('the gallery and the language pages are current', () => {
  expect(() => execFileSync(process.execPath, ['scripts/gallery.mjs', '--check'], { encoding: 'utf8' })).not.toThrow()
}, 300_000)
