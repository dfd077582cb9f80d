/** Named values without compiling them: what a name stands for, as the compiler takes it. */

import { readExact } from '../core/decimal/exact.js'
import type { Value } from '../core/language/value.js'
import type { ProgramDefinition } from './definition.js'

/** In the order of the definition: each uses only those before it, so that `amount` may be one made of the field `amount`. */
export type Named = readonly (readonly [name: string, value: Value])[]

export function namedIn({ values = {} }: ProgramDefinition): Named {
  return Object.entries(values)
}

/** A value with its name followed to what it stands for, and the named values that this may use. What is still text is a constant or a field. */
export function followed(value: Value, named: Named): { readonly value: Value; readonly named: Named } {
  const place = typeof value === 'string' && readExact(value) === undefined ? named.findIndex(([name]) => name === value) : -1
  return place < 0 ? { value, named } : followed(named[place][1], named.slice(0, place))
}
