/** How often the random cases of a law met what the law is about. */

import type { Applied, ProgramDefinition } from 'tierwise/program'
import { expect } from 'vitest'
import { dayAt, instantAt, zoneOf } from '../../../src/core/time/zone.js'

export type Met = 'late' | 'refund' | 'expiry' | 'tier' | 'cap' | 'edge'
const MET: readonly Met[] = ['late', 'refund', 'expiry', 'tier', 'cap', 'edge']

const HOUR = 3_600_000

export interface Coverage {
  /** Begins a case. */
  begin(): void
  /** What a step of the case at hand came to. */
  see(definition: ProgramDefinition, applied: Applied, at?: number): void
  /** Prints the shares and fails the law when one is below 5 %. */
  report(law: string, seed: number, expected?: readonly Met[]): void
}

export function coverage(): Coverage {
  const counts = new Map<Met, number>()
  let cases = 0
  let met = new Set<Met>()
  const close = (): void => {
    for (const one of met) counts.set(one, (counts.get(one) ?? 0) + 1)
    met = new Set()
  }
  return {
    begin: () => {
      close()
      cases++
    },
    see: (definition, { entries, effects, outcomes, state }, at) => {
      if (outcomes.some(({ late }) => late === true)) met.add('late')
      if (entries.some(({ kind }) => kind === 'reverse' || kind === 'cancel' || kind === 'restore')) met.add('refund')
      if (entries.some(({ kind }) => kind === 'expire')) met.add('expiry')
      if (effects.some(({ type }) => type === 'tier')) met.add('tier')
      if (at !== undefined && isEdge(definition, at)) met.add('edge')
      if (isCapped(definition, state.books.buckets)) met.add('cap')
    },
    report: (law, seed, expected = MET) => {
      close()
      const shares = MET.map((one) => `${one} ${(((counts.get(one) ?? 0) / Math.max(1, cases)) * 100).toFixed(0)} %`)
      console.log(`law: ${law} · seed ${seed} · ${cases} programs · ${shares.join(', ')}`)
      const untested = expected.filter((one) => (counts.get(one) ?? 0) < cases * 0.05)
      expect({ law, untested }).toEqual({ law, untested: [] })
    },
  }
}

/** Within an hour of local midnight on either side, or on a day that is not 24 hours long. */
function isEdge({ timeZone }: ProgramDefinition, at: number): boolean {
  const zone = zoneOf(timeZone)
  const day = dayAt(zone, at)
  const start = instantAt(zone, day)
  const next = instantAt(zone, day + 1)
  return at - start < HOUR || next - at <= HOUR || next - start !== 24 * HOUR
}

/** Some room of the definition is used up. */
function isCapped({ earn, redeem }: ProgramDefinition, buckets: Applied['state']['books']['buckets']): boolean {
  const caps = [...(earn ?? []).flatMap(({ cap, upTo }) => [cap, upTo]), ...(redeem ?? []).flatMap(({ limits }) => limits ?? [])].flat()
  const maxima = new Set(caps.flatMap((cap) => (cap !== undefined && 'max' in cap ? [Number(cap.max)] : [])))
  return Object.values(buckets).some(({ used }) => typeof used === 'number' && maxima.has(used))
}
