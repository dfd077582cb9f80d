/**
 * A slider over the spend thresholds of a five-tier ladder with keep conditions, terms and grace, a million customers, in Chromium: one position per
 * animation frame, migration matrix into the page. A frame has 16 ms for everything. Figures are processor time of the page's thread per frame, mean over
 * the drag; the phases are by the clock, and say nothing on a machine that does other work. The whole table anew is no way to follow a slider and
 * would drag for minutes: it takes every tenth position. The check is over those positions, for all.
 */
import { existsSync } from 'node:fs'
import { bundleScript } from '../../scripts/bundle.mjs'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

export const base = 'hand-written loop'
export const sizes = {
  '1 M customers, 60 frames': { customers: 1_000_000, frames: 60, quick: true, warm: 1, runs: 2 },
}

export async function prepare() {}

export function load(size) {
  return size
}

const EVERY = 10

const timed =
  (way, step = 1) =>
  async ({ customers, frames }) => {
    if (!existsSync(CHROMIUM)) throw Object.assign(new Error(`there is no ${CHROMIUM}`), { code: 'ERR_MODULE_NOT_FOUND' })
    const { chromium } = await import('playwright-core')
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    const page = await browser.newPage()
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.addScriptTag({ content: await bundleScript('test/bench/work/impact-frame.mjs', 'work') })
    await page.evaluate((count) => work.load(count), customers)
    await page.evaluate((way) => work.ready(way), way)
    return async () => {
      const begun = await threadMs(session)
      const { check, prepare, script, gaps } = await page.evaluate((asked) => work.drag(asked), { frames, step, checked: EVERY })
      const late = gaps.filter((gap) => gap > 25).length // a frame of 60 Hz was missed
      return {
        check,
        ms: ((await threadMs(session)) - begun) / Math.ceil(frames / step),
        phases: { 'worst frame': Math.max(...script), 'late frames': late, 'made ready': prepare },
      }
    }
  }

/** Processor time of the page's thread so far. */
async function threadMs(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'ThreadTime').value * 1000
}

export const variants = {
  'hand-written loop': timed('hand-written loop'),
  tierwise: timed('tierwise'),
  'whole table, 6 frames': timed('whole table', EVERY),
}

export function check({ check }) {
  return check
}
