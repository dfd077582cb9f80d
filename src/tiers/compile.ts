/** A ladder made ready. */

import { cellsOf } from './cells.js'
import { compileFlat } from './flat.js'
import { attachLadder, type LadderForm, NONE } from './form.js'
import type { LadderDefinition } from './ladder.js'

/** Only what defines or adopts a ladder holds the compiler; verbs ask for the form, which is made when one first does. */
export function readyLadder(ladder: LadderDefinition): LadderDefinition {
  return attachLadder(ladder, compileLadder)
}

function compileLadder(definition: LadderDefinition): LadderForm {
  const { tiers, lifetime = [] } = definition
  const ids = tiers.map(({ id }) => id)
  const given = [...tiers.flatMap(({ enter, keep }) => [enter, keep]), ...lifetime.map(({ when }) => when)]
  const flat = compileFlat(given.filter((condition) => condition !== undefined))
  let next = 0
  const starts = given.map((condition) => (condition === undefined ? NONE : flat.starts[next++]))
  return {
    definition,
    ids,
    flat,
    cells: cellsOf(flat, ids.length),
    enter: tiers.map((_, rank) => starts[2 * rank]),
    keep: tiers.map((_, rank) => starts[2 * rank + 1]),
    requires: tiers.map(({ requires }, rank) => (requires === 'previous' ? rank - 1 : ids.indexOf(requires ?? ''))),
    lifetime: lifetime.map(({ tier }, i) => ({ rank: ids.indexOf(tier), when: starts[2 * tiers.length + i] })),
    date: undefined,
  }
}
