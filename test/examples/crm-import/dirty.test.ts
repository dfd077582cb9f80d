import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command } from './command.js'

const ORDERS = `order_id,customer_id,order_date,amount,currency,category
1,A,2024-01-10,100.00,CNY,tea
2,A,2024-02-10,50.00,CNY,tea
3,B,2024-02-12,80.00,CNY,coffee
4,B,2024-03-01,"1,020.00",CNY,coffee
5,C,2024-03-03,30.00,CNY,tea
,C,2024-03-04,9.00,CNY,tea
6,,2024-03-04,9.00,CNY,tea
7,C,someday,9.00,CNY,tea
8,C,,9.00,CNY,tea
9,C,2024-03-05,-9.00,CNY,tea

10,C,2024-03-06,Infinity,CNY,tea
11,C,2024-03-07,12 or so,CNY,tea
12,C,2024-03-07,,CNY,tea
13,C,2024-03-07,9.00,QQQ,tea
14,C,2024-03-07,9.00,USD,tea
3,B,2024-02-12,80.00,CNY,coffee
15,D,2024-03-08,10.00,CNY,tea
15,D,2024-03-08,11.00,CNY,tea
16,A,2099-01-01,5.00,CNY,tea
17,A,2024-03-09,1,234.00,CNY,tea
18,app-7,2024-03-09,70.00,CNY,tea
19,C,2024-03-09,99999999999999999999,CNY,tea
20,"C,2024-03-10,6.00,CNY,tea
`

const REFUNDS = `refund_id,order_id,refunded_at,amount
r1,2,2024-02-20,20.00
r2,99,2024-02-20,5.00
r3,5,2024-03-06,40.00
r4,,2024-03-06,1.00
r5,1,2024-01-09,10.00
`

const LINKS = `alias,customer_id
app-7,A
x,y
y,x
`

describe('files with every defect', () => {
  const files = { 'orders.csv': ORDERS, 'refunds.csv': REFUNDS, 'links.csv': LINKS }

  it('name each defect with its row in the spreadsheet', async () => {
    using ran = await command(files)
    expect(ran.code).toBe(0)
    for (const line of [
      /orders\.csv: Orders row 7: no id in “order_id”/,
      /orders\.csv: Orders row 8: no customer/,
      /orders\.csv: Orders row 9: “order_date” is not a date/,
      /orders\.csv: Orders row 10: no date/,
      /orders\.csv: Orders row 11: the amount in “amount” is negative/,
      /2 × not used: orders\.csv: Orders row 13: “amount” is not an amount/, // Infinity, and "12 or so"
      /orders\.csv: Orders row 15: no amount/,
      /orders\.csv: Orders row 16: the currency of “amount” is not in ISO 4217/,
      /orders\.csv: Orders row 17: no exchange rate for USD/,
      /orders\.csv: Orders row 18: the same as row 4 \(counted once\)/,
      /2 × not used: orders\.csv: Orders row 19: the same id as row 20 with other content/,
      /orders\.csv: Orders row 21: after the date of the report/,
      /1 × not used: orders\.csv row 22: more cells than headings/,
      /1 × not used: orders\.csv row 25: a quote is opened and never closed/,
      /orders\.csv: Orders row 24: the amount in “amount” is too large/,
      /2 × doubtful: refunds\.csv: Refunds row 3: the order of this refund is not here|refunds\.csv: Refunds row 3: the order of this refund is not here/,
      /refunds\.csv: Refunds row 4: the refund is larger than what is left of its order/,
      /refunds\.csv: Refunds row 5: the refund names no order/,
      /refunds\.csv: Refunds row 6: the refund is dated before its order/,
      /links\.csv: Links row 3: the link leads back to itself/,
      /1 row dated long after everything else, up to 2099-01-01/,
      /as of 2024-03-09, the last date/,
    ])
      expect(ran.out).toMatch(line)
  })

  it('leave a correct table of the rest', async () => {
    using ran = await command(files)
    const [heading, ...lines] = readFileSync(join(ran.cwd, 'out/customer-tiers.csv'), 'utf8')
      .replace(/^\ufeff/, '')
      .trim()
      .split('\r\n')
    const names = heading.split(',')
    const table = Object.fromEntries(
      lines.map((line) => [line.split(',')[0], Object.fromEntries(line.split(',').map((cell, i) => [i, cell]))]),
    )
    const amount = names.findIndex((name) => /amount/i.test(name))
    expect(names.length).toBeGreaterThan(10)
    const amounts = Object.fromEntries(Object.entries(table).map(([id, cells]) => [id, cells[amount]]))
    // A: 100 − 10 (r5, though dated before) + 50 − 20 (r1) + 70 as app-7; B: 80 once + 1020; C: 30 (r3 asks for more than there is).
    expect(amounts).toMatchObject({ A: '190.00', B: '1100.00', C: '30.00' })
    expect(amounts['app-7']).toBeUndefined()
    expect(amounts.D ?? '').toBe('')
  })
})
