import { pick } from '../core/math/pick.js'
import type { Facts } from './facts.js'

/** The facts of one customer, as facts. */
export function onlyCustomer(facts: Facts, c: number): Facts {
  if (facts.customers.ids.length === 1) return { ...facts, columns: { ...facts.columns } } // under codes, where it went by whole numbers
  const keep: number[] = []
  for (let i = 0; i < facts.length; i++) if (facts.columns.customer[i] === c) keep.push(i)
  const pickAny = <T>(values: readonly T[] | undefined): T[] | undefined => values && keep.map((i) => values[i])
  const { columns } = facts
  const { id, refersTo, lines, attributes, original, alias, channel } = columns
  return {
    ...facts,
    length: keep.length,
    customers: { ids: [facts.customers.ids[c]], ...(facts.customers.attributes ? { attributes: [facts.customers.attributes[c]] } : {}) },
    columns: {
      customer: new Int32Array(keep.length),
      type: { codes: Int32Array.from(keep, (i) => columns.type.codes[i]), values: columns.type.values },
      at: pick(columns.at, keep),
      amountMinor: pick(columns.amountMinor, keep),
      ...(channel ? { channel: { codes: Int32Array.from(keep, (i) => channel.codes[i]), values: channel.values } } : {}),
      ...Object.fromEntries(
        Object.entries({
          id: pickAny(id),
          refersTo: pickAny(refersTo),
          lines: pickAny(lines),
          attributes: pickAny(attributes),
          original: pickAny(original),
          alias: pickAny(alias),
        }).filter(([, value]) => value),
      ),
    },
  }
}
