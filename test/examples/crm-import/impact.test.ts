import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command, example } from './command.js'

const rules = (name: string): string => readFileSync(join(example, 'rules', name), 'utf8')
const BEFORE = rules('rules-a.json')
const AFTER = rules('rules-b.json')

/** Silver from 800, then from 1000; gold from 2500, then from 3000: A 900 falls from silver, B 2600 falls from gold, C 3200 and D 50 stay. */
const ORDERS = `order_id,customer_id,order_date,amount,currency
1,A,2026-01-05,900.00,CNY
2,B,2026-01-06,2600.00,CNY
3,C,2026-02-07,3200.00,CNY
4,D,2026-03-08,50.00,CNY
`
const run = (files: Readonly<Record<string, string>>, ...more: string[]) =>
  command({ 'orders.csv': ORDERS, 'a.json': BEFORE, 'b.json': AFTER, ...files }, ['orders.csv', ...more])

describe('--before and --after', () => {
  it('say who moves between two programs, the losers first, with costs', async () => {
    using ran = await run({}, '--before', 'a.json', '--after', 'b.json', '--cost', 'gold=120,silver=30', '--worth', 'stars=0.01')
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(ran.out).toMatch(/4 customers: 0 move up, 2 move down/)
    // Gold to silver saves 120 − 30, silver to member 30.
    expect(ran.out).toMatch(/Change of benefit cost per year: −¥120/)
    expect(ran.out).toMatch(/· B would fall from gold to silver|· A would fall from silver to member/)
    const csv = readFileSync(join(ran.cwd, 'out/rule-impact.csv'), 'utf8')
    expect(csv.split('\r\n')[0].slice(1)).toMatch(/^Customer,Move,Tier now,Tier then,/)
    expect(csv).toMatch(/^A,down,silver,member,/m)
    expect(csv).toMatch(/^B,down,gold,silver,/m)
    const page = readFileSync(join(ran.cwd, 'out/impact.html'), 'utf8')
    expect(page).toContain('<em>2</em> of 4 customers would move down.')
    expect(page.indexOf('Who would lose')).toBeLessThan(page.indexOf('Who would gain'))
    expect(page).toContain('谁会受损')
    expect(page).not.toMatch(/\b(?:src|href)="(?!data:|#)/)
    expect(page).not.toMatch(/>\s*[^<]*(?:NaN|undefined|Infinity|\[object)[^<]*</)
  })

  it('compare two ladders over the measures of the files', async () => {
    const ladder = (silver: string) =>
      JSON.stringify({
        kind: 'ladder',
        format: 1,
        id: `from-${silver}`,
        tiers: [{ id: 'base' }, { id: 'silver', enter: { measure: 'spend', gte: silver } }],
      })
    using ran = await run({ 'a.json': ladder('800'), 'b.json': ladder('1000') }, '--before', 'a.json', '--after', 'b.json')
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(ran.out).toMatch(/4 customers: 0 move up, 1 move down, 0 keep .+, 3 unchanged/)
    expect(ran.out).toMatch(/· A would fall from silver to base/)
  })

  it.each<[string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    ['a file that is not there', {}, ['--before', 'a.json', '--after', 'c.json'], /^“c\.json” cannot be read \(ENOENT\)\.\n$/],
    ['a file that is no JSON', { 'b.json': '{ "kind": ' }, ['--before', 'a.json', '--after', 'b.json'], /^“b\.json” is no JSON: .+\n$/],
    ['JSON that is no rules', { 'b.json': '[]' }, ['--before', 'a.json', '--after', 'b.json'], /^“b\.json” is no set of rules/],
    [
      'a name that every object has',
      { 'b.json': '{"kind":"constructor"}' },
      ['--before', 'a.json', '--after', 'b.json'],
      /is no set of rules/,
    ],
    [
      'a program beside a ladder',
      { 'b.json': '{"kind":"ladder","format":1,"id":"l","tiers":[{"id":"base"}]}' },
      ['--before', 'a.json', '--after', 'b.json'],
      /^A program cannot be compared with a ladder\.\n$/,
    ],
    ['one without the other', {}, ['--before', 'a.json'], /^--before and --after compare two sets of rules; --after is missing\.\n$/],
    [
      'rules in another currency',
      { 'b.json': AFTER.replace('"CNY"', '"EUR"') },
      ['--before', 'a.json', '--after', 'b.json'],
      /^The rules “star-club-next” are in EUR, the files in CNY\.\n$/,
    ],
    [
      'a measure that is not here',
      {
        'a.json': '{"kind":"ladder","format":1,"id":"l","tiers":[{"id":"base"},{"id":"vip","enter":{"measure":"nights","gte":"10"}}]}',
        'b.json': '{"kind":"ladder","format":1,"id":"l","tiers":[{"id":"base"}]}',
      },
      ['--before', 'a.json', '--after', 'b.json'],
      /^The ladder asks for nights, which these files do not give\. There are: spend, /,
    ],
    ['a cost that is none', {}, ['--before', 'a.json', '--after', 'b.json', '--cost', 'gold'], /^--cost gold: write for example/],
  ])('end in a sentence for %s', async (_, files, args, sentence) => {
    using ran = await run(files, ...args)
    expect(ran.code).toBe(1)
    expect(ran.err).toMatch(sentence)
    expect(existsSync(join(ran.cwd, 'out/impact.html'))).toBe(false)
  })

  it('name every issue of invalid rules at once, before any row is read', async () => {
    const broken = AFTER.replace('"measure": "spend", "gte": "1000"', '"measure": "nights", "gte": "1000"').replace(
      '"measure": "spend", "gte": "2000"',
      '"measure": "stays", "gte": "2000"',
    )
    using ran = await run({ 'b.json': broken }, '--before', 'a.json', '--after', 'b.json')
    expect(ran.code).toBe(1)
    expect(ran.out).toBe('')
    expect(ran.err).toMatch(/^“b\.json” cannot be used; 2 things are wrong:\n/)
    expect(ran.err.split('\n').filter((line) => line.startsWith('  · ')).length).toBe(2)
  })
})
