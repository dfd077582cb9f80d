import { describe, expect, it } from 'vitest'
import { command } from './command.js'

/** Orders of three customers on eight days, under the given headings and in the given writing. */
const DAYS = ['2024-03-05', '2024-03-18', '2024-04-02', '2024-04-21', '2024-05-09', '2024-05-30', '2024-06-11', '2024-06-25']
const AMOUNTS = ['12.50', '199.00', '1049.95', '7.25', '88.00', '23.10', '310.00', '45.90']
const TOTAL = '1,735.70' // 12.50 + 199 + 1049.95 + 7.25 + 88 + 23.10 + 310 + 45.90

const table = (headings: string, line: (day: string, amount: string, i: number) => string): string =>
  `${headings}\n${DAYS.map((day, i) => line(day, AMOUNTS[i], i)).join('\n')}\n`

const english = table('order_id,customer_id,order_date,amount', (day, amount, i) => `${i + 1},C${(i % 3) + 1},${day},${amount}`)
const chinese = table(
  '订单编号,客户编号,下单时间,实付金额,品类',
  (day, amount, i) => `D${i + 1},客户${(i % 3) + 1},${day} 10:00:00,${amount},茶叶`,
)

/** Two accented letters of German side by side (`öß`) are no Chinese character. */
const LATIN = `Bestellnr;Kunde;Datum;Betrag\n${Array.from({ length: 40 }, (_, i) => `${i};Groß-Größe ${i % 9};1${i % 9}.0${(i % 8) + 1}.2024;${i + 1},50\n`).join('')}`

describe('a file in Latin-1', () => {
  it('keeps its umlauts', async () => {
    using ran = await command({ 'a.csv': Buffer.from(LATIN, 'latin1') })
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(ran.out).toContain('a.csv: orders (windows-1252, semicolon)')
    expect(ran.out).toContain('Groß-Größe 8')
  })
})

describe('recognizing the columns', () => {
  it.each([
    ['English headings', english, []],
    ['Chinese headings', chinese, []],
    ['camel case', table('orderId,customerId,createdAt,total', (day, amount, i) => `${i},C${i % 3},${day}T10:00:00Z,${amount}`), []],
    [
      'spaces and a unit',
      table('Order No.,Customer ID,Order Date,Amount (EUR)', (day, amount, i) => `${i},${i % 3},${day},${amount}`),
      ['in EUR'],
    ],
    ['a currency column', table('id,buyer,date,total,currency', (day, amount, i) => `${i},B${i % 3},${day},${amount},GBP`), ['in GBP']],
    [
      'month first, as one date shows',
      table('InvoiceNo,CustomerID,InvoiceDate,Amount', (day, amount, i) => {
        const [y, m, d] = day.split('-').map(Number)
        return `${i},${i % 3},${m}/${d}/${y} 8:26,${amount}`
      }),
      ['M/d/yyyy H:mm'],
    ],
    [
      'day first, semicolons, decimal comma',
      table(
        'Bestellnr;Kunde;Datum;Betrag',
        (day, amount, i) => `${i};${i % 3};${day.split('-').reverse().join('.')};${amount.replace('.', ',')}`,
      ),
      ['d.M.yyyy', 'decimal point'],
    ],
    ['tabs', english.replaceAll(',', '\t'), []],
    ['no headings at all', english.slice(english.indexOf('\n') + 1).replace(/^\d+,/gm, ''), ['columns are numbered']],
    ['a title above the headings', `Order export\n\n${english}`, []],
    ['what Excel writes first', `sep=;\n${english.replaceAll(',', ';')}`, []],
    ['amounts with signs and separators', english.replaceAll('1049.95', '"¥1,049.95"'), []],
    ['epoch seconds', table('user_id,timestamp,amount', (day, amount, i) => `u${i % 3},${Date.parse(day) / 1000},${amount}`), []],
    ['Excel days', table('client,date,amount', (day, amount, i) => `u${i % 3},${Date.parse(day) / 86_400_000 + 25_569},${amount}`), []],
    [
      'cents',
      table('customer_id,paid_at,amount_cents', (day, amount, i) => `${i % 3},${day},${Math.round(Number(amount) * 100)}`),
      ['minor units'],
    ],
  ])('%s', async (_, text, said) => {
    using ran = await command({ 'orders.csv': text })
    expect(ran.err).toBe('')
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('8 rows, 8 used, 0 skipped')
    for (const words of said) expect(ran.out).toContain(words)
    const revenue = [...ran.out.matchAll(/^ {2}\S.*? {2,}\d+ .*$/gm)].length
    expect(revenue).toBeGreaterThan(0)
    expect(totalOf(ran.out)).toBe(TOTAL)
  })

  it.each([
    ['UTF-8 with BOM', Buffer.from(`\ufeff${chinese}`)],
    ['UTF-16 little endian with BOM', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(chinese, 'utf16le')])],
    ['UTF-16 big endian with BOM', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(chinese, 'utf16le').swap16()])],
    ['UTF-16 without BOM', Buffer.from(english, 'utf16le')],
    ['Windows line ends', Buffer.from(chinese.replaceAll('\n', '\r\n'))],
    ['old Mac line ends', Buffer.from(chinese.replaceAll('\n', '\r'))],
    ['GB18030', gb18030(chinese)],
  ])('reads %s', async (_, bytes) => {
    using ran = await command({ 'orders.csv': bytes })
    expect(ran.err).toBe('')
    expect(ran.out).toContain('8 rows, 8 used, 0 skipped')
    expect(totalOf(ran.out)).toBe(TOTAL)
  })

  it('counts an order’s total once where it stands on each of its lines', async () => {
    const lines = DAYS.flatMap((day, i) => [`${i},C${i % 3},${day},${AMOUNTS[i]},tea`, `${i},C${i % 3},${day},${AMOUNTS[i]},cup`])
    using ran = await command({ 'lines.csv': `order_id,customer_id,order_date,order_total,product\n${lines.join('\n')}\n` })
    expect(ran.out).toContain("it is the order's total and counted once")
    expect(ran.out).toContain('16 rows, 16 used, 0 skipped')
    expect(totalOf(ran.out)).toBe(TOTAL)
  })

  it('reads two files of one kind under different headings', async () => {
    const rest = chinese.slice(chinese.indexOf('\n') + 1)
    using ran = await command({
      'a.csv': english.split('\n').slice(0, 5).join('\n'),
      'b.csv': `订单编号,客户编号,下单时间,实付金额,品类\n${rest.split('\n').slice(4).join('\n')}`,
    })
    expect(ran.err).toBe('')
    expect(ran.out).toContain('8 rows, 8 used, 0 skipped')
    expect(totalOf(ran.out)).toBe(TOTAL)
  })

  it('multiplies price and quantity, takes negative lines as refunds, leaves cancelled orders out', async () => {
    const lines = [
      'InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Status',
      '1,A,2,12/13/2010 8:26,2.55,17850,paid', // 5.10
      '1,B,6,12/13/2010 8:26,3.39,17850,paid', // 20.34
      '2,A,1,12/14/2010 9:00,2.55,13047,paid', // 2.55
      '2,C,3,12/14/2010 9:00,1.10,13047,paid', // 3.30
      '3,A,4,12/15/2010 9:00,2.55,13047,Cancelled',
      '2,A,-1,12/16/2010 9:00,2.55,13047,paid', // 2.55 back
    ].join('\n')
    using ran = await command({ 'retail.csv': lines })
    expect(ran.err).toBe('')
    expect(ran.out).toContain('amount is “UnitPrice” × “Quantity”')
    expect(ran.out).toContain('lines of one order')
    expect(ran.out).toContain('a negative “UnitPrice × Quantity” is a refund')
    expect(ran.out).toContain('“Status” is Cancelled are no purchases (1 row left out)')
    expect(totalOf(ran.out)).toBe('28.74') // 5.10 + 20.34 + 2.55 + 3.30 − 2.55
  })
})

/** The revenue column of the segment table, summed in cents. */
function totalOf(out: string): string {
  const table = out.slice(out.indexOf('Segments'))
  const cents = [...table.matchAll(/%\s+[\d,]+\s+\D{0,4}([\d,]+\.\d\d)/g)].reduce(
    (sum, [, text]) => sum + Math.round(Number(text.replaceAll(',', '')) * 100),
    0,
  )
  return (cents / 100).toLocaleString('en', { minimumFractionDigits: 2 })
}

/** The few characters used here, by the published GB 2312 rows; ASCII is itself. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, number[]>()
  for (let high = 0xb0; high <= 0xf7; high++)
    for (let low = 0xa1; low <= 0xfe; low++) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  return Buffer.from([...text].flatMap((char) => (char < '\u0080' ? [char.charCodeAt(0)] : (codes.get(char) as number[]))))
}
