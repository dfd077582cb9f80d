/** What the laws of goal-seek share: a program of two tiers, a member of it, events one after the other, and repeatable chance. */

import { expect } from 'vitest'
import type { SupposedEvent } from '../../src/preview/index.js'
import { type AccountState, applyEvent, defineProgram, type ProgramDefinition, readStanding } from '../../src/program/index.js'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const START = Date.UTC(2025, 0, 1)

export function program(more: Record<string, unknown>): ProgramDefinition {
  return defineProgram({ kind: 'program', format: 1, id: 'goal', timeZone: 'UTC', currency: 'JPY', ...more })
}

export function tiers(enter: unknown): object[] {
  return [
    { id: 'base', name: 'Base' },
    { id: 'silver', name: 'Silver', enter },
  ]
}

export function enrolled(definition: ProgramDefinition, at: number = START): AccountState {
  return applyEvent(definition, undefined, { id: 'e', customerId: 'm', type: 'enroll', at }).state
}

/** The account after these events, none of which may be refused; those without an instant of their own happen at this one. */
export function played(definition: ProgramDefinition, from: AccountState, events: readonly SupposedEvent[], at: number): AccountState {
  let state = from
  for (const [i, event] of events.entries()) {
    const applied = applyEvent(definition, state, { at, ...event, id: `~${String(i).padStart(3, '0')}`, customerId: 'm' })
    expect(applied.outcomes[0].outcome).toBe('applied')
    state = applied.state
  }
  return state
}

export function reaches(definition: ProgramDefinition, from: AccountState, events: readonly SupposedEvent[], at: number): boolean {
  return readStanding(definition, played(definition, from, events, at)).tier === 'silver'
}

export function randomOf(seed: number): () => number {
  let x = (seed * 2_654_435_761) >>> 0 || 1
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) / 4_294_967_296
  }
}
