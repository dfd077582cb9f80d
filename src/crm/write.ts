/** What the host sends, and what became of it. The library makes no call. */

import type { Issue } from '../core/reason.js'
import type { WriteChange } from './changes.js'

/** One call for the host to make. Sending it twice does what sending it once does. */
export interface WriteRequest {
  readonly method: 'POST' | 'PUT'
  /** Behind the vendor's API host. */
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  /** Whose fields it writes, in the order of the body. */
  readonly customerIds: readonly string[]
}

export interface WritePlan {
  readonly requests: readonly WriteRequest[]
  /** The same as a change report: who, which field, from what, to what. */
  readonly changes: readonly WriteChange[]
  readonly unchanged: number
  readonly issues: readonly Issue[]
}

/** One customer of one request. */
export interface WriteOutcome {
  readonly customerId: string
  /** `unknown`: the answer does not say; sending again is safe. */
  readonly outcome: 'written' | 'refused' | 'unknown'
  /** The vendor's own code. */
  readonly code: string | null
  /** Whether the same request may succeed later. */
  readonly retry: boolean
}

export function batches<T>(items: readonly T[], max: number): T[][] {
  const found: T[][] = []
  for (let i = 0; i < items.length; i += max) found.push(items.slice(i, i + max))
  return found
}

export function sameForAll({ customerIds }: WriteRequest, outcome: Omit<WriteOutcome, 'customerId'>): WriteOutcome[] {
  return customerIds.map((customerId) => ({ customerId, ...outcome }))
}
