/** A fact handed in as a record is taken as it is; what cannot be one would be counted wrongly ever after. */

import { UsageError } from '../core/errors.js'
import { mayBeSeconds } from '../core/time/instant.js'
import type { Fact } from './fact.js'

/** @throws UsageError `facts.record.amount` for an amount that is no safe integer of minor units, or a refund below 0; `facts.record.at` for a time that is none, or may be in seconds */
export function checkRecord({ type, at, amountMinor }: Fact): void {
  if (!Number.isFinite(at) || mayBeSeconds(at))
    throw new UsageError('facts.record.at', { type, at: String(at), hint: 'epoch ms, not seconds' })
  if (amountMinor === undefined) return
  if (!Number.isSafeInteger(amountMinor) || (type === 'refund' && amountMinor < 0))
    throw new UsageError('facts.record.amount', { type, amountMinor: String(amountMinor) })
}
