/** The walk every sequence model makes: each customer's purchase occasions in turn, with the one before. */

import type { ChoiceColumns } from './choices.js'

/**
 * Calls `visit` for every occasion, in time order. `bought` are the values bought on it; `before` those of the customer's last
 * occasion with a purchase, empty at the first.
 */
export function eachOccasion(
  { starts, occasion, value, source }: ChoiceColumns,
  customer: number,
  visit: (bought: readonly number[], before: readonly number[], from: number, to: number) => void,
): void {
  let before: number[] = []
  for (let from = starts[customer]; from < starts[customer + 1]; ) {
    let to = from
    const bought: number[] = []
    for (; to < starts[customer + 1] && occasion[to] === occasion[from]; to++) if (source[to] === 0) bought.push(value[to])
    visit(bought, before, from, to)
    if (bought.length > 0) before = bought
    from = to
  }
}
