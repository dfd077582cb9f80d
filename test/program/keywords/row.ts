/** One small example of the program language: a definition, what happens, and what must be the case afterwards. */

import {
  type AccountState,
  advanceProgram,
  applyEvent,
  defineProgram,
  type ProgramDefinition,
  quote,
  quotePlan,
  readStanding,
  safeDefineProgram,
} from 'tierwise/program'

/** `[date, type, fields]`: at noon UTC unless the date has a time. */
export type Happening = readonly [at: string, type: string, fields?: Readonly<Record<string, unknown>>]

export interface Row {
  /** What the example is about; the name of its place on the reference page. */
  readonly id: string
  readonly rules: Readonly<Record<string, unknown>>
  readonly events: readonly Happening[]
  /** The end of this day is looked at; default the day of the last event. */
  readonly asOf?: string
  readonly basket?: Readonly<Record<string, unknown>>
  /** What a plan or a tier would cost is asked for. */
  readonly asks?: Readonly<Record<string, unknown>>
  /** By hand; a subset of what came out. `issues` are the codes of a definition that is refused. */
  readonly expect: Readonly<Record<string, unknown>>
}

export const BASE = { kind: 'program', format: 1, id: 'example', timeZone: 'UTC', currency: 'EUR' }

export function definitionOf(row: Row): ProgramDefinition {
  return defineProgram(configOf(row))
}

export function configOf(row: Row): Record<string, unknown> {
  return { ...BASE, ...row.rules }
}

/** What comes of a definition: what it does, or why it is refused. */
export function outcomeOf(config: unknown, row: Row): Record<string, unknown> {
  const defined = safeDefineProgram(config)
  return defined.success ? play(defined.data, row) : { issues: defined.error.issues.map(({ code }) => code) }
}

/** Everything that can be seen from outside. */
export function play(program: ProgramDefinition, { events, asOf, basket, asks }: Row): Record<string, unknown> {
  let state: AccountState | undefined
  const outcomes: string[] = []
  const effects: string[] = []
  events.forEach(([at, type, fields], i) => {
    const instant = at.length === 10 ? `${at}T12:00:00Z` : at
    const applied = applyEvent(program, state, { id: `e${i + 1}`, customerId: 'ann', type, at: instant, ...fields })
    state = applied.state
    for (const { outcome, refusal, redemptions = [] } of applied.outcomes) {
      const values = redemptions.flatMap(({ value }) => (value === undefined ? [] : [` ${value}`]))
      outcomes.push(`${outcome}${refusal === undefined ? '' : ` ${refusal}`}${values.join('')}`)
    }
    effects.push(...applied.effects.map((effect) => effect.type))
  })
  const before = state as unknown as AccountState
  const day = asOf ?? events[events.length - 1][0].slice(0, 10)
  const advanced = advanceProgram(program, before, { asOf: day })
  effects.push(...advanced.effects.map((effect) => effect.type))
  const { tier, tierValidUntil, lots, next, members, ...standing } = readStanding(program, advanced.state)
  const quoted = basket === undefined ? undefined : quote(program, before, basket, { at: `${day}T20:00:00Z` })
  return {
    outcomes,
    effects,
    ...standing,
    ...(tier === undefined ? {} : { tier, until: tierValidUntil }),
    lots: lots.map(({ earned, left, until }) => `${left} of ${earned}${until === undefined ? '' : ` to ${until}`}`),
    ...(next === undefined ? {} : { next: next.paths }),
    ...(members === undefined ? {} : { members: Object.fromEntries(members.map(({ id, balances }) => [id, balances])) }),
    ...(asks === undefined ? {} : { fee: quotePlan(program, advanced.state, asks, { at: advanced.state.asOf })?.fee }),
    ...(quoted === undefined
      ? {}
      : {
          total: quoted.totalMinor / 100,
          gifts: quoted.gifts,
          usable: quoted.vouchers.map(({ voucher }) => voucher),
          spend: quoted.spend,
          benefits: quoted.benefits.map(({ name, offMinor }) => `${name ?? ''} ${offMinor / 100}`.trim()),
        }),
  }
}
