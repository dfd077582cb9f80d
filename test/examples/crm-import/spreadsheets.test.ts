/** What spreadsheets, shops and people do to a file of orders. Each file is read rightly, or what is not is named by code and row: never silently wrong. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { command } from './command.js'

type Row = readonly string[]
/** order, customer, date, amount: by hand A 100.00 + 1234.50 + 42.10 = 1376.60, B 20.50 + 60.00 = 80.50, C 7.25 + 15.00 = 22.25, D 9.90 */
const ORDERS: readonly Row[] = [
  ['1', 'A', '2024-01-05', '100.00'],
  ['2', 'B', '2024-01-17', '20.50'],
  ['3', 'A', '2024-02-14', '1234.50'],
  ['4', 'C', '2024-03-02', '7.25'],
  ['5', 'B', '2024-03-20', '60.00'],
  ['6', 'C', '2024-04-11', '15.00'],
  ['7', 'A', '2024-05-25', '42.10'],
  ['8', 'D', '2024-06-30', '9.90'],
]
const ALL = 'A 1376.60/3, B 80.50/2, C 22.25/2, D 9.90/1'
const EN = 'order_id,customer_id,order_date,amount'
const ZH = '订单编号,客户编号,下单时间,金额'

const file = (head: string, rows: readonly Row[], separator = ',') =>
  `${[head.replaceAll(',', separator), ...rows.map((cells) => cells.map((cell) => (/[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator))].join('\n')}\n`
const each = (of: (row: Row, k: number) => Row, rows = ORDERS): Row[] => rows.map(of)
const amounts = (of: (amount: string, k: number) => string) => each(([id, who, at, amount], k) => [id, who, at, of(amount, k)])
const dates = (of: (date: string, k: number) => string) => each(([id, who, at, amount], k) => [id, who, of(at, k), amount])
const customers = (of: (who: string, k: number) => string) => each(([id, who, at, amount], k) => [id, of(who, k), at, amount])
const dayFirst = (date: string, mark = '/') => date.split('-').reverse().join(mark)
const monthFirst = (date: string) => `${Number(date.slice(5, 7))}/${Number(date.slice(8))}/${date.slice(0, 4)}`
const german = (amount: string) => amount.replace('.', ',').replace(/^(\d)(\d{3}),/, '$1.$2,')
const wide = (text: string) => text.replace(/[0-9.]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
/** Days from 1899-12-30, as spreadsheets count. */
const serial = (date: string) => String((Date.parse(date) - Date.parse('1899-12-30')) / 86_400_000)
const utf16 = (text: string, isBig = false) =>
  isBig ? Buffer.from(`\ufeff${text}`, 'utf16le').swap16() : Buffer.from(`\ufeff${text}`, 'utf16le')

/** `A 1376.60/3, …`: amount and number of orders of every customer in customer-tiers.csv. */
function told(cwd: string): string {
  const { data } = Papa.parse<Record<string, string>>(readFileSync(join(cwd, 'out/customer-tiers.csv'), 'utf8').slice(1), {
    header: true,
    skipEmptyLines: true,
  })
  return data
    .map(
      (row) =>
        `${row.Customer} ${row[Object.keys(row).find((name) => name.startsWith('Purchase amount')) as string]}/${row['Purchase frequency']}`,
    )
    .sort()
    .join(', ')
}

describe('read rightly', () => {
  it.each<[string, string | Buffer, string?]>([
    ['as it should be', file(EN, ORDERS)],
    [
      'day first',
      file(
        EN,
        dates((date) => dayFirst(date)),
      ),
    ],
    ['month first', file(EN, dates(monthFirst))],
    [
      'ISO dates among day-first ones',
      file(
        EN,
        dates((date, k) => (k % 2 ? date : dayFirst(date))),
      ),
    ],
    [
      'two-digit years',
      file(
        EN,
        dates((date) => dayFirst(date).replace('/2024', '/24')),
      ),
    ],
    ['days as a spreadsheet counts them', file(EN, dates(serial))],
    [
      '上午 and 下午',
      file(
        ZH,
        dates((date, k) => `${date.replaceAll('-', '/')} ${k % 2 ? '下午' : '上午'}3:15:00`),
      ),
    ],
    [
      '年月日 and 上午',
      file(
        ZH,
        dates((date, k) => `${date.replace('-', '年').replace('-', '月')}日 ${k % 2 ? '下午' : '上午'}12:30`),
      ),
    ],
    [
      'AM and PM',
      file(
        EN,
        dates((date, k) => `${monthFirst(date)} 3:15:00 ${k % 2 ? 'PM' : 'AM'}`),
      ),
    ],
    ['full-width dates', file(EN, dates(wide))],
    ['1.234,50', file(EN, amounts(german), ';')],
    [
      '1.234,50 €',
      file(
        EN,
        amounts((amount) => `${german(amount)} €`),
        ';',
      ),
    ],
    [
      'one 1,234.50 among 20,50',
      file(
        EN,
        amounts((amount, k) => (k === 2 ? '1,234.50' : german(amount))),
        ';',
      ),
    ],
    [
      "1'234.50",
      file(
        EN,
        amounts((amount) => amount.replace(/^1234/, "1'234")),
      ),
    ],
    [
      '1 234,50 with a narrow blank',
      file(
        EN,
        amounts((amount) => amount.replace('.', ',').replace(/^1234/, '1\u202f234')),
        ';',
      ),
    ],
    ['full-width digits', file(EN, amounts(wide))],
    [
      '元 behind',
      file(
        ZH,
        amounts((amount) => `${amount}元`),
      ),
    ],
    [
      '￥ before',
      file(
        ZH,
        amounts((amount) => `￥${amount}`),
      ),
    ],
    [
      'USD before',
      file(
        EN,
        amounts((amount) => `USD ${amount}`),
      ),
    ],
    ['a line of group headings', `,,Order,\n${file(EN, ORDERS)}`],
    ['titles above', `Sales report\nExported 2024-07-01\n\n${file(EN, ORDERS)}`],
    ['blank lines and lines of commas', file(EN, ORDERS).replaceAll('\n', '\n\n').replace('20.50\n', '20.50\n,,,\n   \n')],
    ['commas at the ends of lines', file(EN, ORDERS).replaceAll('\n', ',,\n')],
    [
      'line breaks and quotes in a note',
      file(
        `${EN},note`,
        each((row) => [...row, 'first line\nsecond "line", and more']),
      ),
    ],
    ['UTF-16', utf16(file(ZH, ORDERS))],
    ['UTF-16, big-endian', utf16(file(ZH, ORDERS), true)],
    ['UTF-16 with tabs, as Excel saves it', utf16(file(ZH, ORDERS, '\t'))],
    ['a byte-order mark', `\ufeff${file(EN, ORDERS)}`],
    ['carriage returns alone', file(EN, ORDERS).replaceAll('\n', '\r')],
    ['sep=;', `sep=;\n${file(EN, ORDERS, ';')}`],
    [
      'a heading twice',
      file(
        `${EN},amount`,
        each((row) => [...row, '0.01']),
      ),
    ],
    [
      'characters of no width everywhere',
      file(
        `\u200border_id,customer_id\u200b,order_date,amount\u200b`,
        each(([id, who, at, amount], k) => [id, k % 2 ? `${who}\u200b` : `\u2060${who}`, `${at}\u200b`, `\u200b${amount}`]),
      ),
    ],
    [
      'blanks around ids',
      file(
        EN,
        customers((who, k) => (k % 2 ? ` ${who}\u00a0` : who)),
      ),
    ],
    [
      'tax and discount beside',
      file(
        'order_id,customer_id,order_date,tax_amount,discount_amount,total',
        each(([id, who, at, amount]) => [id, who, at, '1.23', '4.56', amount]),
      ),
    ],
    [
      'the order’s total on each of its lines',
      file(
        'order_id,customer_id,order_date,sku,qty,order_total',
        ORDERS.flatMap(([id, who, at, amount]) => [
          [id, who, at, 'S1', '1', amount],
          [id, who, at, 'S2', '2', amount],
        ]),
      ),
    ],
    [
      'the total repeated, with a price beside it',
      file(
        'order_id,customer_id,order_date,sku,qty,price,order_total',
        ORDERS.flatMap(([id, who, at, amount]) => [
          [id, who, at, 'S1', '1', '1.00', amount],
          [id, who, at, 'S2', '2', '2.00', amount],
        ]),
      ),
    ],
    [
      'three orders of several lines that repeat the total',
      file(
        'order_id,customer_id,order_date,sku,amount',
        ORDERS.flatMap(([id, who, at, amount], k) =>
          k < 3
            ? [
                [id, who, at, 'S1', amount],
                [id, who, at, 'S2', amount],
              ]
            : [[id, who, at, 'S1', amount]],
        ),
      ),
    ],
    ['(34.50) of an order', file(EN, [...ORDERS, ['3', 'A', '2024-02-20', '(34.50)']]), ALL.replace('1376.60', '1342.10')],
    ['−34.50 of an order', file(EN, [...ORDERS, ['3', 'A', '2024-02-20', '−34.50']]), ALL.replace('1376.60', '1342.10')],
    ['34.50- of an order', file(EN, [...ORDERS, ['3', 'A', '2024-02-20', '34.50-']]), ALL.replace('1376.60', '1342.10')],
    [
      '1.234 beside whole numbers, day first with points',
      file(
        EN,
        each(([id, who, at, amount]) => [id, who, dayFirst(at, '.'), amount === '1234.50' ? '1.234' : amount.replace(/\..*/, '')]),
        ';',
      ),
      'A 1376.00/3, B 80.00/2, C 22.00/2, D 9.00/1',
    ],
    [
      '1,234 beside whole numbers',
      file(
        EN,
        amounts((amount) => (amount === '1234.50' ? '1,234' : amount.replace(/\..*/, ''))),
      ),
      'A 1376.00/3, B 80.00/2, C 22.00/2, D 9.00/1',
    ],
    [
      '円 behind, Japanese headings',
      file(
        '注文番号,顧客ID,注文日,金額',
        amounts((amount) => `${amount.replace(/\..*/, '')}円`),
      ),
      'A 1376/3, B 80/2, C 22/2, D 9/1',
    ],
    [
      'ids that begin with zeros',
      file(
        EN,
        customers((who) => ({ A: '00123', B: '123', C: '0123', D: '000' })[who] as string),
      ),
      '000 9.90/1, 00123 1376.60/3, 0123 22.25/2, 123 80.50/2',
    ],
  ])('%s', async (_, text, expected = ALL) => {
    using ran = await command({ 'orders.csv': text })
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(told(ran.cwd)).toBe(expected)
    expect(ran.out).not.toMatch(/× not used/)
  })

  it('GB18030, beyond GBK too', async () => {
    const text = file(
      `${ZH},备注`,
      each((row) => [...row, '测试𠮷野家䶮']),
    )
    let bytes: Buffer
    try {
      bytes = execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: text })
    } catch {
      return // no iconv here; exports.test.ts has a file of GBK bytes
    }
    using ran = await command({ 'orders.csv': bytes })
    expect([told(ran.cwd), /gb18030/.test(ran.out)]).toEqual([ALL, true])
  })
})

describe('read in part, and what is not said by row', () => {
  it.each<[string, string, string, readonly RegExp[]]>([
    [
      'dates of both orders: those that could be either are not used',
      file(
        EN,
        dates((date, k) => (k % 2 ? dayFirst(date) : monthFirst(date))),
      ),
      'A 1276.60/2, B 80.50/2, D 9.90/1',
      [
        /day first in some rows and month first in others/,
        /3 × not used: orders\.csv: Orders row 2: the date in “order_date” can be read in two ways/,
      ],
    ],
    [
      'days as numbers in some rows',
      file(
        EN,
        dates((date, k) => (k % 3 === 0 ? serial(date) : date)),
      ),
      'A 1234.50/1, B 80.50/2, C 15.00/1, D 9.90/1',
      [/3 × not used: orders\.csv: Orders row 2: “order_date” is not a date/],
    ],
    [
      'dates that stand for none',
      file(EN, [
        ...ORDERS,
        ['9', 'A', '1970-01-01', '5'],
        ['10', 'A', '0000-00-00', '5'],
        ['11', 'A', '1900-01-00', '5'],
        ['12', 'A', '2024-02-30', '5'],
      ]),
      ALL,
      [/3 × not used: orders\.csv row 10: a date that stands for none/, /Orders row 13: “order_date” is not a date/],
    ],
    [
      'a line of totals with a date',
      file('customer_id,order_date,amount', [...each((row) => row.slice(1)), ['Total', '2024-06-30', '1489.25']]),
      ALL,
      [/1 × not used: orders\.csv row 10: a line of totals/],
    ],
    [
      '小计 and 合计',
      file('客户编号,下单时间,金额', [...each((row) => row.slice(1)), ['小计', '2024-06-30', '1489.25'], ['合计：', '', '1489.25']]),
      ALL,
      [/2 × not used: orders\.csv row 10: a line of totals/],
    ],
    [
      'the headings once more',
      file(EN, [...ORDERS.slice(0, 4), EN.split(','), ...ORDERS.slice(4)]),
      ALL,
      [/Orders row 6: “amount” is not an amount/],
    ],
    [
      'N/A, #REF!, - and free',
      file(EN, [
        ...ORDERS,
        ['9', 'A', '2024-06-01', 'N/A'],
        ['10', 'A', '2024-06-01', '#REF!'],
        ['11', 'A', '2024-06-01', '-'],
        ['12', 'A', '2024-06-01', 'free'],
      ]),
      ALL,
      [/4 × not used: orders\.csv: Orders row 10: “amount” is not an amount/],
    ],
    [
      '1.2万',
      file(
        ZH,
        amounts((amount, k) => (k === 2 ? '1.2万' : amount)),
      ),
      'A 142.10/2, B 80.50/2, C 22.25/2, D 9.90/1',
      [/Orders row 4: “金额” is not an amount/],
    ],
    [
      'dollars among euros',
      file(
        EN,
        amounts((amount, k) => (k % 2 ? `$${amount}` : `€${amount}`)),
      ),
      'A 1376.60/3, B 60.00/1',
      [/4 × not used: orders\.csv: Orders row 3: the sign in “amount” is not one of EUR/],
    ],
    [
      'customers a spreadsheet rounded',
      file(
        EN,
        customers((who, k) => (k % 2 ? '1.23E+15' : who)),
      ),
      'A 1376.60/3, B 60.00/1',
      [/4 × not used: orders\.csv: Orders row 3: the id in “customer_id” was rounded by a spreadsheet/],
    ],
    [
      'a negative amount of no order',
      file(EN, [...ORDERS, ['9', 'A', '2024-02-20', '(34.50)']]),
      ALL,
      [/Orders row 10: the amount in “amount” is negative/],
    ],
    [
      'refunds by a column of types',
      file(`${EN},type`, [...ORDERS.map((row) => [...row, 'sale']), ['9', 'A', '2024-02-20', '-34.50', 'refund']]),
      ALL,
      [/rows whose “type” is refund are refunds/, /Refunds row 10: the order of this refund is not here/],
    ],
    [
      'orders cancelled, unpaid, refunded, in the words of people',
      file(
        `${EN},status`,
        each((row, k) => [
          ...row,
          ['paid', 'Cancelled by customer', 'completed', 'Payment failed', 'paid', '已取消（缺货）', 'paid', 'refunded'][k],
        ]),
      ),
      'A 1376.60/3, B 60.00/1',
      [
        /is Cancelled by customer, Payment failed, 已取消（缺货）, refunded are no purchases \(4 rows left out\)/,
        /is paid, completed are purchases/,
      ],
    ],
  ])('%s', async (_, text, expected, lines) => {
    using ran = await command({ 'orders.csv': text })
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(told(ran.cwd)).toBe(expected)
    for (const line of lines) expect(ran.out).toMatch(line)
  })

  it('order numbers rounded away leave nothing to count', async () => {
    using ran = await command({
      'orders.csv': file(
        EN,
        each(([, who, at, amount]) => ['2.02401E+15', who, at, amount]),
      ),
    })
    expect([ran.code, ran.err]).toEqual([1, 'None of 8 rows could be used; the report above says why.\n'])
    expect(ran.out).toMatch(/8 × not used: orders\.csv: Orders row 2: the id in “order_id” was rounded by a spreadsheet/)
  })

  it('row numbers are never taken for amounts', async () => {
    using ran = await command({
      'orders.csv': file(
        'nummer,kunde,tag,bemerkung',
        each(([id, who, at]) => [id, who, at, 'nichts']),
      ),
    })
    expect(ran.code).toBe(1)
    expect(ran.err).toMatch(/no customer, date and amount found under its headings/)
  })
})
