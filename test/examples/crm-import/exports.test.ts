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
  [
    'a German shop',
    `Bestellnr.;Kundennr.;Bestelldatum;Artikel;Bruttobetrag;Währung;Status
B1;K1;05.03.2024;Tasse;1.234,56 €;EUR;bezahlt
B1;K1;05.03.2024;Kanne;20,00 €;EUR;bezahlt
B2;K2;18.03.2024;Tasse;30,00 €;EUR;bezahlt
B2;K2;18.03.2024;Löffel;5,50 €;EUR;bezahlt
B3;K1;02.04.2024;Tasse;30,00 €;EUR;storniert
`,
    ['id ← Bestellnr.', 'customer ← Kundennr.', 'time ← Bestelldatum', 'amount ← Bruttobetrag', 'product ← Artikel'],
    ['orders: 4 rows, 4 used', 'are the lines of one order', 'storniert are no purchases (1 row left out)', 'amounts are in EUR'],
  ],
  [
    'a French shop',
    `N° commande;N° client;Date de commande;Total TTC;Statut
C1;12;05/03/2024;1 234,56 €;payée
C2;13;18/03/2024;30,00 €;annulée
C3;12;19/03/2024;12,00 €;payée
`,
    ['id ← N° commande', 'customer ← N° client', 'time ← Date de commande', 'amount ← Total TTC'],
    ['orders: 2 rows, 2 used', 'annulée are no purchases (1 row left out)', 'dates under “Date de commande” are d/M/yyyy'],
  ],
  [
    'a Spanish shop',
    `Número de pedido,Cliente,Fecha de compra,Importe total,Estado
P1,ana,2024-03-05,20.00,pagado
P2,luis,2024-03-18,30.00,cancelado
P3,ana,2024-03-19,12.00,pagado
`,
    ['id ← Número de pedido', 'customer ← Cliente', 'time ← Fecha de compra', 'amount ← Importe total'],
    ['orders: 2 rows, 2 used', 'cancelado are no purchases (1 row left out)'],
  ],
  [
    'an auction house',
    `"Report of orders"
"Seller: x"

"Sales Record Number","Order Number","Buyer Username","Sale Date","Total Price","Item Title","Quantity"
"1","27-1","ann","Jan-05-24","$20.00","Cup","1"
"2","27-2","bo","Feb-18-24","$1,030.00","Pot","1"
`,
    ['id ← Order Number', 'customer ← Buyer Username', 'time ← Sale Date', 'amount ← Total Price'],
    ['orders: 2 rows, 2 used', 'dates under “Sale Date” are MMM-d-yy', 'as of 2024-02-18'],
  ],
  [
    'a payment service',
    `"Date","Time","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Reference Txn ID"
"01/25/2024","13:51:00","Express Checkout Payment","Completed","USD","122.48","-3.67","118.81","jon@x.com","shop@x.com","T1",""
"01/26/2024","09:00:00","Payment Refund","Completed","USD","-22.48","0.67","-21.81","shop@x.com","jon@x.com","R1","T1"
"02/14/2024","10:00:00","Express Checkout Payment","Completed","USD","40.00","-1.20","38.80","ann@x.com","shop@x.com","T2",""
"02/15/2024","10:00:00","Payment Request","Pending","USD","99.00","0.00","99.00","bo@x.com","shop@x.com","T3",""
`,
    ['id ← Transaction ID', 'amount ← Gross', 'customer ← From Email Address', 'order ← Reference Txn ID'],
    ['orders: 2 rows, 2 used', 'refunds: 1 row, 1 used', 'Payment Refund are refunds'],
  ],
  [
    'a shop in Japan',
    `注文番号,会員ID,注文日時,合計金額,ステータス
J1,ann,2024年03月05日,"¥1,280",完了
J2,bo,2024年03月18日,"¥880",キャンセル
`,
    ['id ← 注文番号', 'customer ← 会員ID', 'time ← 注文日時', 'amount ← 合計金額'],
    ['orders: 1 row, 1 used', 'amounts are in JPY', 'キャンセル are no purchases'],
  ],
  [
    'a page of an answer in JSON',
    `{ "notes": [{ "text": "a page" }], "count": 2, "orders": [
      { "id": 1, "customer": { "id": "u1", "tags": ["vip", "tea"] }, "created_at": "2024-03-05T10:00:00Z", "total_price": "20.00", "currency": "EUR", "line_items": [{ "sku": 7 }] },
      { "id": 2, "customer": { "id": "u2", "tags": [] }, "created_at": "2024-03-18T10:00:00Z", "total_price": "30.00", "currency": "EUR", "line_items": [] },
      null
    ] }`,
    ['id ← id', 'customer ← customer.id', 'time ← created_at', 'amount ← total_price', 'currency ← currency'],
    ['(utf-8, JSON)', 'orders: 2 rows, 2 used', 'row 3: no JSON object (skipped)'],
  ],
  [
    'records in JSON, one a line, the last cut off',
    `{"order_id":1,"user_id":"u1","created_at":1709632800,"total_price":20.5}
{"order_id":2,"user_id":"u2","created_at":1710756000,"total_price":30}

{"order_id":3,"user_id":"u`,
    ['id ← order_id', 'customer ← user_id', 'time ← created_at', 'amount ← total_price'],
    ['orders: 2 rows, 2 used', 'as of 2024-03-18', 'row 3: no JSON object (skipped)'],
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
