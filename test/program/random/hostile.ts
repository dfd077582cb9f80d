/** Spoils programs and events in every way JSON allows, and some it does not, and watches what comes out. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import {
  type AccountState,
  advanceProgram,
  applyEvent,
  type ProgramDefinition,
  type ProgramEvent,
  readStanding,
  replayProgram,
  safeDefineProgram,
} from 'tierwise/program'
import { configs } from './definition.js'

export interface FuzzReport {
  readonly cases: number
  readonly refused: number
  readonly accepted: number
  readonly events: number
  /** Outcomes by kind, and declared errors by code. */
  readonly outcomes: Readonly<Record<string, number>>
  /** What no caller should ever see. Empty. */
  readonly faults: readonly string[]
  /** The longest that one case took, for people to look at. */
  readonly slowest: { readonly case: number; readonly ms: number }
}

export function fuzz(cases: number, seed: number): FuzzReport {
  const random = generator(seed)
  const corpus = [...fc.sample(configs({ lateness: { n: 30, unit: 'day' } }), { seed, numRuns: 100 }), ...examples()]
  const outcomes: Record<string, number> = {}
  const faults: string[] = []
  let slowest = { case: -1, ms: 0 }
  let refused = 0
  let accepted = 0
  let events = 0
  const count = (kind: string): void => {
    outcomes[kind] = (outcomes[kind] ?? 0) + 1
  }
  for (let i = 0; i < cases; i++) {
    const began = performance.now()
    const config = copy(corpus[Math.floor(random() * corpus.length)])
    const spoiled = spoil(config, random, random() < 0.3 ? 0 : 1 + Math.floor(random() * 3))
    const fault = (what: string, error?: unknown): void => {
      faults.push(`case ${i} of seed ${seed}: ${what}${error === undefined ? '' : `: ${describeError(error)}`}`)
    }
    const definition = defined(spoiled, fault)
    if (definition === undefined) refused++
    else {
      accepted++
      events += live(definition, random, count, fault)
    }
    const ms = performance.now() - began
    if (ms > slowest.ms) slowest = { case: i, ms }
    if (isPolluted()) {
      fault('a prototype was changed')
      break
    }
  }
  return { cases, refused, accepted, events, outcomes, faults, slowest }
}

function defined(config: unknown, fault: (what: string, error?: unknown) => void): ProgramDefinition | undefined {
  try {
    const result = safeDefineProgram(config)
    if (result.success) return result.data
    const { error } = result
    if (error.code !== 'tierwise.definition' || error.issues.length === 0) fault('a refusal without issues')
    for (const issue of error.issues)
      if (!/^[a-z]+\.[a-z-]+\.[a-z-]+$/.test(issue.code) || !Array.isArray(issue.path))
        fault(`an issue without code or path: ${JSON.stringify(issue)}`)
  } catch (error) {
    fault('defining threw', error)
  }
  return undefined
}

/** A few events, some of them spoiled; at most three years of time. */
function live(
  definition: ProgramDefinition,
  random: () => number,
  count: (kind: string) => void,
  fault: (what: string, error?: unknown) => void,
): number {
  const types = [...new Set(['purchase', 'refund', 'redeem', 'undo', 'visit', 'enroll', ...wordsOf(definition)])]
  const given: unknown[] = []
  let state: AccountState | undefined
  const attempt = (what: string, act: () => void): void => {
    try {
      act()
    } catch (error) {
      if (isDeclared(error)) count(String((error as { problem: unknown }).problem))
      else fault(what, error)
    }
  }
  let at = Date.parse('2016-02-20T00:00:00Z')
  const n = 2 + Math.floor(random() * 6)
  for (let i = 0; i < n; i++) {
    at += Math.floor(random() * random() * 200 * 86_400_000)
    const type = types[Math.floor(random() * types.length)]
    const plain = {
      id: `e${i}`,
      customerId: 'ann',
      type,
      at,
      amount: String(Math.floor(random() * 1e5) / 100),
      points: Math.floor(random() * 200),
      refersTo: `e${Math.floor(random() * i)}`,
    }
    const event = random() < 0.5 ? plain : spoil(copy(plain), random, 1 + Math.floor(random() * 2))
    given.push(event)
    attempt(`applying ${shown(event)}`, () => {
      const applied = applyEvent(definition, state, event as ProgramEvent)
      for (const { outcome } of applied.outcomes) count(outcome)
      check(applied.state, fault)
      state = applied.state
    })
  }
  const here = state
  if (here !== undefined && here.books.at !== null && Math.abs(here.books.at) < Date.parse('2030-01-01'))
    attempt('advancing', () => {
      const advanced = advanceProgram(definition, here, { at: (here.books.at as number) + 400 * 86_400_000 })
      check(advanced.state, fault)
      readStanding(definition, advanced.state)
    })
  attempt('replaying', () => {
    replayProgram(definition, given as ProgramEvent[])
  })
  return n
}

function check(state: AccountState, fault: (what: string) => void): void {
  const text = JSON.stringify(state)
  if (/null|NaN/.test(text) && hasNaN(state)) fault('a state with NaN')
  for (const [id, purse] of Object.entries(state.books.purses))
    for (const figure of [purse.earned, purse.spent, purse.expired, purse.reversed, purse.debt])
      if (!Number.isSafeInteger(figure)) fault(`${id} holds ${figure}`)
}

function hasNaN(node: unknown): boolean {
  if (typeof node === 'number') return !Number.isFinite(node)
  return node !== null && typeof node === 'object' && Object.values(node).some(hasNaN)
}

/** Our own errors carry a code; anything else is a fault. */
function isDeclared(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error as { code: unknown }).code === 'tierwise.usage'
}

function describeError(error: unknown): string {
  return error instanceof Error
    ? `${error.name} ${error.message} ${(error.stack ?? '').split('\n').slice(1, 4).join(' ')}`
    : JSON.stringify(error)
}

function shown(event: unknown): string {
  try {
    return JSON.stringify(event).slice(0, 200)
  } catch {
    return 'an event that cannot be shown'
  }
}

function isPolluted(): boolean {
  const probe = {} as Record<string, unknown>
  return (
    Object.keys(Object.prototype).length > 0 ||
    probe.polluted !== undefined ||
    ([] as unknown as Record<string, unknown>).polluted !== undefined
  )
}

/** Fact types that the definition names. */
function wordsOf(definition: ProgramDefinition): string[] {
  return [...JSON.stringify(definition).matchAll(/"(?:on|start|renew|cancel|from)":"([a-z-]+)"/g)].map(([, word]) => word)
}

const JUNK: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => Number.NaN,
  () => Number.NEGATIVE_INFINITY,
  () => Number.MAX_SAFE_INTEGER,
  () => 0.1 + 0.2,
  () => '',
  () => '0',
  () => '-5',
  () => '999999999999999',
  () => '0.000000000000001',
  () => '1e9',
  () => 'purchase',
  () => 'points',
  () => 'gold',
  () => 'spend',
  () => 'amount',
  () => '__proto__',
  () => 'constructor',
  () => 'toString',
  () => '2016-02-30',
  () => '9999-12-31',
  () => '\ud800',
  () => 'x'.repeat(20_000),
  () => [],
  () => ({}),
  () => [[]],
  () => JSON.parse('{"__proto__": {"polluted": 1}}'),
  () => JSON.parse('{"constructor": {"prototype": {"polluted": 1}}}'),
  () => ({ toString: 'no' }),
  () => nested(80),
  () => ({ measure: 'spend' }),
  () => ({ balance: 'points' }),
  () => ({ over: ['1', '0'] }),
  () => ({ over: ['1', { balance: 'points' }] }),
  () => ({ times: [{ measure: 'spend' }, { measure: 'spend' }, { measure: 'spend' }] }),
  () => ({ byEarned: { gold: '2' }, else: '1' }),
  () => ({ n: 40_000, unit: 'year' }),
  () => ({ n: 0, unit: 'day' }),
  () => ({ daily: true }),
  () => ({ every: '0' }),
  () => ({ every: '0.01' }),
  () => ({ fixed: 'day' }),
  () => ({ gte: '1', lt: '2' }),
  () => Symbol('junk'),
  () => () => 1,
  () => 10n,
  () => new Date(0),
  () => new Map([['a', 1]]),
  () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    return circle
  },
  () =>
    Object.defineProperty({}, 'id', {
      configurable: true,
      enumerable: true,
      get: () => {
        throw new Error('a getter ran')
      },
    }),
]

function nested(depth: number): unknown {
  let node: unknown = '1'
  for (let i = 0; i < depth; i++) node = { plus: [node] }
  return node
}

type Tree = Record<string, unknown> | unknown[]

/** `times` random changes at random places: junk instead of a part, a part gone, renamed, doubled, or put where another was. */
function spoil(root: unknown, random: () => number, times: number): unknown {
  let tree = root
  for (let i = 0; i < times; i++) {
    const places = placesOf(tree)
    if (places.length === 0) return tree
    const [holder, key] = places[Math.floor(random() * places.length)]
    const junk = JUNK[Math.floor(random() * JUNK.length)]()
    switch (Math.floor(random() * 7)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1)
        else Reflect.deleteProperty(holder, key)
        break
      case 1:
        if (!Array.isArray(holder))
          put(holder, typeof junk === 'string' ? junk : 'extra', Object.getOwnPropertyDescriptor(holder, key)?.value)
        break
      case 2: {
        const [other, name] = places[Math.floor(random() * places.length)]
        put(holder, key, copy(Object.getOwnPropertyDescriptor(other, name)?.value))
        break
      }
      case 3:
        if (Array.isArray(holder) && holder.length < 100) holder.push(...holder.map((item) => copy(item)))
        break
      default:
        put(holder, key, junk)
    }
    if (random() < 0.003) tree = junk
  }
  return tree
}

/** As JSON.parse would: an own property, whatever its name. */
function put(holder: Tree, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

function placesOf(node: unknown, places: (readonly [Tree, string | number])[] = [], depth = 0): (readonly [Tree, string | number])[] {
  if (node === null || typeof node !== 'object' || depth > 20 || places.length > 5000) return places
  for (const key of Object.keys(node)) {
    places.push([node as Tree, key])
    const descriptor = Object.getOwnPropertyDescriptor(node, key)
    if (descriptor?.get === undefined) placesOf(descriptor?.value, places, depth + 1)
  }
  return places
}

function copy(node: unknown, made = new Map<object, unknown>()): unknown {
  if (node === null || typeof node !== 'object') return node
  const known = made.get(node)
  if (known !== undefined) return known
  if (!Array.isArray(node) && Object.getPrototypeOf(node) !== Object.prototype) return node
  const twin: Tree = Array.isArray(node) ? [] : {}
  made.set(node, twin)
  for (const key of Object.keys(node)) {
    const descriptor = Object.getOwnPropertyDescriptor(node, key)
    if (descriptor?.get !== undefined) Object.defineProperty(twin, key, { ...descriptor, configurable: true })
    else put(twin, key, copy(descriptor?.value, made))
  }
  return twin
}

function examples(): unknown[] {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../examples/programs')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
