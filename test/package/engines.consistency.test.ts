/** One answer in every place the library can live: Node, a bare context without any host globals, a browser page and its worker. */

import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answers } from '../support/answers.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const hasBrowser = existsSync(CHROMIUM)
if (!hasBrowser) console.log(`Answers are not compared with a browser's here: there is no ${CHROMIUM}.`)

let script = ''
let expected = ''
beforeAll(async () => {
  const { bundleScript } = (await import(pathToFileURL(`${root}scripts/bundle.mjs`).href)) as {
    bundleScript: (entry: string, name: string) => Promise<string>
  }
  script = await bundleScript('test/support/answers.ts', 'probe')
  expected = JSON.stringify(answers())
})

test('a bare context, with neither process nor console nor TextEncoder, gives the same', () => {
  const context = createContext({})
  runInContext('delete globalThis.console', context)
  runInContext(script, context)
  expect(runInContext('typeof process + typeof console + typeof TextEncoder', context)).toBe('undefinedundefinedundefined')
  expect(runInContext('JSON.stringify(probe.answers())', context)).toBe(expected)
})

test('so does a context that forbids code from strings, as a content security policy does', () => {
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } })
  runInContext(script, context)
  expect(runInContext('JSON.stringify(probe.answers())', context)).toBe(expected)
})

describe.skipIf(!hasBrowser)('Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(() => browser?.close())

  test.each(['Asia/Shanghai', 'America/Los_Angeles'])('gives the same in a page and in a worker, in %s', async (timezoneId) => {
    const page = await browser.newPage({ timezoneId, locale: 'de-DE' })
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.addScriptTag({ content: script })
    expect(await page.evaluate('JSON.stringify(probe.answers())')).toBe(expected)
    const inWorker = await page.evaluate((text) => {
      const url = URL.createObjectURL(new Blob([`${text};postMessage(JSON.stringify(probe.answers()))`]))
      return new Promise((resolve, reject) => {
        const worker = new Worker(url)
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = ({ message }) => reject(new Error(message))
      })
    }, script)
    expect(inWorker).toBe(expected)
    expect(errors).toEqual([])
    await page.close()
  })
})
