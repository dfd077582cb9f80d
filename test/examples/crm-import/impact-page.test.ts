import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, example } from './command.js'
import { lookAt } from './look.js'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const present = existsSync(CHROMIUM)
if (!present) console.log(`The impact page is not looked at here: there is no ${CHROMIUM}.`)

/** Where a human looks at what the tests looked at. */
const SCREENSHOTS = fileURLToPath(new URL('../../../out/screenshots/', import.meta.url))

/** Spending that crosses the thresholds of both sets of rules, over a year and a half; every fifth customer comes once. */
const orders = Array.from({ length: 600 }, (_, i) => {
  const customer = i % 60
  const date = new Date(Date.UTC(2025, 0, 1 + ((i * 37) % 540))).toISOString().slice(0, 10)
  const times = Math.floor(i / 60)
  return customer % 5 === 0 && times > 0 ? '' : `${i},C${customer},${date},${(20 + customer * 6 + times * 3).toFixed(2)},CNY\n`
}).join('')
const FILES = { 'orders.csv': `order_id,customer_id,order_date,amount,currency\n${orders}` }
const rules = (name: string): string => join(example, 'rules', name)

describe('impact.html', () => {
  let browser: Browser
  let ran: Awaited<ReturnType<typeof command>>
  beforeAll(async () => {
    const told = [
      '--before',
      rules('rules-a.json'),
      '--after',
      rules('rules-b.json'),
      '--cost',
      'gold=120,silver=30',
      '--worth',
      'stars=0.01',
    ]
    ran = await command(FILES, ['orders.csv', ...told])
    if (present) browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    ran[Symbol.dispose]()
  })

  it.each([
    [1280, 'en', 'light'],
    [1280, 'zh-CN', 'dark'],
    [360, 'en', 'dark'],
    [360, 'zh-CN', 'light'],
  ] as const)('reads well at %i pixels in %s, %s', { skip: !present, timeout: 60_000 }, async (width, lang, colorScheme) => {
    expect([ran.code, ran.err]).toEqual([0, ''])
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('request', (request) => request.url().startsWith('http') && errors.push(request.url()))
    await page.goto(pathToFileURL(join(ran.cwd, 'out/impact.html')).href)
    if (lang !== 'en') await page.click('main:not([hidden]) [data-show]')
    mkdirSync(SCREENSHOTS, { recursive: true })
    await page.screenshot({ path: `${SCREENSHOTS}impact-${width}-${lang}-${colorScheme}.png`, fullPage: true })

    const seen = await lookAt(page)
    expect(errors).toEqual([])
    expect(seen.lang).toBe(lang)
    expect(seen.title).toMatch(lang === 'en' ? /^Impact of new rules/ : /^规则变更影响/)
    expect(seen.shown).toBe(1)
    expect(seen.wider).toBeLessThanOrEqual(0)
    expect(seen.cut).toEqual([])
    expect(seen.text).not.toMatch(/NaN|undefined|Infinity|\[object|null/)
    // From tier to tier: three tiers by three; what changes for whom: at least down, unchanged, up.
    expect(seen.figures).toHaveLength(2)
    expect(seen.figures[0].marks).toBeGreaterThanOrEqual(9)
    for (const figure of seen.figures) {
      expect(figure, figure.title).toMatchObject({ named: 1 })
      expect(figure.rows, figure.title).toBeGreaterThanOrEqual(3)
    }
    // Every customer is counted once in each of the two.
    const counts = await page.evaluate(() => {
      const main = document.querySelector('main:not([hidden])') as HTMLElement
      const sum = (cells: Iterable<Element>): number =>
        [...cells].reduce((all, cell) => all + Number((cell.textContent ?? '').replace(/,/g, '')), 0)
      return [sum(main.querySelectorAll('.matrix .cell')), sum(main.querySelectorAll('.kinds .bars .value b'))]
    })
    expect(counts).toEqual([60, 60])
    await page.close()
  })
})
