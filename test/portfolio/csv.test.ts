import { en } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { csvLines, nineCriteria, tierTable, tierTotals, toCsv } from 'tierwise/portfolio'
import { describe, expect, test } from 'vitest'
import { collectFacts } from '../../src/facts/collect-facts.js'
import { factsOf } from '../support/facts.js'
import { ownFacts } from '../support/own.js'
import { parseCsv } from '../support/parse-csv.js'

const asOf = '2025-06-30'

describe('toCsv', () => {
  const table = tierTable(nineCriteria, ownFacts().facts, { asOf })

  test('begins with a byte-order mark, ends lines with CRLF, and gives every customer back', () => {
    const csv = toCsv(table)
    expect(csv.startsWith('\uFEFFcustomerId,')).toBe(true)
    expect(csv.endsWith('\r\n')).toBe(true)
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const data = parseCsv(csv.slice(1))
    expect(data.map((one) => one.customerId)).toEqual([...table.columns.customerId])
    expect(data[0].amount).toBe(((table.columns.amountMinor as Float64Array)[0] / 100).toFixed(2))
    expect([...csvLines(table)].length).toBe(601)
  })

  test('speaks Chinese and English: headings, tiers, levels, segments, what is not observed', () => {
    const [head, first] = toCsv(table, { labels: zhCN }).slice(1).split('\r\n')
    expect(head).toMatch(
      /^客户编号,客户状态,客户层级,购买金额（EUR）,购买频率,购买周期（天）,产品偏好,服务需求,个性化需求,购买行为,互动行为,忠诚度行为,客户细分,得分,已知比例,购买金额得分,/,
    )
    expect(first).toMatch(/^1,客户,[高中低],/)
    expect(first).toContain('未观察到')
    const english = toCsv(table, { labels: en }).slice(1).split('\r\n')[0]
    expect(english).toContain('Purchase amount (EUR),Purchase frequency,Purchase cycle (days)')
    // no heading and no word of either language is left in code
    for (const labels of [en, zhCN]) expect(toCsv(table, { labels })).not.toMatch(/notObserved|[a-z]+Level|[a-z]+Contribution|cant-lose/)
  })

  test('writes changes and totals in words', () => {
    const previous = [{ customerId: '1', tier: 'high', score: 1, amountLevel: 'high', frequencyLevel: 'high', cycleLevel: 'low' }]
    const later = tierTable(table.model, ownFacts().facts, { asOf, previous })
    const data = parseCsv(toCsv(later, { labels: zhCN }).slice(1))
    expect(data[0].原层级).toBe('高')
    expect(data[0].变化原因).toContain('购买金额 高→')
    expect(toCsv(tierTotals(table), { labels: zhCN })).toMatch(
      /^\uFEFF客户层级,客户数,客户占比,销售额（EUR）,销售额占比,中位数（EUR）\r\n高,/,
    )
  })

  test('writes amounts in the places of their currency and numbers without noise', () => {
    const yen = collectFacts([{ customerId: 'a', type: 'purchase', at: 0, amountMinor: 1234 }], { timeZone: 'UTC', currency: 'JPY' })
    const cells = toCsv(tierTable(nineCriteria, yen, { asOf }))
      .split('\r\n')[1]
      .split(',')
    expect(cells).toContain('1234')
    const noisy = {
      length: 2,
      currency: 'KWD',
      columns: { x: new Float64Array([0.1 + 0.2, Number.NaN]), yMinor: new Float64Array([-5, 2500.5]) },
    }
    expect(toCsv(noisy)).toBe('\uFEFFx,y\r\n0.3,-0.005\r\n,2.5005\r\n')
    expect(toCsv({ ...noisy, columns: { y: ['a', 'b'], ...noisy.columns } })).toMatch(/^\uFEFFy,x,yMajor\r\n/)
  })
})

describe('text that a spreadsheet would run', () => {
  const names = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '＝1',
    'a "quote", and a comma',
    'line\nbreak',
    ' space',
    '客户甲',
    "'=1",
    '',
  ]
  const facts = collectFacts(
    names.map((_, i) => ({ customerId: `c${i}`, type: 'purchase', at: 0, amountMinor: 100 })),
    { timeZone: 'UTC', currency: 'CNY', customers: names.map((name, i) => ({ id: `c${i}`, attributes: { name } })) },
  )
  const table = tierTable(nineCriteria, facts, { asOf })
  const cellsOf = (csv: string) => {
    const byId = new Map(parseCsv(csv.slice(1)).map((one) => [one.customerId, one.name]))
    return names.map((_, i) => byId.get(`c${i}`))
  }

  test('gets an apostrophe before it', () => {
    expect(cellsOf(toCsv(table))).toEqual(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\rx", "'＝1", ...names.slice(7)])
  })

  test('is left alone for programs', () => {
    expect(cellsOf(toCsv(table, { guardFormulas: false }))).toEqual(names)
  })

  test('is guarded in ids, levels and headings as well; numbers below zero are numbers', () => {
    const hostile = {
      length: 1,
      columns: { '=cmd': ['x'], id: ['=x'], level: { codes: [0], values: ['@x'] } as never, n: new Float64Array([-1]) },
    }
    expect(toCsv(hostile)).toBe("\uFEFF'=cmd,id,level,n\r\nx,'=x,'@x,-1\r\n")
    expect(toCsv(tierTable(nineCriteria, factsOf([{ customerId: '=a', type: 'purchase', at: 0, amountMinor: 1 }]), { asOf }))).toContain(
      "\r\n'=a,",
    )
  })
})
