/** Makes up the recorded exports: a seeded shop of ours in the shapes of Zoho CRM and 纷享销客, with the dirt that such exports have. */
const { mkdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { simulateShop } = require('tierwise/simulate')

const shop = simulateShop({ seed: 11, customers: 48, from: '2025-01-01', to: '2026-10-31', timeZone: 'Asia/Shanghai', currency: 'CNY' })
const { customer: customers, order: orders, refund: refunds } = shop.rows

/** Zoho's ids are digits, longer than a number holds. */
const zohoId = (block, id) => `4876000000${block}${id.replace(/\D/g, '').padStart(6, '0')}`
const hexId = (block, id) => `60aa${block}${Number(id.replace(/\D/g, '')).toString(16).padStart(18, '0')}`
const ms = (text) => Date.parse(text)

function zoho() {
  const contactOf = (id) => ({ id: zohoId('301', id), name: customers.find(({ customerId }) => customerId === id).name })
  const contacts = customers.map(({ customerId, name, acquisitionChannel, joinedOn }) => ({
    id: zohoId('301', customerId),
    Full_Name: name,
    Lead_Source: acquisitionChannel ?? null,
    Created_Time: `${joinedOn}T09:00:00+08:00`,
    Modified_Time: '2026-10-31T09:00:00+08:00',
    Customer_Tier: null,
    Tier_Until: null,
    Club_Points: null,
    RFM_Score: null,
    RFM_Segment: null,
    Lifecycle_Stage: null,
  }))
  const sales = orders.map(({ orderId, customerId, orderedAt, amount, lines }) => ({
    id: zohoId('302', orderId),
    Subject: orderId,
    Status: 'Delivered',
    Ordered_On: orderedAt,
    Grand_Total: Number(amount),
    Currency: 'CNY',
    Exchange_Rate: 1,
    Contact_Name: contactOf(customerId),
    Modified_Time: orderedAt,
    Ordered_Items: lines.map((line, i) => ({
      id: `${zohoId('303', orderId)}${i}`,
      Product_Name: { id: zohoId('304', String(line.product.length)), name: line.product },
      Quantity: line.quantity,
      Net_Total: Number(line.amount),
    })),
  }))
  const [first, second, third, fourth, fifth] = sales
  Object.assign(first, { Status: 'Cancelled' })
  Object.assign(second, { Contact_Name: null }) // the contact was deleted
  Object.assign(third, { Currency: 'USD', Exchange_Rate: 0.14, Grand_Total: Number((third.Grand_Total * 0.14).toFixed(2)) })
  const edited = { ...fourth, Grand_Total: fourth.Grand_Total + 10, Modified_Time: '2026-10-30T10:00:00+08:00' } // changed while pages were read
  const returns = refunds.map(({ refundId, orderId, refundedAt, amount }) => ({
    id: zohoId('305', refundId),
    Sales_Order: { id: zohoId('302', orderId), name: orderId },
    Amount: Number(amount),
    Returned_On: refundedAt.slice(0, 10),
    Return_Status: 'Paid',
  }))
  const page = (data, more) => ({ data, info: { per_page: 200, count: data.length, page: 1, more_records: more } })
  const half = Math.ceil(sales.length / 2)
  write('zoho', {
    'Contacts.json': page(contacts, false),
    'Sales_Orders.1.json': page(sales.slice(0, half), true),
    'Sales_Orders.2.json': page([...sales.slice(half), edited, { ...fifth }], false),
    'Returns.json': page(returns, false),
  })
}

function fxiaoke() {
  const accounts = customers.map(({ customerId, name }) => ({
    _id: hexId('c1', customerId),
    name,
    owner: ['1000'],
    life_status: 'normal',
    last_modified_time: ms('2026-10-31T09:00:00+08:00'),
  }))
  const sales = orders.map(({ orderId, customerId, orderedAt, amount }) => ({
    _id: hexId('d2', orderId),
    name: orderId,
    account_id: hexId('c1', customerId),
    order_time: ms(orderedAt),
    order_amount: amount,
    life_status: 'normal',
    owner: ['1000'],
    last_modified_time: ms(orderedAt),
  }))
  Object.assign(sales[0], { life_status: 'invalid' })
  Object.assign(sales[1], { life_status: 'under_review' })
  delete sales[2].account_id
  const products = orders.flatMap(({ orderId, lines }) =>
    lines.map((line, i) => ({
      _id: `${hexId('e3', orderId)}${i}`,
      order_id: hexId('d2', orderId),
      product_id: hexId('f4', String(line.product.length)),
      product_id__r: line.product,
      quantity: String(line.quantity),
      subtotal: line.amount,
    })),
  )
  const returns = refunds.map(({ refundId, orderId, refundedAt, amount }) => ({
    _id: hexId('a5', refundId),
    order_id: hexId('d2', orderId),
    returned_goods_time: ms(refundedAt),
    returned_goods_inv_amount: amount,
    life_status: 'normal',
  }))
  const answer = (dataList, offset = 0) => ({
    traceId: 'recorded',
    errorCode: 0,
    errorMessage: 'OK',
    data: { dataList, total: 0, offset, limit: 100 },
  })
  const pages = (object, records) =>
    Object.fromEntries(
      Array.from({ length: Math.ceil(records.length / 100) }, (_, i) => [
        `${object}.${i + 1}.json`,
        answer(records.slice(100 * i, 100 * i + 100), 100 * i),
      ]),
    )
  write('fxiaoke', {
    ...pages('AccountObj', accounts),
    ...pages('SalesOrderObj', sales),
    ...pages('SalesOrderProductObj', products),
    ...pages('ReturnedGoodsInvoiceObj', returns),
  })
}

function write(vendor, files) {
  const folder = join(__dirname, 'recorded', vendor)
  mkdirSync(folder, { recursive: true })
  for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), `${JSON.stringify(value)}\n`)
  console.log(`recorded/${vendor}: ${Object.keys(files).join(', ')}`)
}

zoho()
fxiaoke()
