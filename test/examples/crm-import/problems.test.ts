import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command } from './command.js'

const GOOD = 'order_id,customer_id,order_date,amount\n1,A,2024-03-05,12.50\n2,B,2024-04-18,20.00\n3,A,2024-05-20,7.50\n'

describe('what cannot be done ends in a sentence and exit 1', () => {
  it.each<[string, Readonly<Record<string, string | Uint8Array>>, readonly string[], RegExp]>([
    ['a path that is not there', {}, ['none.csv'], /There is no file “.*none\.csv”\./],
    ['a directory', {}, ['.'], /is a directory; name a CSV file in it/],
    ['an empty file', { 'a.csv': '' }, ['a.csv'], /“.*a\.csv” is empty/],
    ['nothing but blanks', { 'a.csv': ' \n\n  \n' }, ['a.csv'], /is empty/],
    ['only a header', { 'a.csv': 'order_id,customer_id,order_date,amount\n' }, ['a.csv'], /has headings \(order_id, .*\) but no rows/],
    [
      'a hundred thousand columns',
      { 'a.csv': `${GOOD.split('\n')[0]}${',x'.repeat(100_000)}\n1,A,2024-03-05,12.50${',1'.repeat(100_000)}\n` },
      ['a.csv'],
      /has 100004 columns, more than the 16384/,
    ],
    ['an --out that can never be', { 'a.csv': GOOD }, ['a.csv', '--out', '/proc/out'], /“\/proc\/out” cannot be written/],
    ['a workbook', { 'a.csv': Uint8Array.of(0x50, 0x4b, 3, 4, 0, 1, 2, 3) }, ['a.csv'], /workbook or zip archive/],
    ['a binary file', { 'a.csv': Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 256) }, ['a.csv'], /is a binary file, not a CSV/],
    ['zeros', { 'a.csv': new Uint8Array(3000) }, ['a.csv'], /binary/],
    ['prose', { 'a.csv': 'Dear all,\nplease find attached what you asked for.\nYours\n' }, ['a.csv'], /no customer, date and amount found/],
    ['numbers without a date', { 'a.csv': 'a,b\n1,2\n3,4\n' }, ['a.csv'], /no customer, date and amount/],
    ['JSON', { 'a.csv': '{"orders":[{"id":1,"customer":"A"}]}' }, ['a.csv'], /no rows|no customer/],
    [
      'refunds alone',
      { 'r.csv': 'refund_id,order_id,refunded_at,amount\n1,1,2024-03-05,2.00\n' },
      ['r.csv'],
      /no orders in these files, only refunds/,
    ],
    ['a wrong --map heading', { 'a.csv': GOOD }, ['a.csv', '--map', 'amount=Total'], /no file has a heading “Total”\. There are: order_id/],
    ['a wrong --map field', { 'a.csv': GOOD }, ['a.csv', '--map', 'colour=amount'], /“colour” is no field\. Fields are: .*customer/],
    ['a wrong --map kind', { 'a.csv': GOOD }, ['a.csv', '--map', 'sale.amount=amount'], /“sale” is no kind of file/],
    ['a --map that is none', { 'a.csv': GOOD }, ['a.csv', '--map', 'amount'], /write field=heading/],
    ['a --map to the wrong column', { 'a.csv': GOOD }, ['a.csv', '--map', 'at=customer_id'], /nothing under “customer_id” looks like at/],
    ['an unknown option', { 'a.csv': GOOD }, ['a.csv', '--colour'], /Unknown option '--colour'/],
    ['a bad --as-of', { 'a.csv': GOOD }, ['a.csv', '--as-of', 'yesterday'], /--as-of yesterday: write a date/],
    ['a bad --zone', { 'a.csv': GOOD }, ['a.csv', '--zone', 'Mars/Base'], /--zone Mars\/Base is no time zone/],
    ['a bad --currency', { 'a.csv': GOOD }, ['a.csv', '--currency', 'coins'], /--currency COINS is no ISO 4217 code/],
    ['a bad --lang', { 'a.csv': GOOD }, ['a.csv', '--lang', 'fr'], /the languages are en and zh-CN/],
    [
      'a day before everything',
      { 'a.csv': GOOD },
      ['a.csv', '--as-of', '2020-01-01'],
      /No order lies on or before 2020-01-01; the first is of 2024-03-05/,
    ],
    ['one file twice', { 'a.csv': GOOD }, ['a.csv', './a.csv'], /is named twice/],
    ['an --out that is a file', { 'a.csv': GOOD, out: 'x' }, ['a.csv'], /“.*out” cannot be written/],
    [
      'no usable row',
      { 'a.csv': 'customer_id,date,amount\nA,2024-03-05,-1\nB,2024-03-06,-2\n' },
      ['a.csv', '--map', 'amount=amount'],
      /None of 2 rows could be used/,
    ],
  ])('%s', async (_, files, args, sentence) => {
    using ran = await command(files, args)
    expect(ran.err).toMatch(sentence)
    expect(ran.err.trim().split('\n')).toHaveLength(1)
    expect(ran.err).not.toMatch(/undefined|NaN|\[object|\bat file:/)
    expect(ran.code).toBe(1)
  })

  it('says it in Chinese too', async () => {
    using ran = await command({}, ['none.csv', '--lang', 'zh-CN'])
    expect(ran.err).toMatch(/^找不到文件“.*none\.csv”。\n$/)
    expect(ran.code).toBe(1)
  })

  it('has the same words in both languages', async () => {
    const { exampleModule } = await import('./command.js')
    const { languages } = await exampleModule<{ languages: Record<string, object> }>('words/index.mjs')
    const keys = (value: object): string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        key === 'catalogue' ? [] : inner !== null && typeof inner === 'object' ? keys(inner).map((below) => `${key}.${below}`) : [key],
      )
    expect(keys(languages['zh-CN']).sort()).toEqual(keys(languages.en).sort())
  })

  it('reads a folder’s file by a path with blanks and Chinese', async () => {
    using ran = await command({ '订单 2024.csv': GOOD })
    mkdirSync(join(ran.cwd, 'x'))
    expect(ran.code).toBe(0)
  })
})
