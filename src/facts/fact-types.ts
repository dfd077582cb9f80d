import type { Facts } from './facts.js'

/** For each type code whether it is one of `types`. */
export function typeCodes(facts: Facts, types: readonly string[]): Uint8Array {
  return Uint8Array.from(facts.columns.type.values, (value) => (types.includes(value) ? 1 : 0))
}
