/** Batches whose customers may be whole numbers → facts. A source that is used whole keeps its numbers; any other gets codes for them. */

import { assemble, inTimeOrder, rank } from './assemble.js'
import { type Batch, type Dictionary, isComplete } from './batch.js'
import { codeNumbers } from './code-integers.js'
import type { CustomerAttributes } from './customers.js'
import type { Facts } from './facts.js'
import { codedWhenRead } from './integer-ids.js'

export function assembleNumbered(
  batches: readonly Batch[],
  customers: Dictionary,
  types: Dictionary,
  attributes: CustomerAttributes | undefined,
  meta: Pick<Facts, 'timeZone' | 'currency' | 'zones'>,
): Facts {
  if (batches.length === 1 && batches[0].numbered && !attributes && isComplete(batches[0].struck))
    return assembleOne(batches[0], types, meta)
  for (const batch of batches) if (batch.numbered) codeNumbers(batch, customers)
  return assemble(batches, customers, types, attributes, meta)
}

/** One source, all of it used, whose customers are whole numbers. */
function assembleOne(batch: Batch, types: Dictionary, meta: Pick<Facts, 'timeZone' | 'currency' | 'zones'>): Facts {
  const { values, ranks } = rank(types.values, usedTypes(batch, types), (a, b) => (a < b ? -1 : 1))
  const columns = { ...batch, type: ranks ? batch.type.map((code) => ranks[code]) : batch.type }
  const { customer, ...rest } = inTimeOrder(columns, values, (a, b) => a - b)
  return { kind: 'facts', format: 1, ...meta, length: batch.length, ...codedWhenRead(customer, rest) }
}

function usedTypes({ type }: Batch, { values }: Dictionary): Uint8Array {
  const used = new Uint8Array(values.length)
  if (values.length === 1) used[0] = 1
  else for (let i = 0; i < type.length; i++) used[type[i]] = 1
  return used
}
