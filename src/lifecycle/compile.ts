/** A lifecycle made ready: for every stage and fact type the candidates, for every stage the timers, every condition a closure. */

import { currencyExponent } from '../core/decimal/currency.js'
import { type Exact, fraction, readExact } from '../core/decimal/exact.js'
import { deepFreeze } from '../core/freeze.js'
import { hashOf } from '../core/hash.js'
import { compileCondition } from '../core/language/compile-condition.js'
import { factScope } from '../core/language/fact-scope.js'
import type { NumberGetter, Scope } from '../core/language/scope.js'
import { checkedDay, civilOfDay, type Day, parseDate } from '../core/time/civil.js'
import { parseInstant } from '../core/time/instant.js'
import { addLength, type Length } from '../core/time/length.js'
import { dayAt, type Zone, zoneOf } from '../core/time/zone.js'
import type { AfterTrigger, AtTrigger, LifecycleDefinition, RhythmLength, Transition } from './definition.js'
import { type Linear, limitOf, linear, linearOf, linearTest } from './linear.js'
import { attachMachine, type EventForm, type Machine, type StageForm, type TimerForm, type TransitionForm } from './machine.js'
import { cellMeter, isPlain, type Meter, plainMeter } from './meters.js'
import { readingOf } from './reading.js'
import { newRun, own, type Run } from './run.js'
import type { MeterCell } from './state.js'

/** Fields of the fact itself. */
const OWN = new Set(['id', 'type', 'at', 'amount', 'currency', 'channel', 'refersTo', 'lines', 'it'])

/**
 * Freezes a lifecycle and lets the verbs ask for its machine, which is made when one first does. Only what defines or adopts a lifecycle holds the
 * language of conditions; a page that runs one pays for that once, and for the verbs a few kilobytes.
 */
export function readyLifecycle(definition: LifecycleDefinition): LifecycleDefinition {
  return attachMachine(deepFreeze(definition), compileMachine)
}

/** How a fact changes the memory, and by which key the change is known. */
interface Update {
  readonly key: string
  readonly run: ((run: Run) => void) | { readonly tally: number } | { readonly day: number }
}

/** One number the definition remembers. */
interface Slot {
  readonly key: string
  readonly initial: Exact | null
}

function compileMachine(definition: LifecycleDefinition): Machine {
  const { timeZone, currency, measures = {}, flags = {}, rhythm, stages, everywhere = [] } = definition
  const zone = zoneOf(timeZone)
  const slots: Slot[] = []
  const cellCount = { n: 0 }
  const updates = new Map<string, Update[]>()
  const meters = new Map<string, Meter>()
  const facts = factScope<Run>(zone, currency)
  const exponent = currencyExponent(currency) ?? 2
  const fields = new Set<string>()
  /** What transitions ask about the fact that sets them off. */
  const asked = new Set<string>()
  let noted = fields

  const slotOf = (key: string, initial: Exact | null): number => {
    const known = slots.findIndex((slot) => slot.key === key)
    return known >= 0 ? known : slots.push({ key, initial }) - 1
  }
  const onType = (type: string, key: string, run: Update['run']): void => {
    updates.set(type, [...(updates.get(type) ?? []), { key, run }])
  }
  /** The latest local day of a fact type. */
  const seen = (type: string): number => {
    const key = `seen ${type}`
    const known = slots.some((slot) => slot.key === key)
    const slot = slotOf(key, null)
    if (!known) onType(type, key, { day: slot })
    return slot
  }
  const anchors = (run: Run): Readonly<Record<string, Day | undefined>> => ({
    enrollment: enrollment < 0 ? undefined : ((run.memory[enrollment] as Day | null) ?? undefined),
    stage: Number.isNaN(run.entered) ? undefined : run.entered,
  })

  const scope: Scope<Run> = {
    ...facts,
    field: (name) => {
      noted.add(name.split('.')[0])
      return facts.field(name)
    },
    each: (name, body) => {
      noted.add(name.split('.')[0])
      return facts.each?.(name, body) ?? (() => {})
    },
    calendar: (part) => {
      if (part === 'hour') noted.add('at')
      return facts.calendar?.(part) ?? (() => undefined)
    },
    measure: (id) => meters.get(id)?.read ?? (() => undefined),
    flag: (id) => {
      const slot = slotOf(`flag ${id}`, 0)
      return (run) => run.memory[slot] === 1
    },
    named: (name) => namedValue(name, seen, beat),
    limit: (subject, operator, limit, exact) => {
      const value = linearOf(subject, { measure: (id) => meters.get(id)?.linear, named: (name) => namedLinear(name, seen, beat, exponent) })
      return value && linearTest(value, operator, limit, exact, currency)
    },
  }

  let enrollment = -1
  if (Object.values(measures).some(({ window }) => typeof window === 'object' && 'anchored' in window && window.to === 'enrollment')) {
    enrollment = slotOf('enrollment', null)
    onType('enroll', 'enrollment', (run) => {
      if (run.memory[enrollment] === null) own(run)[enrollment] = run.day
    })
  }
  const beat =
    rhythm === undefined
      ? undefined
      : { last: slotOf('rhythm last', null), days: slotOf('rhythm days', 0), first: slotOf('rhythm first', null), gaps: rhythm.gaps ?? 2 }
  // Measures come first: a condition sees them with the event at work counted.
  for (const [id, measure] of Object.entries(measures)) {
    const key = `measure ${id}`
    const meter = isPlain(measure)
      ? plainMeter(measure, slotOf(key, 0), currency, scope)
      : cellMeter(measure, cellCount.n++, scope, anchors)
    meters.set(id, meter)
    for (const type of meter.types) onType(type, key, meter.isTally === true ? { tally: slotOf(key, 0) } : meter.update)
  }
  for (const [id, flag] of Object.entries(flags)) {
    const slot = slotOf(`flag ${id}`, 0)
    const where = flag.where === undefined ? undefined : compileCondition(flag.where, scope)
    const set = (value: number) => (run: Run) => {
      if (run.memory[slot] !== value && (where === undefined || where(run))) own(run)[slot] = value
    }
    onType(flag.on, `flag ${id}`, set(1))
    if (flag.off !== undefined) onType(flag.off, `flag ${id}`, set(0))
  }
  if (rhythm !== undefined && beat !== undefined) {
    const where = rhythm.where === undefined ? undefined : compileCondition(rhythm.where, scope)
    for (const type of typeof rhythm.on === 'string' ? [rhythm.on] : rhythm.on) {
      onType(type, 'rhythm', (run) => {
        if ((where !== undefined && !where(run)) || run.memory[beat.last] === run.day) return
        const memory = own(run)
        if (memory[beat.first] === null) memory[beat.first] = run.day
        memory[beat.days] = (memory[beat.days] as number) + 1
        memory[beat.last] = run.day
      })
    }
  }

  const forms: (StageForm & { on: TransitionForm[][]; timers: TimerForm[]; retimed: boolean[] })[] = stages.map((stage, index) => ({
    id: stage.id,
    index,
    stage,
    on: [],
    timers: [],
    retimed: [],
  }))
  const byId = new Map(forms.map((form) => [form.id, form]))
  const watched: { form: StageForm; slot: string }[] = []

  /** What a timer counts from, and which memory moves it. */
  const timerDue = (rule: AfterTrigger | AtTrigger, form: StageForm): ((run: Run) => Day) => {
    if ('at' in rule) return atDue(rule.at, form)
    const { after } = rule
    const watch = (slot: string): void => {
      watched.push({ form, slot })
    }
    const since = rule.since ?? ('rhythm' in after ? 'rhythm' : 'entry')
    if ('rhythm' in after && beat !== undefined) watch('rhythm')
    if (typeof since === 'object') watch(`seen ${since.event}`)
    const slot = typeof since === 'object' ? seen(since.event) : since === 'rhythm' && beat !== undefined ? beat.last : -1
    const from = (run: Run): Day => (slot < 0 ? run.entered : ((run.memory[slot] as Day | null) ?? Number.NaN))
    if (!('rhythm' in after)) {
      if (after.unit === 'day') return (run) => from(run) + after.n
      return (run) => plus(from(run), after)
    }
    return (run) => rhythmDue(run, from(run), after, beat)
  }

  const atDue = (at: AtTrigger['at'], form: StageForm): ((run: Run) => Day) => {
    if (typeof at === 'string') {
      const fixed = parseDate(at)
      return () => fixed
    }
    if ('yearly' in at) {
      const month = Number(at.yearly.slice(0, 2))
      const day = Number(at.yearly.slice(3))
      return (run) => nextYearly(run.entered, month, day)
    }
    const key = `date ${JSON.stringify(at)}`
    const slot = slotOf(key, null)
    const field = scope.field(at.field)
    const { before } = at
    for (const type of typeof at.of === 'string' ? [at.of] : at.of) {
      onType(type, key, (run) => {
        const text = field(run)
        const day = typeof text === 'string' ? dayOfText(text, zone) : Number.NaN
        if (!Number.isNaN(day)) own(run)[slot] = before === undefined ? day : addLength(day, { n: -before.n, unit: before.unit })
      })
    }
    watched.push({ form, slot: key })
    return (run) => (run.memory[slot] as Day | null) ?? Number.NaN
  }

  const rulesOf = (form: StageForm): { rule: Transition; path: readonly (string | number)[] }[] => {
    const own = (form.stage.transitions ?? []).map((rule, i) => ({ rule, path: ['stages', form.index, 'transitions', i] as const }))
    if (form.stage.final === true) return own
    const shared = everywhere.map((rule, i) => ({ rule, path: ['everywhere', i] as const })).filter(({ rule }) => rule.to !== form.id)
    return [...own, ...shared]
  }
  noted = asked
  const eventTriggered: { form: (typeof forms)[number]; type: string; made: TransitionForm }[] = []
  for (const form of forms) {
    const ordered = rulesOf(form).sort((a, b) => (b.rule.priority ?? 0) - (a.rule.priority ?? 0))
    for (const { rule, path } of ordered) {
      const to = byId.get(rule.to) as StageForm
      const test = rule.when === undefined ? undefined : compileCondition(rule.when, scope)
      const trigger = 'on' in rule ? 'event' : 'time'
      const made: TransitionForm = {
        rule,
        to,
        test,
        limit: limitOf(test),
        path,
        trigger,
        emits: hasAny(form.stage.exit, rule.effects, to.stage.entry),
      }
      if ('on' in rule) for (const type of typeof rule.on === 'string' ? [rule.on] : rule.on) eventTriggered.push({ form, type, made })
      else form.timers.push({ ...made, due: timerDue(rule, form) })
    }
  }

  const types = [...new Set([...updates.keys(), ...eventTriggered.map(({ type }) => type)])].sort()
  const events = new Map(
    types.map((type, index) => {
      const runs = (updates.get(type) ?? []).map(({ run }) => run)
      // What only counts or dates a fact reads nothing, so it may come first.
      const form: EventForm = {
        type,
        index,
        tallies: runs.flatMap((run) => ('tally' in run ? [run.tally] : [])),
        days: runs.flatMap((run) => ('day' in run ? [run.day] : [])),
        updates: runs.filter((run) => typeof run === 'function'),
      }
      return [type, form] as const
    }),
  )
  for (const form of forms) {
    for (const type of types) {
      form.on.push(eventTriggered.filter((one) => one.form === form && one.type === type).map(({ made }) => made))
      form.retimed.push((updates.get(type) ?? []).some(({ key }) => watched.some((watch) => watch.form === form && watch.slot === key)))
    }
  }
  const initial = byId.get(definition.initial) as StageForm
  const emptyCells = Array.from({ length: cellCount.n }, (): readonly MeterCell[] => [])
  const machine: Machine = {
    definition,
    identity: { id: definition.id, hash: hashOf(definition) },
    zone,
    reading: readingOf(definition, zone),
    isPatient: definition.lateness !== undefined,
    events,
    eventOf: lookupOf(events),
    stages: byId,
    list: forms,
    initial,
    empty: { stage: initial.id, entered: null, due: null, spent: null, memory: slots.map((slot) => slot.initial), cells: emptyCells },
    emptyCells,
    fields: new Set([...fields, ...asked]),
    asked,
    names: [...fields, ...asked].filter((name) => !OWN.has(name)),
    scope,
    run: undefined as unknown as Run, // knows the machine, so it comes after
  }
  return Object.assign(machine, { run: newRun(machine) })
}

/** The few types of a definition mostly differ in their first letter or length; what a place by these tells takes half of a look into the map. */
function lookupOf(events: ReadonlyMap<string, EventForm>): (type: string) => EventForm | undefined {
  const places: (EventForm | undefined)[] = new Array(32).fill(undefined)
  const placeOf = (type: string): number => (type.length * 5 + type.charCodeAt(0)) & 31
  for (const form of events.values()) places[placeOf(form.type)] ??= form
  return (type) => {
    const form = places[placeOf(type)]
    return form !== undefined && form.type === type ? form : events.get(type)
  }
}

interface Beat {
  readonly first: number
  readonly last: number
  readonly days: number
  /** How many gaps make a rhythm. */
  readonly gaps: number
}

function namedValue(name: string, seen: (type: string) => number, beat: Beat | undefined): NumberGetter<Run> | undefined {
  if (name === 'daysInStage') return (run) => (Number.isNaN(run.entered) ? undefined : run.day - run.entered)
  if (name === 'beats' && beat !== undefined) return (run) => run.memory[beat.days] as number
  if (name === 'meanGapDays' && beat !== undefined) {
    return ({ memory }) => {
      const gaps = (memory[beat.days] as number) - 1
      return gaps < 1 ? undefined : fraction((memory[beat.last] as Day) - (memory[beat.first] as Day), gaps)
    }
  }
  if (!name.startsWith(SINCE)) return undefined
  const slot = seen(name.slice(SINCE.length))
  return (run) => {
    const day = run.memory[slot]
    return day === null ? undefined : run.day - (day as Day)
  }
}

function namedLinear(name: string, seen: (type: string) => number, beat: Beat | undefined, exponent: number): Linear | undefined {
  if (name === 'amount') return linear({ scale: exponent, amount: 1 })
  if (name === 'daysInStage') return linear({ day: 1, entered: -1 })
  if (name === 'beats' && beat !== undefined) return linear({ slots: [beat.days], factors: [1] })
  return name.startsWith(SINCE) ? linear({ day: 1, slots: [seen(name.slice(SINCE.length))], factors: [-1] }) : undefined
}

export const SINCE = 'daysSince.'

function plus(from: Day, length: Length): Day {
  return Number.isNaN(from) ? from : addLength(from, length)
}

/** ⌈times · (last − first) / gaps⌉ days on, not before `least`, not after `most`. */
function rhythmDue(run: Run, from: Day, after: RhythmLength, beat: Beat | undefined): Day {
  if (beat === undefined || Number.isNaN(from)) return Number.NaN
  const gaps = (run.memory[beat.days] as number) - 1
  if (gaps < beat.gaps) return addLength(from, after.otherwise)
  const span = (run.memory[beat.last] as Day) - (run.memory[beat.first] as Day)
  const times = readExact(after.rhythm) as Exact
  // A quotient of safe integers that is not whole never rounds to a whole number.
  const days = typeof times === 'number' ? Math.ceil((times * span) / gaps) : Math.ceil((Number(times.n) * span) / (Number(times.d) * gaps))
  const least = after.least === undefined ? from : addLength(from, after.least)
  const most = after.most === undefined ? Number.POSITIVE_INFINITY : addLength(from, after.most)
  return Math.max(least, Math.min(most, from + days))
}

function hasAny(...lists: readonly (readonly unknown[] | undefined)[]): boolean {
  return lists.some((list) => list !== undefined && list.length > 0)
}

/** The first such date after a day; 29 February is the last of February in other years. */
function nextYearly(after: Day, month: number, day: number): Day {
  if (Number.isNaN(after)) return after
  const { year } = civilOfDay(after)
  for (let y = year; ; y++) {
    const exact = checkedDay(y, month, day)
    const date = Number.isNaN(exact) ? checkedDay(y, month, 28) : exact
    if (date > after) return date
  }
}

function dayOfText(text: string, zone: Zone): Day {
  const day = parseDate(text)
  if (!Number.isNaN(day)) return day
  const instant = parseInstant(text)
  return Number.isNaN(instant) ? Number.NaN : dayAt(zone, instant)
}
