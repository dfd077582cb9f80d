/** Every account that the cards of test/programs play, at every checkpoint. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import {
  type AccountState,
  advanceProgram,
  applyEvent,
  defineProgram,
  type Entry,
  type ProgramDefinition,
} from '../../src/program/index.js'
import { actionOf, type Card, instantOfCard } from '../programs/runner/adapter.js'

export interface Played {
  readonly name: string
  readonly definition: ProgramDefinition
  /** In order; after each event. */
  readonly states: readonly { readonly state: AccountState; readonly entries: readonly Entry[]; readonly asOf: number }[]
  /** Dates of the checkpoints, and the last state before each. */
  readonly checkpoints: readonly { readonly state: AccountState; readonly asOf: string }[]
}

export function playedCards(): Played[] {
  const played: Played[] = []
  for (const file of readdirSync('test/programs')
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const card = JSON.parse(readFileSync(`test/programs/${file}`, 'utf8')) as Card
    for (const scenario of card.scenarios) {
      const path = `examples/programs/${card.slug}${scenario.variant === undefined ? '' : `.${scenario.variant}`}.json`
      if (!existsSync(path)) continue
      const definition = defineProgram(JSON.parse(readFileSync(path, 'utf8')))
      let state: AccountState | undefined
      const states: { state: AccountState; entries: readonly Entry[]; asOf: number }[] = []
      const entries: Entry[] = []
      for (const event of scenario.events) {
        const action = actionOf(event, card.timeZone)
        if (action.kind === 'quote') continue
        if (action.kind === 'clock') {
          if (state === undefined) continue
          const passed = advanceProgram(definition, state, { at: action.at })
          state = passed.state
          entries.push(...passed.entries)
        } else {
          const applied = applyEvent(definition, state, action.event)
          state = applied.state
          entries.push(...applied.entries)
        }
        states.push({ state, entries: [...entries], asOf: Date.parse(state.asOf) })
      }
      const checkpoints = scenario.expect.flatMap(({ at }) => {
        const end = instantOfCard(at.includes('T') ? at : `${at}T23:59:59`, card.timeZone)
        const before = states.filter(({ asOf }) => asOf <= end + 1000).pop()
        return before === undefined ? [] : [{ state: before.state, asOf: at.includes('T') ? new Date(end + 1).toISOString() : at }]
      })
      played.push({ name: `${card.slug} / ${scenario.id}`, definition, states, checkpoints })
    }
  }
  return played
}
