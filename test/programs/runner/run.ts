/** One scenario of a card through `applyEvent` and `advanceProgram`, in several ways that must all agree. */

import { exactText, fromUnits, addExact, type Exact } from '../../../src/core/decimal/exact.js'
import { readExact } from '../../../src/core/decimal/exact.js'
import { formatDate, parseDate } from '../../../src/core/time/civil.js'
import {
  type AccountState,
  advanceProgram,
  type Applied,
  applyEvent,
  type Entry,
  type ProgramDefinition,
  type ProgramEvent,
  quotePlan,
  readStanding,
  replayProgram,
  type Standing,
} from '../../../src/program/index.js'
import { actionOf, type Card, type CardEvent, type Checkpoint, instantOfCard, type Scenario } from './adapter.js'
import { same, samePaths, sameWhere } from './compare.js'

export type Mode = 'plain' | 'daily' | 'doubled' | 'shuffled' | 'renamed' | 'json'
export const MODES: readonly Mode[] = ['plain', 'daily', 'doubled', 'shuffled', 'renamed', 'json']

/** What differed, in words; empty when everything agrees. */
export function runScenario(definition: ProgramDefinition, card: Card, scenario: Scenario, mode: Mode, seed = 1): string[] {
  const problems: string[] = []
  const rename = mode === 'renamed' ? (id: string) => `z${[...id].reverse().join('')}-${id.length}` : (id: string) => id
  let state: AccountState | undefined
  const delivered: ProgramEvent[] = []
  const account = { state: () => state }
  const zone = card.timeZone

  const apply = (event: ProgramEvent): Applied => {
    delivered.push(event)
    let result = applyEvent(definition, state, event)
    if (result.outcomes[0]?.outcome === 'needs-history') {
      const at = state === undefined ? undefined : Date.parse(state.asOf) - 1
      const replayed = replayProgram(definition, delivered, at === undefined ? {} : { at })
      result = { ...replayed, outcomes: result.outcomes }
    }
    state = keep(result.state)
    return result
  }
  const keep = (next: AccountState): AccountState => (mode === 'json' ? JSON.parse(JSON.stringify(next)) : next)
  const advance = (until: { at: number } | { asOf: string }): readonly Entry[] => {
    if (state === undefined) return []
    const entries: Entry[] = []
    if (mode === 'daily') {
      const from = Date.parse(state.asOf)
      const to = 'at' in until ? until.at : instantOfCard(`${formatDate(parseDate(until.asOf) + 1)}T00:00:00`, zone)
      for (let day = Math.floor(from / 86_400_000) + 1; day * 86_400_000 < to; day++) {
        const stepped = advanceProgram(definition, state, { at: day * 86_400_000 })
        entries.push(...stepped.entries)
        state = stepped.state
      }
    }
    const result = advanceProgram(definition, state as AccountState, until)
    state = keep(result.state)
    return [...entries, ...result.entries]
  }

  for (const { events, checkpoint } of segments(scenario, zone)) {
    const order = mode === 'shuffled' ? shuffled(events, seed) : events
    for (const card of order) {
      const action = actionOf(card, zone, rename)
      const label = `${card.id} ${card.at} ${card.type}`
      if (action.kind === 'quote') {
        if (card.expectFee !== undefined && mode !== 'shuffled') {
          const quoted = state === undefined ? undefined : quotePlan(definition, state, action.asked, { at: action.at })
          if (!same(card.expectFee, quoted?.fee)) problems.push(`${label}: fee expected ${card.expectFee}, got ${quoted?.fee}`)
        }
        continue
      }
      if (action.kind === 'clock') {
        if (mode === 'shuffled') continue // the checkpoint after it advances time anyway
        const entries = advance({ at: action.at })
        if (mode !== 'daily') compareEffect(problems, definition, label, card.effect, entries, undefined, undefined)
        continue
      }
      const before = account.state()
      // Let time come to the event first, so that what was due is not taken for its effect.
      if (mode !== 'shuffled' && before !== undefined && Date.parse(before.asOf) <= Number(action.event.at)) advance({ at: (action.event.at as number) - 1 })
      const standing = account.state() === undefined ? undefined : readStanding(definition, account.state() as AccountState)
      const result = apply(action.event)
      if (mode !== 'shuffled') compareOutcome(problems, label, card, result, definition, standing, account.state() as AccountState)
      if (mode === 'doubled') {
        const again = applyEvent(definition, account.state(), action.event)
        if (JSON.stringify(again.state) !== JSON.stringify(account.state())) problems.push(`${label}: a duplicate changed the state`)
        if (again.outcomes[0]?.outcome !== 'duplicate') problems.push(`${label}: duplicate gave ${again.outcomes[0]?.outcome}`)
      }
    }
    if (checkpoint !== undefined && account.state() !== undefined) {
      advance(checkpoint.at.includes('T') ? { at: instantOfCard(checkpoint.at, zone) } : { asOf: checkpoint.at })
      compareCheckpoint(problems, definition, checkpoint, readStanding(definition, account.state() as AccountState))
    }
  }
  if (mode === 'shuffled' && delivered.length > 0) {
    const whole = replayProgram(definition, shuffled(delivered, seed + 7), { at: Date.parse((account.state() as AccountState).asOf) - 1 })
    if (JSON.stringify(readStanding(definition, whole.state)) !== JSON.stringify(readStanding(definition, account.state() as AccountState)))
      problems.push('a shuffled replay of the whole history gives another standing')
  }
  return problems
}

/** Events up to each checkpoint; a checkpoint by date comes after every event of that day. */
function segments(scenario: Scenario, zone: string): { events: readonly CardEvent[]; checkpoint?: Checkpoint }[] {
  const end = (checkpoint: Checkpoint): number =>
    checkpoint.at.includes('T') ? instantOfCard(checkpoint.at, zone) : instantOfCard(`${formatDate(parseDate(checkpoint.at) + 1)}T00:00:00`, zone) - 1
  const parts: { events: CardEvent[]; checkpoint?: Checkpoint }[] = []
  let i = 0
  for (const checkpoint of [...scenario.expect].sort((a, b) => end(a) - end(b))) {
    const events: CardEvent[] = []
    while (i < scenario.events.length && instantOfCard(scenario.events[i].at, zone) <= end(checkpoint)) events.push(scenario.events[i++])
    parts.push({ events, checkpoint })
  }
  parts.push({ events: scenario.events.slice(i) })
  return parts
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const mixed = [...items]
  let x = seed * 2_654_435_761
  for (let i = mixed.length - 1; i > 0; i--) {
    x = (Math.imul(x ^ (x >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0
    const j = x % (i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j], mixed[i]]
  }
  return mixed
}

const COUNTED = new Set(['earn', 'award', 'opening', 'adjust', 'restore', 'convert', 'redeem', 'reverse', 'release', 'hold', 'cancel'])

function compareOutcome(
  problems: string[],
  label: string,
  card: CardEvent,
  result: Applied,
  definition: ProgramDefinition,
  before: Standing | undefined,
  state: AccountState,
): void {
  const outcome = result.outcomes[0]
  if (card.expectRejected !== undefined) {
    if (outcome?.outcome !== 'refused' || outcome.refusal !== card.expectRejected)
      problems.push(`${label}: expected refusal ${card.expectRejected}, got ${outcome?.outcome} ${outcome?.refusal ?? ''}`)
    if (result.entries.length > 0) problems.push(`${label}: a refusal made entries`)
    return
  }
  if (outcome?.outcome !== 'applied') problems.push(`${label}: ${outcome?.outcome} ${outcome?.refusal ?? ''} ${JSON.stringify(outcome?.reason.params)}`)
  const entries = result.entries.filter((entry) => entry.cause === card.id || entry.cause === outcome?.fact)
  compareEffect(problems, definition, label, card.effect, entries, before, readStanding(definition, state))
  if (card.postsAt !== undefined) {
    const posted = entries.filter((entry) => entry.kind === 'hold')
    if (posted.length === 0 || !posted.every((entry) => entry.postsOn !== undefined && formatDate(entry.postsOn) === card.postsAt))
      problems.push(`${label}: posts at ${card.postsAt}, got ${posted.map((entry) => entry.postsOn && formatDate(entry.postsOn))}`)
  }
  if (card.type === 'redeem' && card.value !== undefined) {
    const got = outcome?.redemptions?.map((one) => one.value)
    const expected = Object.values(card.value as Readonly<Record<string, string>>)
    if (!same(expected, got)) problems.push(`${label}: value expected ${expected}, got ${got}`)
  }
}

/** What an event moved in each currency, held amounts with a posting date included, expiry not. */
function compareEffect(
  problems: string[],
  definition: ProgramDefinition,
  label: string,
  effect: CardEvent['effect'],
  entries: readonly Entry[],
  before: Standing | undefined,
  after: Standing | undefined,
): void {
  for (const [name, expected] of Object.entries(effect ?? {})) {
    const currency = definition.currencies?.[name]
    let got: string | undefined
    if (currency !== undefined) {
      let total = 0
      for (const entry of entries) {
        if (entry.currency !== name || !COUNTED.has(entry.kind)) continue
        if ((entry.kind === 'hold' || entry.kind === 'cancel') && entry.postsOn === undefined) continue
        total += entry.units
      }
      got = exactText(fromUnits(total, currency.scale ?? 0))
    } else if (after !== undefined) {
      const change: Exact = addExact(readExact(after.metrics[name] ?? 0) ?? 0, negative(readExact(before?.metrics[name] ?? 0) ?? 0))
      got = exactText(change)
    }
    if (!same(expected, got)) problems.push(`${label}: effect ${name} expected ${expected}, got ${got}`)
  }
}

function negative(x: Exact): Exact {
  return typeof x === 'number' ? -x : ({ n: -x.n, d: x.d } as Exact)
}

function compareCheckpoint(problems: string[], definition: ProgramDefinition, checkpoint: Checkpoint, standing: Standing): void {
  const label = `>> ${checkpoint.at}`
  for (const [key, expected] of Object.entries(checkpoint)) {
    switch (key) {
      case 'at':
      case 'why':
        break
      case 'tier':
      case 'tierValidUntil':
      case 'lifetimeTier':
      case 'state':
      case 'failures':
        if (!same(expected, standing[key])) problems.push(`${label}: ${key} expected ${JSON.stringify(expected)}, got ${JSON.stringify(standing[key])}`)
        break
      case 'balances':
      case 'expired':
      case 'metrics':
      case 'display':
      case 'expiresOn':
        for (const difference of sameWhere(expected as Record<string, unknown>, standing[key])) problems.push(`${label}: ${key} ${difference}`)
        break
      case 'next': {
        const { tier, paths } = expected as { tier: string; paths: unknown[] }
        if (standing.next?.tier !== tier || !samePaths(paths, standing.next?.paths ?? []))
          problems.push(`${label}: next expected ${JSON.stringify(expected)}, got ${JSON.stringify(standing.next)}`)
        break
      }
      case 'lots': {
        const lots = expected as readonly { currency?: string; earned: string; left: string }[]
        const currency = lots[0]?.currency ?? Object.keys(definition.currencies ?? {})[0]
        const got = standing.lots.filter((lot) => lot.currency === currency).map(({ earned, left }) => ({ earned, left }))
        if (!same(lots.map(({ earned, left }) => ({ earned, left })), got)) problems.push(`${label}: lots expected ${JSON.stringify(lots)}, got ${JSON.stringify(got)}`)
        break
      }
      default:
        problems.push(`${label}: nothing compares the key ${key}`)
    }
  }
}

