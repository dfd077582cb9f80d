/** Peers' modes as data: each file is a definition and a dated timeline whose figures follow by hand from the vendor's own text. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AccountState, advanceProgram, applyEvent, defineProgram, type ProgramEvent, readStanding } from 'tierwise/program'
import { describe, expect, it } from 'vitest'

interface Fact {
  readonly type: string
  readonly at: string
}
interface Check {
  readonly on: string
  readonly tier: string
  readonly until?: string | null
  readonly state?: string
  readonly balances?: Readonly<Record<string, string>>
}
interface Peer {
  readonly peer: string
  readonly source: string
  readonly why: string
  readonly definition: unknown
  readonly timeline: readonly (Fact | Check)[]
}

const here = dirname(fileURLToPath(import.meta.url))
const peers = readdirSync(here)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(here, name), 'utf8')) as Peer)

/** Once per step, or stopping on every day in between with the state stored as JSON. */
describe.each(['as asked', 'daily, through JSON'])('%s', (mode) => {
  it.each(peers)('$peer', ({ definition, timeline, why, source }) => {
    expect(source.length).toBeGreaterThan(0)
    const program = defineProgram(definition)
    let state: AccountState | undefined
    let day = ''
    const advance = (asOf: string): void => {
      if (state === undefined) return
      for (let next = day; mode !== 'as asked' && next !== '' && next < asOf; next = following(next)) {
        state = JSON.parse(JSON.stringify(advanceProgram(program, state, { asOf: next }).state)) as AccountState
      }
      day = asOf
    }
    timeline.forEach((step, i) => {
      if ('on' in step) {
        advance(step.on)
        state = advanceProgram(program, state as AccountState, { asOf: step.on }).state
        const standing = readStanding(program, state)
        const got = {
          on: step.on,
          tier: standing.tier,
          ...('until' in step ? { until: standing.tierValidUntil } : {}),
          ...('state' in step ? { state: standing.state } : {}),
          ...('balances' in step ? { balances: standing.balances } : {}),
        }
        expect({ why, ...got }).toEqual({ why, ...step })
      } else {
        const { outcomes, state: after } = applyEvent(program, state, { id: `e${i}`, customerId: 'c', ...step } as ProgramEvent)
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['applied'])
        state = after
        if (day === '') day = step.at.slice(0, 10)
      }
    })
  })
})

function following(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
}
