/** Threads as the host starts them, and their answers. Nothing here knows Node or a browser: only what both kinds of worker can do. */

import { UsageError } from '../core/errors.js'

/** A `Worker` of a browser, or one of Node's `worker_threads`. */
export interface ThreadPort {
  /** Sends a step, giving away what is transferred. */
  postMessage(message: unknown, transfer?: never[]): void
  /** Ends the thread at once. */
  terminate(): unknown
}

export interface StartThreadsOptions {
  /**
   * Starts one, from the module `tierwise/workers/thread`. Bundlers want to see this line in the host's own code:
   * `() => new Worker(new URL('tierwise/workers/thread', import.meta.url), { type: 'module' })`.
   */
  readonly start: () => ThreadPort
  /** How many; as many as the machine has cores is a good number. */
  readonly count: number
}

/** Threads that wait for work, until `stopThreads`. */
export interface Threads {
  readonly kind: 'threads'
  readonly count: number
}

interface Thread {
  readonly port: ThreadPort
  readonly waiting: Map<number, { resolve: (answer: unknown) => void; reject: (error: unknown) => void }>
}

const running = new WeakMap<Threads, readonly Thread[]>()

/**
 * Starts threads and waits until each has loaded.
 * @throws UsageError `workers.threads.unavailable` where they cannot be had: no workers in this host, a content security policy against them, a
 *   module that is not found. The verbs without threads give the same answers.
 */
export async function startThreads({ start, count }: StartThreadsOptions): Promise<Threads> {
  if (!(Number.isInteger(count) && count >= 1)) throw new UsageError('workers.threads.count', { count })
  const threads: Threads = { kind: 'threads', count }
  const started: Thread[] = []
  running.set(threads, started)
  try {
    await Promise.all(Array.from({ length: count }, () => startOne(start, started)))
  } catch (error) {
    stopThreads(threads)
    throw new UsageError('workers.threads.unavailable', { problem: error instanceof Error ? error.message : String(error) })
  }
  return threads
}

/** Ends them; what they were working on is refused with `workers.threads.stopped`. */
export function stopThreads(threads: Threads): void {
  for (const { port, waiting } of running.get(threads) ?? []) {
    port.terminate()
    for (const { reject } of waiting.values()) reject(new UsageError('workers.threads.stopped', {}))
    waiting.clear()
  }
  running.delete(threads)
}

/** The number under which a thread says that it has loaded. */
export const READY = 0
let last = READY

function startOne(start: () => ThreadPort, started: Thread[]): Promise<unknown> {
  const thread: Thread = { port: start(), waiting: new Map() }
  started.push(thread)
  listen(thread.port, 'message', (data) => {
    const { id, answer, refusal } = data as Answer
    const asked = thread.waiting.get(id)
    thread.waiting.delete(id)
    if (refusal) asked?.reject(new UsageError(refusal.problem, refusal.params))
    else asked?.resolve(answer)
  })
  listen(thread.port, 'error', (error) => {
    const problem = (error as { message?: string } | undefined)?.message ?? 'error'
    for (const { reject } of thread.waiting.values()) reject(new UsageError('workers.threads.failed', { problem }))
    thread.waiting.clear()
  })
  return new Promise((resolve, reject) => thread.waiting.set(READY, { resolve, reject }))
}

export interface Answer {
  readonly id: number
  readonly answer?: unknown
  readonly refusal?: { readonly problem: string; readonly params: Readonly<Record<string, string | number>> }
}

/** The two kinds of worker differ in how they are listened to. */
function listen(port: ThreadPort, event: 'message' | 'error', hear: (data: unknown) => void): void {
  const { on, addEventListener } = port as {
    on?: (event: string, hear: (data: unknown) => void) => void
    addEventListener?: (event: string, hear: (event: { data?: unknown }) => void) => void
  }
  if (on) on.call(port, event, hear)
  else addEventListener?.call(port, event, (heard) => hear(event === 'message' ? heard.data : heard))
}

/** What stops work that nobody waits for any more; an `AbortController`'s signal is one. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason: unknown
  /** Has `hear` called when it is stopped. */
  addEventListener(event: 'abort', hear: () => void): void
  /** Has it called no more. */
  removeEventListener(event: 'abort', hear: () => void): void
}

export interface ThreadOptions {
  /** Once it is aborted no further task is begun, and the answer is refused with its reason. */
  readonly signal?: StopSignal
  /** Called after each step of a thread. What is counted are rows, each as often as it is walked: `done / total` is the share of the work. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export interface Task {
  /** Made when a thread is free, so that not all tasks' columns are in memory at once. */
  readonly message: () => { readonly input: unknown; readonly transfer: readonly ArrayBufferLike[] }
  /** How much of the work it is. */
  readonly size: number
}

/**
 * The answers of tasks, in their order. Each thread takes the next one when it is free.
 * @throws the signal's reason; `workers.threads.stopped`, `workers.threads.failed`; what a task refuses
 */
export async function answersOf(
  threads: Threads,
  tasks: readonly Task[],
  signal: StopSignal | undefined,
  onDone: (size: number) => void,
): Promise<unknown[]> {
  const all = running.get(threads)
  if (!all) throw new UsageError('workers.threads.stopped', {})
  const answers: unknown[] = new Array(tasks.length)
  let next = 0
  let stop: (() => void) | undefined
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal?.reason)
    signal?.addEventListener('abort', stop)
  })
  stopped.catch(() => undefined) // it is raced below; without a race nobody hears it
  const work = async (thread: Thread): Promise<void> => {
    while (next < tasks.length && !signal?.aborted) {
      const i = next++
      answers[i] = await ask(thread, tasks[i])
      if (!signal?.aborted) onDone(tasks[i].size)
    }
  }
  try {
    if (signal?.aborted) throw signal.reason
    await Promise.race([stopped, Promise.all(all.map(work))])
    return answers
  } finally {
    next = tasks.length
    if (stop) signal?.removeEventListener('abort', stop)
  }
}

function ask({ port, waiting }: Thread, { message }: Task): Promise<unknown> {
  const id = ++last
  const { input, transfer } = message()
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    port.postMessage({ id, input }, transfer as never[])
  })
}
