/** What happened: the one record that scorers summarize and that programs and lifecycles take as event. */

import type { Scalar } from '../core/reason.js'

/** What a fact carries beyond the known fields. Decimal strings stay exact. */
export type AttributeValue = Scalar | readonly string[]

export interface FactLine {
  readonly product?: string
  readonly category?: string
  /** Default 1. */
  readonly quantity?: number
  /** Of the whole line, in minor units. */
  readonly amountMinor?: number
  /** What the host paid for the whole line, in minor units. */
  readonly costMinor?: number
  readonly attributes?: Readonly<Record<string, AttributeValue>>
}

export interface Fact {
  /** Unique among facts; absent where the source has none. */
  readonly id?: string
  readonly customerId: string
  /** `purchase`, `refund`, `enroll`, `visit`, `ticket`, `answer`, … or the host's own word. */
  readonly type: string
  /** Epoch ms. */
  readonly at: number
  /** Safe integer; the sign is given by the type: a refund of 12.00 is 1200. */
  readonly amountMinor?: number
  /** ISO 4217. */
  readonly currency?: string
  readonly channel?: string
  /** The id of the fact this one is about: the order of a refund, the ticket of a feedback. */
  readonly refersTo?: string
  readonly lines?: readonly FactLine[]
  readonly attributes?: Readonly<Record<string, AttributeValue>>
}
