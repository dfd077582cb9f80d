import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { command } from './command.js'

const ORDERS = `no,who,when,paid,listed
1,A,2024-03-31T22:30:00Z,10.00,99.00
2,A,2024-04-01T02:00:00Z,10.00,99.00
3,B,2024-05-01T02:00:00Z,5.00,99.00
`

describe('what the command line says', () => {
  it('goes before what the headings say', async () => {
    using ran = await command({ 'a.csv': ORDERS }, [
      'a.csv',
      '--map',
      'customer=who,at=when,amount=listed',
      '--map',
      'id=no',
      '--currency',
      'eur',
    ])
    expect(ran.out).toContain('customer ← who')
    expect(ran.out).toContain('amount ← listed')
    expect(ran.out).toContain('id ← no')
    expect(ran.out).toContain('amounts are in EUR, as asked')
    expect(ran.out).toContain('€198.00') // A: 2 × 99
  })

  it('counts only facts up to --as-of, and says which do not count yet', async () => {
    using ran = await command({ 'a.csv': ORDERS }, ['a.csv', '--map', 'customer=who,at=when,amount=paid', '--as-of', '2024-04-15'])
    expect(ran.out).toContain('as of 2024-04-15, as asked')
    expect(ran.out).toContain('a.csv: Orders row 4: after the date of the report')
    expect(ran.out).toMatch(/^ {2}prospect +1 /m) // B has no order yet
  })

  it('counts days in --zone', async () => {
    const days = async (zone: readonly string[]) => {
      using ran = await command({ 'a.csv': ORDERS }, [
        'a.csv',
        '--map',
        'customer=who,at=when,amount=paid',
        '--as-of',
        '2024-05-01',
        ...zone,
      ])
      const text = readFileSync(join(ran.cwd, 'out/customer-tiers.csv'), 'utf8')
      const [heading, a] = text
        .replace(/^\ufeff/, '')
        .split('\r\n')
        .map((line) => line.split(','))
      return a[heading.findIndex((name) => /cycle \(days\)/.test(name))]
    }
    expect(await days([])).toBe('1') // 31 March and 1 April in UTC
    expect(await days(['--zone', 'Asia/Shanghai'])).toBe('') // both are 1 April there: one purchase day, no cycle
  })

  it('writes where --out says, in the language --lang says', async () => {
    using ran = await command({ 'a.csv': ORDERS }, [
      'a.csv',
      '--map',
      'customer=who,at=when,amount=paid',
      '--out',
      'deep/er',
      '--lang',
      'zh-CN',
    ])
    expect(ran.out).toContain('deep/er/report.html')
    expect(existsSync(join(ran.cwd, 'deep/er/customer-tiers.csv'))).toBe(true)
    const csv = readFileSync(join(ran.cwd, 'deep/er/customer-tiers.csv'))
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]) // so that Excel reads Chinese
    expect(csv.toString()).toContain('客户')
    expect(readFileSync(join(ran.cwd, 'deep/er/report.html'), 'utf8')).toMatch(/<html lang="zh-CN"/)
  })

  it('explains itself', async () => {
    using ran = await command({}, ['--help'])
    expect(ran.code).toBe(0)
    for (const option of ['--as-of', '--zone', '--currency', '--map', '--lang', '--out']) expect(ran.out).toContain(option)
  })
})

describe('a file longer than one piece', () => {
  it('is read to the last record, with characters and quotes across the pieces', async () => {
    // 60,000 orders of 0.01 … in about 4 MB: pieces of 1 MB end within characters, quotes and line ends.
    const n = 60_000
    const lines = Array.from(
      { length: n },
      (_, i) => `${i},客户${i % 997},2024-0${1 + (i % 9)}-1${i % 9},"${(i % 100) / 100}","备注，\n第${i}行"`,
    )
    using ran = await command({ 'long.csv': `订单编号,客户编号,下单时间,金额,备注\r\n${lines.join('\r\n')}\r\n` })
    expect(ran.out).toContain('60,000 rows, 60,000 used, 0 skipped')
    const tiers = ran.out.slice(ran.out.indexOf('\nTiers'), ran.out.indexOf('Top of'))
    const revenue = [...tiers.matchAll(/%\s+([\d,]+\.\d\d)\s+\d+/g)].reduce((sum, [, text]) => sum + Number(text.replaceAll(',', '')), 0)
    expect(revenue).toBeCloseTo(29_700, 6) // 600 · (0 + 1 + … + 99) / 100
    const customers = [...tiers.matchAll(/^ {2}\S+ +(\d+) /gm)].reduce((sum, [, text]) => sum + Number(text), 0)
    expect(customers).toBe(997)
  })

  it('survives a quote that is never closed', async () => {
    const rest = Array.from({ length: 40_000 }, (_, i) => `${i + 2},B,2024-03-0${1 + (i % 9)},1.00,nothing to remark`).join('\n')
    using ran = await command({ 'a.csv': `id,customer,date,amount,note\n1,A,2024-03-01,1.00,"he said\n${rest}\n` })
    expect(ran.out).toContain('40,000 rows, 40,000 used, 0 skipped')
    expect(ran.out).toContain('a.csv row 2: a quote is opened and never closed')
  })
})
