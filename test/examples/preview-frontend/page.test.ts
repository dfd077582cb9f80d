/** The tier designer, built against the packed package and driven in Chromium. */

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, readyExample } from '../packed.js'

const CHROMIUM = findChromium('The tier designer in a browser')
const root = fileURLToPath(new URL('../../../', import.meta.url))
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** The built page; without a browser too, so that a page that does not build is never missed. */
let folder = ''
beforeAll(async () => {
  folder = await readyExample('preview-frontend')
  const vite = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (vite.status !== 0) throw new Error(vite.stdout + vite.stderr)
}, 300_000)

test('its types agree with the packed package', () => {
  const { status, stdout } = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', '.'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
  expect(status).toBe(0)
}, 120_000)

describe.skipIf(CHROMIUM === undefined)('in Chromium', () => {
  let browser: Browser
  let server: Server
  let address = ''
  const errors: string[] = []

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname
      try {
        const body = readFileSync(join(folder, 'dist', path === '/' ? 'index.html' : path))
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html' }).end(body)
      } catch {
        response.writeHead(404).end()
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  async function open(options: { width?: number; dark?: boolean; locale?: string } = {}): Promise<Page> {
    const { width = 1280, dark = false, locale = 'en-US' } = options
    const page = await browser.newPage({ viewport: { width, height: 900 }, locale, colorScheme: dark ? 'dark' : 'light' })
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(address)
    await page.locator('.headline').waitFor()
    return page
  }
  const matrix = (page: Page): Promise<string> => page.locator('.matrix').innerText()
  const gold = (page: Page) => page.getByRole('slider', { name: /^Gold: spent/ })

  test('a slider moved by key changes headline, matrix and losers; the losers are those of the table', async () => {
    const page = await open()
    expect(await page.locator('.headline .unseen').innerText()).toMatch(/draft is today/)
    await gold(page).focus()
    for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight')
    const down = Number((await page.locator('.figures .down strong').innerText()).replace(/\D/g, ''))
    expect(down).toBeGreaterThan(0)
    expect(await matrix(page)).toMatch(/▼/)
    const listed = await page.locator('.movers tbody tr').count()
    expect(listed).toBe(Math.min(down, 60))
    // Of those who lose, each has less than the new threshold and no less than the old one.
    const spent = (await page.locator('.movers tbody tr td:nth-child(3)').allInnerTexts()).map((text) =>
      Number(text.replace(/[^\d.]/g, '')),
    )
    for (const one of spent) expect(one >= 1800 && one <= 2200).toBe(true)

    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'All of them as CSV' }).click()])
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines.length - 1).toBe(down)

    await page.getByRole('button', { name: 'Discard draft' }).click()
    expect(await page.locator('.headline .unseen').innerText()).toMatch(/draft is today/)
    await page.close()
  }, 60_000)

  test('a member: the tier of the table and of the program agree, a purchase is tried out, the proof is in words', async () => {
    const page = await open()
    const member = page.locator('.member')
    expect(await member.getByRole('progressbar').getAttribute('aria-valuenow')).toMatch(/^9\d$/) // the one just below silver
    expect(await member.locator('.proof').innerText()).toMatch(/spend is .* missing/)
    await member.getByRole('textbox', { name: 'Amount' }).fill('300')
    await member.locator('.risen').waitFor()
    expect(await member.locator('.risen').innerText()).toBe('▲ Member → Silver')
    await page.close()
  }, 60_000)

  test('English and Chinese at once, everywhere', async () => {
    const page = await open()
    await page.getByRole('button', { name: '中文' }).click()
    expect(await page.title()).toBe('会员等级设计台')
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    const words = (await page.locator('main').innerText()).replace(
      /\b(Member|Silver|Gold|Platinum|member|silver|gold|platinum|spend|orders|CSV|JSON)\b/g,
      '',
    )
    expect(words.match(/[A-Za-z]{4,}/g)).toBeNull()
    await page.reload()
    await page.locator('.headline').waitFor()
    expect(await page.title()).toBe('会员等级设计台') // kept
    await page.close()
  }, 60_000)

  test('the definition as JSON: completed from the schema, issues at their place, what is valid counts at once', async () => {
    const page = await open()
    await page.getByText('Definition as JSON').click()
    const editor = page.locator('.cm-content')
    await editor.waitFor()
    await editor.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.type(', "rev')
    await page.locator('.cm-tooltip-autocomplete').getByText('"review"').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(
      '{"kind":"ladder","format":1,"id":"x","tiers":[{"id":"a"},{"id":"b","enter":{"measure":"spend","gte":"100"}}]}',
    )
    await page.waitForFunction(() => document.querySelectorAll('.matrix thead th').length === 2)
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('{"kind":"ladder","format":1,"id":"x","tiers":[{"id":"a"},{"id":"a"}]}')
    await page.locator('.cm-lintRange-error').first().waitFor()
    await page.close()
  }, 60_000)

  test('one’s own CSV: columns guessed, rows that cannot be used counted, nothing sent', async () => {
    const page = await open()
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url()))
    const rows = ['会员,下单日期,实付金额', 'ann,2026-03-01,2500', 'ann,2026-03-09,10', 'bo,2026-04-01,600', 'cy,not a day,5']
    const chosen = { name: '订单.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
    await page.locator('input[type=file]').setInputFiles(chosen)
    expect(await page.locator('.columns select').first().inputValue()).toBe('会员')
    await page.getByRole('button', { name: 'Use this file' }).click()
    await page.getByText('2 customers on 2026-04-01. 1 rows could not be used.').waitFor()
    expect(await matrix(page)).toMatch(/Silver\s+·\s+2/)
    expect(sent.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([])
    await page.close()
  }, 60_000)

  test('works offline once it was opened', async () => {
    const context: BrowserContext = await browser.newContext()
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(address)
    await page.locator('.headline').waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await page.reload() // now through the worker
    await page.locator('.headline').waitFor()
    await page.waitForTimeout(300)
    await context.setOffline(true)
    await page.reload()
    await page.locator('.headline').waitFor()
    expect(await page.locator('h1').innerText()).toBe('Tier designer')
    await context.close()
  }, 60_000)

  test('a million customers follow the slider', async () => {
    const page = await open()
    await page.locator('.data select').selectOption('million')
    await page.getByText('1,000,000 customers').waitFor({ timeout: 60_000 })
    const before = await matrix(page)
    await gold(page).focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction((text) => document.querySelector<HTMLElement>('.matrix')?.innerText !== text, before)
    await page.close()
  }, 120_000)

  test.each([
    { width: 360, dark: false, locale: 'en-US' },
    { width: 360, dark: true, locale: 'zh-CN' },
    { width: 1280, dark: true, locale: 'en-US' },
    { width: 1280, dark: false, locale: 'zh-CN' },
    { width: 1920, dark: false, locale: 'en-US' },
  ])(
    'fits and is accessible: %o',
    async (options) => {
      const page = await open(options)
      for (const details of await page.locator('.rules details').all()) await details.locator('summary').first().click()
      await page.locator('.cm-content').waitFor()
      await page.getByRole('slider').nth(2).press('End')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.width)
      // Who loses: every column in sight, the last heading included.
      await page.locator('.movers table').waitFor()
      expect(await page.locator('.movers .scroll').evaluate((list) => list.scrollWidth - list.clientWidth)).toBe(0)
      await page.addScriptTag({ path: join(folder, 'node_modules/axe-core/axe.min.js') })
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
        }
        const { violations } = await axe.run()
        return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
      })
      expect(found).toEqual([])
      await page.close()
    },
    60_000,
  )

  test('nothing was written to the console', () => {
    expect(errors.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })
})
