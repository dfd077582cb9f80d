import { describe, expect, it } from 'vitest'
import { command } from './command.js'

/** The headings are those the programs write; the rows are invented. */
const EXPORTS: readonly [program: string, text: string, chosen: readonly string[], read: readonly string[]][] = [
  [
    'a marketplace in Chinese',
    `订单编号,买家会员名,买家实际支付金额,订单状态,收货人姓名,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝总数量,退款金额
"=""300000000000001001""",tb1,128.00,交易成功,张*,'138****0000,2024-03-05 20:11:02,2024-03-05 20:12:00,龙井茶,1,0.00
"=""300000000000001002""",tb2,256.00,交易成功,李*,'139****0000,2024-03-18 09:00:00,2024-03-18 09:01:00,龙井茶,2,28.00
"=""300000000000001003""",tb1,99.00,交易关闭,张*,'138****0000,2024-04-02 10:00:00,,茶杯,1,0.00
`,
    ['customer ← 买家会员名', 'time ← 订单创建时间', 'amount ← 买家实际支付金额', 'id ← 订单编号', 'order ← 订单编号'],
    ['orders: 2 rows, 2 used', 'refunds: 1 row, 1 used', '交易关闭 are no purchases (1 row left out)'],
  ],
  [
    'a shop builder',
    `Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Payment Method,Id
#1001,a@example.com,paid,2024-03-05 10:00:00 +0200,EUR,20.00,4.90,24.90,0.00,2024-03-05 10:00:00 +0200,1,Cup,20.00,0.00,visa,5000000000001
#1002,b@example.com,partially_refunded,2024-03-18 10:00:00 +0200,EUR,40.00,4.90,44.90,0.00,2024-03-18 10:00:00 +0200,2,Cup,20.00,10.00,visa,5000000000002
`,
    ['customer ← Email', 'time ← Paid at', 'amount ← Total', 'id ← Id', 'currency ← Currency'],
    ['orders: 2 rows, 2 used', 'refunds: 1 row, 1 used', 'amounts are in EUR', 'carry the offset +02:00'],
  ],
  [
    'deals of a CRM',
    `Record Id,Deal Name,Stage,Amount,Closing Date,Account Name.id,Contact Name.id,Created Time
zcrm_1,Pumps,Closed Won,1250.5,2024-03-05,acc_1,con_1,2024-03-01T10:00:00+05:30
zcrm_2,Pipes,Closed Lost,900,2024-03-18,acc_1,con_2,2024-03-01T10:00:00+05:30
zcrm_3,Taps,Closed Won,80,2024-03-20,acc_2,con_1,2024-03-01T10:00:00+05:30
`,
    ['customer ← Contact Name.id', 'time ← Closing Date', 'amount ← Amount', 'id ← Record Id'],
    ['orders: 2 rows, 2 used', 'Closed Lost are no purchases (1 row left out)'],
  ],
  [
    'a spreadsheet of order lines',
    `Row ID,Order ID,Order Date,Ship Date,Customer ID,Customer Name,Segment,State,Category,Product Name,Sales,Quantity,Discount,Profit
1,CA-1,11/8/2016,11/11/2016,CG-12520,Claire G,Consumer,Kentucky,Furniture,"Bush, Somerset",261.9600,2,0,41.9136
2,CA-1,11/8/2016,11/11/2016,CG-12520,Claire G,Consumer,Kentucky,Furniture,"Hon, Deluxe",731.9400,3,0,219.5820
3,CA-2,6/12/2016,6/16/2016,DV-13045,Darrin V,Corporate,California,Supplies,Labels,14.6200,2,0,6.8714
4,CA-3,10/25/2015,10/28/2015,SO-20335,Sean O,Consumer,Florida,Furniture,Table,957.5775,5,0.45,-383.0310
5,CA-3,10/25/2015,10/28/2015,SO-20335,Sean O,Consumer,Florida,Supplies,Cart,22.3680,2,0.2,2.5164
`,
    ['customer ← Customer ID', 'time ← Order Date', 'amount ← Sales', 'id ← Order ID', 'name ← Customer Name'],
    ['dates under “Order Date” are M/d/yyyy', 'rows with one “Order ID” are the lines of one order', 'was rounded to its currency'],
  ],
  [
    'a marketplace that numbers customers anew with each order',
    `"order_id","customer_id","customer_unique_id","order_status","order_purchase_timestamp","payment_value"
"e481","9ef4","7c39","delivered","2017-10-02 10:56:33",38.71
"53cd","b083","af07","delivered","2018-07-24 20:41:37",141.46
"47aa","41ce","7c39","delivered","2018-08-08 08:38:49",179.12
`,
    ['customer ← customer_unique_id', 'id ← order_id'],
    ['orders: 3 rows, 3 used'],
  ],
  [
    'a statistician’s file',
    ` 00001 19970101  2   29.33
 00001 19970118  2   29.73
 00002 19970101  1   63.34
 00003 19970101  1   11.77
`,
    ['time? ← column 2', 'amount? ← column 4', 'customer? ← column 1'],
    ['(utf-8, blanks)', 'orders: 4 rows, 4 used', 'columns are numbered'],
  ],
  [
    'a log of events',
    `event_id,user_id,event_type,event_time,amount,order_ref
e1,u1,purchase,2024-03-05T10:00:00Z,20.00,
e2,u2,view,2024-03-05T11:00:00Z,,
e3,u2,purchase,2024-03-06T10:00:00Z,30.00,
e4,u1,refund,2024-03-07T10:00:00Z,5.00,e1
e5,u1,signup,2024-03-01T10:00:00Z,,
`,
    ['id ← event_id', 'customer ← user_id', 'order ← order_ref'],
    ['orders: 2 rows, 2 used', 'refunds: 1 row, 1 used', 'interactions: 1 row, 1 used', 'enrollments: 1 row, 1 used'],
  ],
  [
    'a register with a word for the currency',
    `会员卡号,消费日期,消费金额,币种,品类
8801,2024年3月5日,"1,280.00",RMB,茶叶
8802,2024年3月18日,88,人民币,茶具
`,
    ['customer ← 会员卡号', 'time ← 消费日期', 'amount ← 消费金额', 'currency ← 币种'],
    ['orders: 2 rows, 2 used', 'amounts are in CNY'],
  ],
]

describe('what other programs export', () => {
  it.each(EXPORTS)('%s', async (_, text, chosen, read) => {
    using ran = await command({ 'export.csv': text })
    expect(ran.err).toBe('')
    for (const field of chosen) expect(ran.out).toContain(field)
    for (const line of read) expect(ran.out).toContain(line)
  })

  it('files beside the orders are known for what they are', async () => {
    using ran = await command({
      'orders.csv': 'id,customer,date,total\n1,A,2024-03-05,20.00\n2,B,2024-03-18,30.00\n3,A,2024-04-02,5.00\n',
      'refunds.csv': 'refund_id,order_id,customer_id,refunded_at,amount,reason\nr1,1,A,2024-03-08,4.00,late\n',
      'visits.csv':
        'session_id,customer_id,action,timestamp,source\ns1,A,visit,2024-03-05T09:00:00Z,app\ns2,B,wandered by,2024-03-05T09:00:00Z,app\n',
      'complaints.csv': '投诉单号,客户编号,投诉类型,是否投诉,受理时间,解决时间\nc1,A,物流,是,2024-03-09 10:00,2024-03-10 10:00\n',
      'answers.csv': 'customer_id,submitted_at,nps,csat,comment\nA,2024-03-20,9,4,"fine, thanks"\nB,2024-03-20,6,,\n',
      'people.csv': 'customer_id,full_name,province,birth_year\nA,Ann,Hubei,1990\nB,Bo,Hunan,1985\n',
      'members.csv': '客户编号,入会时间\nA,2024-03-01\n',
    })
    expect(ran.err).toBe('')
    for (const line of [
      'orders: 3 rows, 3 used',
      'refunds: 1 row, 1 used',
      'interactions: 2 rows, 2 used',
      'feedback: 1 row, 1 used',
      'survey answers: 3 rows, 3 used', // two of NPS, one of CSAT
      'customers: 2 rows, 2 used',
      'enrollments: 1 row, 1 used',
    ])
      expect(ran.out).toContain(line)
    expect(ran.out).toMatch(/^ {2}A +Ann .* 21\.00 /m) // 20 − 4 + 5
  })

  it('a heading that cannot be what --map says is named', async () => {
    using ran = await command({ 'a.csv': 'id,customer,date,total,rating\n1,A,2024-03-05,20.00,5\n' }, ['a.csv', '--map', 'score=rating'])
    expect(ran.err).toMatch(/taken for orders, “rating” cannot be score/)
    expect(ran.code).toBe(1)
  })

  it('a state of the union is no state of an order', async () => {
    const [, text] = EXPORTS.find(([program]) => program === 'a spreadsheet of order lines') as (typeof EXPORTS)[number]
    using ran = await command({ 'orders.csv': text })
    expect(ran.out).toContain('not used: Row ID, Ship Date, Segment, State')
    expect(ran.out).not.toContain('are purchases')
  })
})
