/** What runs in a thread. The host starts it from this module; it knows Node's threads and a browser's workers. */

import { UsageError } from '../core/errors.js'
import { buffersOf, runStep, type Step } from './steps.js'
import { type Answer, READY } from './threads.js'

interface Port {
  postMessage(answer: Answer, transfer?: readonly ArrayBufferLike[]): void
  on?(event: 'message', hear: (data: Question) => void): void
  addEventListener?(event: 'message', hear: (event: { data: Question }) => void): void
}

interface Question {
  readonly id: number
  readonly input: Step
}

interface Host extends Port {
  readonly process?: { getBuiltinModule?(name: string): { readonly parentPort: Port | null } }
}

const host = globalThis as unknown as Host // a worker's own global, of either kind
const threads = host.process?.getBuiltinModule?.('node:worker_threads')
const port = threads ? threads.parentPort : host // null outside a thread: a program that only looks at the module

if (port) listen(port)

function listen(port: Port): void {
  if (port.on) port.on('message', (data) => answer(port, data))
  else port.addEventListener?.('message', ({ data }) => answer(port, data))
  port.postMessage({ id: READY })
}

function answer(port: Port, { id, input }: Question): void {
  try {
    const found = runStep(input)
    port.postMessage({ id, answer: found }, buffersOf(input, found))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    port.postMessage({ id, refusal: { problem: error.problem, params: error.params as Record<string, string | number> } })
  }
}
