/** Events that have not happened, made into events the program can take. */

import { UsageError } from '../core/errors.js'
import { asGiven, type Instant } from '../core/time/instant.js'
import type { ProgramEvent } from '../program/event.js'
import type { AccountState } from '../program/journal.js'

/** An event that has not happened: its id and customer may be missing, and without `at` it happens at the end of `asOf`. */
export interface SupposedEvent {
  readonly id?: string
  readonly customerId?: string
  readonly type: string
  readonly at?: number | string
  readonly amount?: string | number
  readonly amountMinor?: number
  readonly currency?: string
  readonly channel?: string
  readonly refersTo?: string
  readonly lines?: readonly object[]
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly [key: string]: unknown
}

/** Ids of supposed events come after any other of the same instant. */
const SUPPOSED = '~what-if~'

/** @throws UsageError `tierwise.preview.event` for one without a type */
export function suppose(event: SupposedEvent, i: number, at: Instant, state: AccountState): ProgramEvent {
  if (typeof event?.type !== 'string') throw new UsageError('tierwise.preview.event', { event: i, hint: 'an event has a type' })
  return {
    customerId: state.account,
    ...event,
    id: event.id ?? `${SUPPOSED}${String(i + 1).padStart(4, '0')}`,
    at: event.at ?? asGiven(at),
  }
}
