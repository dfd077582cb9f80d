/** The words of a definition over one fact: its fields, its lists, its place in the local calendar. */

import { currencyExponent } from '../decimal/currency.js'
import { fromUnits } from '../decimal/exact.js'
import { civilOfDay, type Day, formatDate, weekdayOf } from '../time/civil.js'
import { msOfDayAt, type Zone } from '../time/zone.js'
import { factWords } from './fact-words.js'
import type { Datum, Getter, Scope } from './scope.js'
import type { CalendarPart } from './value.js'

/** What the scope reads of a fact; `Fact` fits, and so does a program's event. */
export interface FactLike {
  readonly id?: string
  readonly type: string
  readonly at: number
  readonly amountMinor?: number
  readonly currency?: string
  readonly channel?: string
  readonly refersTo?: string
  readonly lines?: readonly object[]
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** Where a fact is looked at. One object is reused for many facts; closures read it and keep nothing. */
export interface FactEnv {
  fact: FactLike
  /** Local day of the fact. */
  day: Day
  /** The list element names refer to inside `sum … of`. */
  element: unknown
}

/** @param currency of amounts whose fact names none */
export function factScope<E extends FactEnv>(zone: Zone, currency: string): Scope<E> {
  const exponent = currencyExponent(currency) ?? 2
  const major = (minor: number, named: unknown): Datum =>
    fromUnits(minor, typeof named === 'string' && named !== currency ? (currencyExponent(named) ?? exponent) : exponent)
  return {
    field: (name) => fieldOf(name, major),
    day: (env) => env.day,
    calendar: (part) => calendarOf(part, zone),
    words: factWords,
    each: (name, body) => (env) => {
      const list = name === 'lines' && env.fact.lines ? env.fact.lines : atPath(env.fact.attributes, name)
      if (!Array.isArray(list)) return
      const outer = env.element
      for (const element of list) {
        env.element = element
        body(env)
      }
      env.element = outer
    },
  }
}

function fieldOf<E extends FactEnv>(name: string, major: (minor: number, named: unknown) => Datum): Getter<E> {
  const ofFact = factField<E>(name, major)
  if (name === 'it') return (env) => env.element as Datum
  return (env) => {
    const { element } = env
    if (element === undefined) return ofFact(env)
    const inner = elementField(element, name, env.fact.currency, major)
    return inner === undefined ? ofFact(env) : inner
  }
}

function factField<E extends FactEnv>(name: string, major: (minor: number, named: unknown) => Datum): Getter<E> {
  switch (name) {
    case 'amount':
      return ({ fact }) => (fact.amountMinor === undefined ? undefined : major(fact.amountMinor, fact.currency))
    case 'lines':
      return ({ fact }) => fact.lines
    case 'type':
    case 'currency':
    case 'channel':
    case 'refersTo':
    case 'id':
      return ({ fact }) => fact[name]
    default:
      if (name.includes('.')) return ({ fact }) => atPath(fact.attributes, name)
      return ({ fact }) => {
        const { attributes } = fact
        return attributes !== undefined && Object.hasOwn(attributes, name) ? (attributes[name] as Datum) : undefined
      }
  }
}

function elementField(element: unknown, name: string, currency: unknown, major: (minor: number, named: unknown) => Datum): Datum {
  if (element === null || typeof element !== 'object') return undefined
  const object = element as Readonly<Record<string, unknown>>
  if (name === 'amount' && typeof object.amountMinor === 'number') return major(object.amountMinor, currency)
  const own = atPath(object, name)
  return own === undefined && typeof object.attributes === 'object' ? atPath(object.attributes, name) : own
}

/** A member of an object, or of an object inside it; only own properties. */
export function atPath(object: unknown, path: string): Datum {
  let here: unknown = object
  for (const key of path.split('.')) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, key)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[key]
  }
  return here as Datum
}

function calendarOf<E extends FactEnv>(part: CalendarPart, zone: Zone): Getter<E> {
  switch (part) {
    case 'date':
      return (env) => formatDate(env.day)
    case 'year':
      return (env) => civilOfDay(env.day).year
    case 'month':
      return (env) => civilOfDay(env.day).month
    case 'day':
      return (env) => civilOfDay(env.day).day
    case 'weekday':
      return (env) => weekdayOf(env.day)
    case 'monthOfQuarter':
      return (env) => ((civilOfDay(env.day).month - 1) % 3) + 1
    case 'quarter':
      return (env) => {
        const { year, month } = civilOfDay(env.day)
        return `${year}Q${Math.floor((month - 1) / 3) + 1}`
      }
    case 'hour':
      return (env) => Math.floor(msOfDayAt(zone, env.fact.at) / 3_600_000)
  }
}
