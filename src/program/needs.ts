/**
 * What an event has to carry for a program to do anything with it. Asked of the event and the definition alone, so that what is refused here
 * is refused in any order, and the same id may come again once it is mended.
 */

import { atPath } from '../core/language/fact-scope.js'
import type { Value } from '../core/language/value.js'
import { countsFacts } from '../core/measure/definition.js'
import type { ProgramDefinition } from './definition.js'
import type { EventProblem } from './event.js'
import { formFor, type Needs, type Program, type TypeForm } from './form.js'
import { followed, type Named, namedIn } from './named.js'
import type { ProgramFact } from './state.js'

/** What is wrong with a fact that could be read, for this program. */
export function faultOf(program: Program, fact: ProgramFact): EventProblem | undefined {
  const { amountMinor, currency } = fact
  const { needs } = formFor(program, fact.type)
  if (amountMinor === undefined) {
    if (needs.amount) return { problem: 'missing', field: 'amount' }
  } else if (amountMinor < 0 && needs.positive) return { problem: 'negative', field: 'amount' }
  if (currency !== undefined && needs.ownCurrency && amountMinor !== undefined && currency !== program.definition.currency)
    return { problem: 'currency-mismatch', field: 'currency', given: currency.slice(0, 10) }
  if (needs.links.length > 0 && needs.links.every((field) => linkOf(fact, field) === undefined))
    return { problem: 'missing', field: needs.links[0] }
  return undefined
}

/** The order that a fact names in a field, or what several orders share. */
export function linkOf(fact: ProgramFact, field: string): string | undefined {
  const link = isOwn(field) ? fact[field] : atPath(fact.attributes, field)
  return (typeof link === 'string' && link !== '') || typeof link === 'number' ? String(link) : undefined
}

function isOwn(field: string): field is 'refersTo' | 'channel' | 'currency' | 'type' | 'id' {
  return field === 'refersTo' || field === 'channel' || field === 'currency' || field === 'type' || field === 'id'
}

/**
 * - `amount`: all that a fact of this type does is earn and count by its amount
 * - `positive`: it earns or spends by it or is reversed, and a reversal is an event of its own
 * - `ownCurrency`: it earns or counts by the bare amount, and no rule looks at the currency
 * - `links`: it does nothing but reverse
 */
export function needsOf(
  definition: ProgramDefinition,
  type: string,
  form: Omit<TypeForm, 'asks' | 'needs'>,
  readsCurrency: boolean,
): Needs {
  const { earn, reverse, counters } = form
  const named = namedIn(definition)
  const earns = earn.map(({ rule }) => ({ where: rule.where, value: rule.value ?? 'amount' }))
  const counts = counters.flatMap(({ id }) => {
    const measure = definition.measures?.[id]
    if (measure === undefined || 'earned' in measure) return []
    return [{ where: measure.where, value: countsFacts(measure) && measure.aggregate !== 'distinct' ? 1 : (measure.value ?? 'amount') }]
  })
  const readers = [...earns, ...counts]
  const reads = ({ value }: { readonly value: Value }): boolean => readsAmount(value, named)
  const asksNothing =
    type !== 'opening' &&
    type !== definition.members?.join &&
    type !== definition.members?.leave &&
    !form.isAnchor &&
    !form.subscribes &&
    [form.flags, form.openers, form.grants, form.conversions, form.transfers, form.redeem, form.asked, form.vouchers].every(
      ({ length }) => length === 0,
    )
  const isPlain = asksNothing && reverse.length === 0
  return {
    amount: isPlain && readers.some(({ where }) => where === undefined) && readers.every(reads),
    positive: reverse.length > 0 || form.reversible || form.redeem.some(({ rule }) => reads({ value: rule.amount })) || earns.some(reads),
    ownCurrency: !readsCurrency && readers.some(({ value }) => isBare(followed(value, named).value)),
    links: asksNothing && readers.length === 0 ? reverse.map(({ link }) => link) : [],
  }
}

function isBare(value: Value): boolean {
  return value === 'amount' || (typeof value === 'object' && 'field' in value && value.field === 'amount')
}

/** Whether a value is absent where the amount is. */
function readsAmount(given: Value, among: Named): boolean {
  const { value, named } = followed(given, among)
  const inner = (one: Value): boolean => readsAmount(one, named)
  if (typeof value !== 'object') return value === 'amount'
  if ('field' in value) return value.field === 'amount' && value.else === undefined
  if ('times' in value) return value.times.some(inner)
  if ('minus' in value) return value.minus.some(inner)
  if ('over' in value) return value.over.some(inner)
  if ('plus' in value) return value.plus.every(inner)
  if ('round' in value) return inner(value.round)
  if ('ladder' in value) return inner(value.ladder)
  return false
}
