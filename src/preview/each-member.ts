/** What members are counted for apart is asked of them by name: of each who has too little, or of the one who is to have enough. */

import { compareExact, subtractExact } from '../core/decimal/exact.js'
import { asMember, readOwn } from '../program/counters.js'
import type { Run } from '../program/run.js'
import { type Need, type NeedPath, PATHS_MAX } from './needs.js'

/** `least` asks every member below the bound; `most` and `own` are met by any of them: a path each. */
export function askedOfMembers(run: Run, closed: boolean, path: NeedPath): NeedPath[] {
  let paths: NeedPath[] = [[]]
  for (const need of path) {
    const choices = choicesOf(run, closed, need)
    paths = paths.flatMap((own) => choices.map((choice) => [...own, ...choice])).slice(0, PATHS_MAX)
  }
  return paths
}

function choicesOf(run: Run, closed: boolean, need: Need): NeedPath[] {
  const { required } = need
  const counter = need.kind === 'measure' ? run.program.counters[need.id] : undefined
  const mode = counter?.perMember?.mode
  if (counter === undefined || mode === undefined || required === undefined) return [[need]]
  const asked = run.books.members.map(({ id: member }): Need => {
    const actual = asMember(run, member, () => readOwn(run, counter, closed))
    return { ...need, member, ...(actual === undefined ? {} : { actual }), gap: subtractExact(required, actual ?? 0) }
  })
  if (mode !== 'least') return asked.map((one) => [one])
  return [asked.filter(({ gap = 0, strict }) => compareExact(gap, 0) > (strict ? -1 : 0))]
}
