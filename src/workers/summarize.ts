/** Facts → summary over several threads. */

import type { Facts } from '../facts/facts.js'
import type { Figures } from '../facts/figures.js'
import { newSummaryWorkspace } from '../facts/parted.js'
import { finishSummary, type MaybeFigures, planSummary } from '../facts/summarize.js'
import type { SummarizeFiguresOptions, SummarizeOptions, SummaryFigure, SummaryTable } from '../facts/summary.js'
import { joined, rangeTasks } from './sent-figures.js'
import { figuresShared, walksOf } from './shared-figures.js'
import { answersOf, type Task, type ThreadOptions, type Threads } from './threads.js'

/**
 * `summarize` over threads: the same bits as on one. Columns that lie in a `SharedArrayBuffer` are read where they are, others are copied into
 * one, and the columns of the answer lie in such. Where the host has none (a page that is not cross-origin isolated), each thread is sent its
 * customers' rows.
 *
 * ```ts
 * const threads = await startThreads({ count: 2, start: () => new Worker(new URL('tierwise/workers/thread', import.meta.url), { type: 'module' }) })
 * const customers = await summarizeInThreads(threads, facts, { asOf: '2026-03-01' })
 * ```
 *
 * @throws what `summarize` throws; `workers.threads.stopped`, `workers.threads.failed`; the reason of an aborted signal
 */
export function summarizeInThreads<const F extends SummaryFigure>(
  threads: Threads,
  facts: Facts,
  options: SummarizeFiguresOptions<F> & ThreadOptions,
): Promise<SummaryTable<F>>
export function summarizeInThreads(threads: Threads, facts: Facts, options: SummarizeOptions & ThreadOptions): Promise<SummaryTable>
export async function summarizeInThreads(threads: Threads, facts: Facts, options: MaybeFigures & ThreadOptions): Promise<SummaryTable> {
  const plan = planSummary(facts, options)
  const { bought, rules } = plan
  const { signal, onProgress, workspace = newSummaryWorkspace() } = options
  const customers = (): number => facts.customers.ids.length
  const shares = typeof SharedArrayBuffer !== 'undefined'
  const total = bought.length * (shares ? walksOf(bought) : 1)
  let done = 0
  const ask = (tasks: readonly Task[]): Promise<unknown[]> =>
    answersOf(threads, tasks, signal, (size) => {
      done += size
      onProgress?.({ done, total })
    })
  if (!shares) return finishSummary(facts, plan, joined((await ask(rangeTasks(bought, customers, rules, threads.count))) as Figures[]))
  // Nobody else's while threads write into it, and nobody's any more if they are told to stop and have not yet.
  const columns = { ...workspace }
  Object.assign(workspace, newSummaryWorkspace())
  const memory = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes)
  const figures = await figuresShared(bought, customers, rules, columns, threads.count, memory, (steps) =>
    ask(steps.map(({ step, rows }) => ({ size: rows, message: () => ({ input: step, transfer: [] }) }))),
  )
  Object.assign(workspace, columns)
  return finishSummary(facts, plan, figures)
}
