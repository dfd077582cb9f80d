/** Facts → summary over several threads: each takes a range of customers, and their rows stand one range after the other. */

import type { Facts } from '../facts/facts.js'
import type { Figures } from '../facts/figures.js'
import { newFigures, type SummaryFigures } from '../facts/histories.js'
import type { Purchases } from '../facts/purchases.js'
import { finishSummary, planSummary } from '../facts/summarize.js'
import type { SummarizeOptions, SummaryTable } from '../facts/summary.js'
import { boughtWithin, type RangeInput } from './summarize-range.js'
import { answersOf, type Task, type ThreadOptions, type Threads } from './threads.js'

/**
 * `summarize` over threads: the same bits as on one. Columns that lie in a `SharedArrayBuffer` are read where they are; others are copied, each
 * thread its customers' rows.
 *
 * ```ts
 * const threads = await startThreads({ count: 2, start: () => new Worker(new URL('tierwise/workers/thread', import.meta.url), { type: 'module' }) })
 * const customers = await summarizeInThreads(threads, facts, { asOf: '2026-03-01' })
 * ```
 *
 * @throws what `summarize` throws; `workers.threads.stopped`, `workers.threads.failed`; the reason of an aborted signal
 */
export async function summarizeInThreads(threads: Threads, facts: Facts, options: SummarizeOptions & ThreadOptions): Promise<SummaryTable> {
  const plan = planSummary(facts, options)
  const { bought, rules } = plan
  const shared = [bought.customer, bought.at, bought.netMinor, bought.grossMinor].every(isShared)
  const bounds = boundsOf(bought, bought.numbered ? 2 ** 31 : facts.customers.ids.length, threads.count)
  const tasks = bounds.slice(1).map((until, i): Task => {
    const from = bounds[i]
    return {
      size: bought.length / (bounds.length - 1),
      message: () => {
        const mine = shared ? bought : boughtWithin(bought, from, until)
        const input: RangeInput = { bought: mine, shared, from, until, rules }
        const columns = new Set([mine.customer, mine.at, mine.netMinor, mine.grossMinor].map(({ buffer }) => buffer))
        return { input, transfer: shared ? [] : [...columns] }
      },
    }
  })
  const answers = (await answersOf(threads, tasks, options)) as Figures[]
  return finishSummary(facts, plan, joined(answers))
}

function isShared({ buffer }: Int32Array | Float64Array): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer
}

/** So many purchases tell where the ranges have about equally many. */
const SAMPLE = 4096

/** Ascending, from 0 to `end`: customers from each to before the next are a range. */
function boundsOf({ length, customer }: Purchases, end: number, ranges: number): number[] {
  const step = Math.max(1, Math.floor(length / SAMPLE))
  const sample = Int32Array.from({ length: Math.floor(length / step) }, (_, i) => customer[i * step]).sort()
  const bounds = new Set([0])
  for (let r = 1; r < ranges && sample.length > 0; r++) bounds.add(sample[Math.floor((r * sample.length) / ranges)])
  return [...bounds, end]
}

function joined(answers: readonly Figures[]): Figures {
  const customers = answers.reduce((sum, answer) => sum + answer.customers, 0)
  const numbers = answers[0].numbers ? new Int32Array(customers) : undefined
  const figures = newFigures(customers)
  const { status, ...columns } = figures
  let first = 0
  for (const answer of answers) {
    ;(status.codes as Int8Array).set(answer.figures.status.codes, first)
    for (const name of Object.keys(columns) as (keyof Omit<SummaryFigures, 'status'>)[]) columns[name].set(answer.figures[name], first)
    if (answer.numbers) numbers?.set(answer.numbers, first)
    first += answer.customers
  }
  return { customers, numbers, figures }
}
