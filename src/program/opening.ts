/** An `opening` fact: history kept elsewhere becomes a tier, lots, counters and facts. */

import { exactUnits, readExact } from '../core/decimal/exact.js'
import { addMonths, type Day, parseDate } from '../core/time/civil.js'
import { countOne, setCounter } from './counters.js'
import { type CounterForm, formFor } from './form.js'
import { addGrant, rankOf, startBase } from './grants.js'
import { give } from './ledger.js'
import type { Run } from './run.js'
import type { ProgramFact } from './state.js'

export function open(run: Run): void {
  const { program, books, fact } = run
  const given = fact.attributes ?? {}
  const joined = dayOf(given.joinedOn)
  if (joined !== undefined) {
    books.enrolled = joined
    books.anchors = { ...books.anchors, enrollment: joined, enrollmentMonth: addMonths(joined, 0, 1) }
  }
  for (const [key, value] of Object.entries(given)) {
    if (Object.hasOwn(program.definition.opening ?? {}, key)) openFacts(run, program.definition.opening?.[key].type ?? key, value)
    else if (program.counters[key] !== undefined) openCounter(run, program.counters[key], value)
    else if (program.currencies[key] === undefined && key !== 'lots' && program.memberNames.has(key))
      books.member = { ...books.member, [key]: value }
  }
  openGiven(run, (key) => Object.hasOwn(program.definition.opening ?? {}, key) || program.counters[key] !== undefined)
  const tier = typeof given.tier === 'string' ? given.tier : undefined
  if (tier !== undefined && rankOf(run, tier) > 0) {
    const until = dayOf(given.tierValidUntil)
    addGrant(run, { tier, from: run.day, to: until ?? null, reason: 'opening', decided: run.day })
    books.tier = tier
    run.rank = rankOf(run, tier)
  } else startBase(run)
  books.term = run.day
  books.anchors = { ...books.anchors, term: run.day }
}

function openCounter(run: Run, counter: CounterForm, value: unknown): void {
  const exact = readExact(value)
  if (exact !== undefined) setCounter(run, counter, exact)
}

function openBalance(run: Run, currency: string, value: unknown): void {
  const exact = readExact(value)
  const units = exact === undefined ? 0 : exactUnits(exact, run.program.currencies[currency].scale, 'down')
  if (units > 0) give(run, { kind: 'opening', rule: 'opening', currency, units })
}

/** Balances and lots that a fact brings along. */
export function openGiven(run: Run, isTaken: (key: string) => boolean = () => false): void {
  for (const [key, value] of Object.entries(run.fact.attributes ?? {})) {
    if (isTaken(key)) continue
    if (run.program.currencies[key] !== undefined) openBalance(run, key, value)
    else if (key === 'lots') openLots(run, value)
  }
}

interface Bringing {
  readonly kind: 'opening' | 'transfer'
  readonly rule: string
  /** Lots keep the day they were earned on and their end. */
  readonly keepsDates: boolean
  /** The currency of lots that name none. */
  readonly only: string | undefined
}

const OPENING: Bringing = { kind: 'opening', rule: 'opening', keepsDates: true, only: undefined }

export function openLots(run: Run, lots: unknown, { kind, rule, keepsDates, only: named }: Bringing = OPENING): void {
  if (!Array.isArray(lots)) return
  const only = named ?? Object.keys(run.program.currencies)[0]
  for (const lot of lots as readonly Readonly<Record<string, unknown>>[]) {
    if (lot === null || typeof lot !== 'object') continue
    const currency = typeof lot.currency === 'string' && named === undefined ? lot.currency : only
    const form = run.program.currencies[currency]
    const exact = readExact(lot.amount)
    if (form === undefined || exact === undefined) continue
    const units = exactUnits(exact, form.scale, 'down')
    const day = dayOf(lot.earned)
    const until = dayOf(lot.expiresOn)
    if (units > 0)
      give(run, {
        kind,
        rule,
        currency,
        units,
        ...(day === undefined || !keepsDates ? {} : { day }),
        ...(until === undefined || !keepsDates ? {} : { until }),
      })
  }
}

/** `feePaidOn: '2023-01-11'` or `certificates: [{ person, on }]`: facts with their own day. */
function openFacts(run: Run, type: string, value: unknown): void {
  const items = Array.isArray(value) ? value : [value]
  const { fact, day } = run
  for (const item of items) {
    const attributes = item !== null && typeof item === 'object' ? (item as Readonly<Record<string, unknown>>) : { on: item }
    const on = dayOf(attributes.on)
    if (on === undefined) continue
    const { calendar } = run.program
    const past: ProgramFact = { id: `${fact.id}/${type}`, customerId: fact.customerId, type, at: calendar.startOf(on), attributes }
    const { form } = run
    run.fact = past
    run.form = formFor(run.program, type)
    run.day = on
    for (const flag of run.form.flags) {
      if (flag.sets && flag.where(run)) {
        const until = flag.until?.(run, on) ?? null
        if (until === null || until >= day) run.books.flags = { ...run.books.flags, [flag.id]: { on, until } }
      }
    }
    for (const counter of run.form.counters) countOne(run, counter, on)
    run.fact = fact
    run.form = form
    run.day = day
  }
}

function dayOf(value: unknown): Day | undefined {
  const day = typeof value === 'string' ? parseDate(value) : Number.NaN
  return Number.isNaN(day) ? undefined : day
}
