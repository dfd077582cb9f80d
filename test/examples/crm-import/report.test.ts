import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command } from './command.js'
import { lookAt } from './look.js'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const present = existsSync(CHROMIUM)
if (!present) console.log(`The report is not looked at here: there is no ${CHROMIUM}.`)

/** Where a human looks at what the tests looked at. */
const SCREENSHOTS = fileURLToPath(new URL('../../../out/screenshots/', import.meta.url))

let browser: Browser
let ran: Awaited<ReturnType<typeof command>>
beforeAll(async () => {
  ran = await command({}, [])
  if (present) browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  ran[Symbol.dispose]()
})

describe('report.html', () => {
  it('is one file that loads nothing', () => {
    const text = readFileSync(join(ran.cwd, 'out/report.html'), 'utf8')
    expect(text).not.toMatch(/\b(?:src|href)="(?!data:|#)/)
    expect(text).not.toMatch(/url\(|@import|https?:\/\//)
    expect(text).not.toMatch(/>\s*[^<]*(?:NaN|undefined|Infinity|\[object)[^<]*</)
    expect(text.length).toBeLessThan(400_000)
  })

  it.each([
    [1280, 'en', 'light'],
    [1280, 'zh-CN', 'dark'],
    [360, 'en', 'dark'],
    [360, 'zh-CN', 'light'],
  ] as const)('reads well at %i pixels in %s, %s', { skip: !present }, async (width, lang, colorScheme) => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('request', (request) => request.url().startsWith('http') && errors.push(request.url()))
    await page.goto(pathToFileURL(join(ran.cwd, 'out/report.html')).href)
    if (lang !== 'en') await page.click('main:not([hidden]) [data-show]')
    mkdirSync(SCREENSHOTS, { recursive: true })
    await page.screenshot({ path: `${SCREENSHOTS}report-${width}-${lang}-${colorScheme}.png`, fullPage: true })

    const seen = await lookAt(page)
    expect(errors).toEqual([])
    expect(seen.lang).toBe(lang)
    expect(seen.title).toMatch(lang === 'en' ? /^Customer value report/ : /^客户价值报告/)
    expect(seen.shown).toBe(1)
    expect(seen.wider).toBeLessThanOrEqual(0)
    expect(seen.cut).toEqual([])
    expect(seen.text).not.toMatch(/NaN|undefined|Infinity|\[object|null/)
    // Tiers, concentration, segments, recency × frequency, recency, gaps, months; tracking, calibration, concentration of value, forecasts; stages, stages by
    // month, diagram, cohorts, actions; NPS: each drawn, named and with its figures behind it.
    expect(seen.figures).toHaveLength(17)
    for (const figure of seen.figures) {
      expect(figure, figure.title).toMatchObject({ named: 1 })
      expect(figure.marks, figure.title).toBeGreaterThanOrEqual(3)
      expect(figure.rows, figure.title).toBeGreaterThanOrEqual(3)
    }
    await page.close()
  })

  it.each(['light', 'dark'] as const)('has text that stands out from its ground, %s', { skip: !present }, async (colorScheme) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme })
    await page.goto(pathToFileURL(join(ran.cwd, 'out/report.html')).href)
    const faint = await page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
      const rgba = (color: string): number[] => {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = color
        canvas.fillRect(0, 0, 1, 1)
        return [...canvas.getImageData(0, 0, 1, 1).data]
      }
      /** WCAG 2.2, relative luminance. */
      const luminance = (color: string): number => {
        const [r, g, b] = rgba(color).map((value) =>
          value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
        )
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      const ground = (element: Element | null): string => {
        if (!element) return 'white'
        const color = getComputedStyle(element).backgroundColor
        return rgba(color)[3] > 0 ? color : ground(element.parentElement)
      }
      const contrast = (a: string, b: string): number => {
        const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
        return (high + 0.05) / (low + 0.05)
      }
      const main = document.querySelector('main:not([hidden])') as HTMLElement
      const words = [
        ...main.querySelectorAll<HTMLElement>('h1, h2, h3, p, em, dt, dd, b, span, small, li, td, th, summary, button, figcaption'),
      ]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .map((element) => [element.textContent, contrast(getComputedStyle(element).color, ground(element))] as const)
      const cells = [...main.querySelectorAll('.heat-map g')].flatMap((group) => {
        const fill = getComputedStyle(group.querySelector('rect') as Element).fill
        return [...group.querySelectorAll('text')]
          .filter(({ textContent }) => textContent)
          .map((text) => [text.textContent, contrast(getComputedStyle(text).fill, fill)] as const)
      })
      return [...words, ...cells].filter(([, ratio]) => ratio < 4.5)
    })
    expect(faint).toEqual([])
    await page.close()
  })
})
