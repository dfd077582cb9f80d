/** What a lifecycle gets wrong without being malformed. Every finding says what it found and, where one exists, a way from the initial stage that shows it. */

import type { Condition } from '../core/language/condition.js'
import { type Reason, reason } from '../core/reason.js'
import { addMonths } from '../core/time/civil.js'
import { type Length, monthsIn } from '../core/time/length.js'
import { implies, lintCondition } from '../rules/lint.js'
import type { AfterTrigger, AtTrigger, LifecycleDefinition, Transition } from './definition.js'
import { labelOf } from './diagram.js'
import { machineForm } from './machine.js'
import type { StagePaths } from './stage-paths.js'

export interface LintLifecycleOptions {
  /** Stays of a real or made-up base: stages it never enters are reported. */
  readonly sample?: StagePaths
  /** How often the host brings new data: shorter timers are reported, because they fire on customers whose facts are still on their way. */
  readonly refresh?: Length
}

type Path = readonly (string | number)[]

interface Edge {
  readonly from: number
  readonly to: number
  readonly rule: Transition
  readonly path: Path
}

/**
 * Findings: `lifecycle.stage.unreachable`, `.trap`, `.no-way-back`, `.never-entered`; `lifecycle.transition.ambiguous`, `.never`; `lifecycle.timer.never`, `.endless`, `.shorter-than-refresh`.
 * Conditions are taken for free unless they contradict themselves: an unreachable stage surely is, a reachable one may still need what no customer does.
 */
export function lintLifecycle(definition: LifecycleDefinition, options: LintLifecycleOptions = {}): Reason[] {
  const { stages } = definition
  const edges = edgesOf(definition)
  const findings: Reason[] = []
  const report = (code: string, params: Reason['params'], path: Path): void => {
    // A shared rule is found in every stage it leaves from; it is one mistake.
    if (!findings.some((known) => known.code === code && known.path?.join() === path.join() && path[0] === 'everywhere'))
      findings.push(reason(code, 'warning', params, { path }))
  }

  if (edges.length > EDGES_MAX) return [reason('lifecycle.lint.too-large', 'warning', { transitions: edges.length, limit: EDGES_MAX })]
  const endless = circles(edges.filter(({ rule }) => isImmediate(rule) && !isNever(rule.when)))
  const { alive, routes, dead } = explore(definition, edges, new Set(endless.flat()))
  const name = (i: number): string => stages[i].id
  const route = (i: number): string => routes[i] ?? ''

  stages.forEach((stage, i) => {
    const path = ['stages', i]
    if (!alive.has(i)) report('lifecycle.stage.unreachable', { stage: stage.id }, path)
    const out = edges.filter((edge) => edge.from === i && edge.to !== i && !dead.has(edge))
    if (stage.final !== true && out.length === 0 && alive.has(i)) report('lifecycle.stage.trap', { stage: stage.id, route: route(i) }, path)
    if (stage.lost === true && stage.final !== true && alive.has(i) && !comesBack(definition, edges, dead, i))
      report('lifecycle.stage.no-way-back', { stage: stage.id, route: route(i) }, path)
  })

  for (const edge of edges) {
    if (!alive.has(edge.from)) continue
    if (isNever(edge.rule.when)) report('lifecycle.transition.never', { stage: name(edge.from), to: name(edge.to) }, [...edge.path, 'when'])
    else if (dead.has(edge))
      report(
        'on' in edge.rule ? 'lifecycle.transition.never' : 'lifecycle.timer.never',
        { stage: name(edge.from), to: name(edge.to), trigger: labelOf(edge.rule), route: route(edge.from) },
        edge.path,
      )
  }

  for (const [a, b, type] of rivals(edges)) {
    if (!alive.has(a.from) || dead.has(a) || dead.has(b)) continue
    report(
      'lifecycle.transition.ambiguous',
      {
        stage: name(a.from),
        event: type,
        first: name(a.to),
        second: name(b.to),
        route: joined(route(a.from), `${type} → ${name(a.to)} or ${name(b.to)}`),
      },
      b.path,
    )
  }

  for (const cycle of endless) {
    if (!cycle.every((edge) => alive.has(edge.from) && !dead.has(edge))) continue
    const steps = [name(cycle[0].from), ...cycle.map((edge) => name(edge.to))].join(' → ')
    report('lifecycle.timer.endless', { cycle: steps, route: joined(route(cycle[0].from), steps) }, cycle[0].path)
  }

  const { refresh, sample } = options
  if (refresh !== undefined) {
    for (const { rule, path, from } of edges)
      if ('after' in rule && isShorter('rhythm' in rule.after ? (rule.after.least ?? { n: 0, unit: 'day' }) : rule.after, refresh))
        report('lifecycle.timer.shorter-than-refresh', { stage: name(from), trigger: labelOf(rule) }, path)
  }
  if (sample !== undefined) {
    const entered = new Set(Array.from(sample.columns.stage.codes, (code) => sample.columns.stage.values[code]))
    stages.forEach((stage, i) => {
      if (alive.has(i) && !entered.has(stage.id))
        report('lifecycle.stage.never-entered', { stage: stage.id, customers: sample.customers.length }, ['stages', i])
    })
  }
  return findings
}

/** Those from everywhere counted in every stage. A lifecycle that people understand has a few dozen; the questions grow with the square. */
const EDGES_MAX = 1_000

/** Own transitions first, then those from everywhere, as the machine sorts them. */
function edgesOf({ stages, everywhere = [] }: LifecycleDefinition): Edge[] {
  const index = new Map(stages.map(({ id }, i) => [id, i]))
  return stages.flatMap((stage, from) => {
    const own = (stage.transitions ?? []).map((rule, i) => ({ rule, path: ['stages', from, 'transitions', i] as Path }))
    const shared =
      stage.final === true
        ? []
        : everywhere.map((rule, i) => ({ rule, path: ['everywhere', i] as Path })).filter(({ rule }) => rule.to !== stage.id)
    return [...own, ...shared]
      .map(({ rule, path }) => ({ from, to: index.get(rule.to) as number, rule, path }))
      .sort((a, b) => (b.rule.priority ?? 0) - (a.rule.priority ?? 0))
  })
}

/**
 * Which stages can be reached, by which way, and which transitions can never be taken. A stage is looked at together with the fact types that have happened:
 * a timer that counts from a purchase runs only where one has.
 */
function explore(
  definition: LifecycleDefinition,
  edges: readonly Edge[],
  circling: ReadonlySet<Edge>,
): { alive: ReadonlySet<number>; routes: readonly (string | undefined)[]; dead: ReadonlySet<Edge> } {
  const { stages } = definition
  const types = new Set([...clockTypes(edges, definition)].slice(0, CLOCKS_MAX))
  const events = [...machineForm(definition).events.keys()]
  const initial = stages.findIndex(({ id }) => id === definition.initial)
  const routes: (string | undefined)[] = stages.map(() => undefined)
  const taken = new Set<Edge>()
  const seen = new Set<string>()
  const queue: { stage: number; known: ReadonlySet<string>; way: string }[] = [
    { stage: initial, known: new Set(), way: stages[initial].id },
  ]
  const blocked = shadowedTimers(edges, definition, circling)
  const forestalled = forestalledEvents(edges)
  for (let q = 0; q < queue.length; q++) {
    const { stage, known, way } = queue[q]
    const key = `${stage} ${[...known].sort().join('\u0000')}`
    if (seen.has(key)) continue
    seen.add(key)
    routes[stage] ??= way
    const out = edges.filter((edge) => edge.from === stage)
    const go = (edge: Edge, after: ReadonlySet<string>): void => {
      taken.add(edge)
      queue.push({ stage: edge.to, known: after, way: `${way} –${labelOf(edge.rule)}→ ${stages[edge.to].id}` })
    }
    // Who comes in leaves again before anything else can happen.
    const exit = known.has(BEGUN) ? out.find((edge) => isExit(edge.rule) && !circling.has(edge)) : undefined
    for (const type of exit === undefined ? events : []) {
      const isNew = !known.has(BEGUN) || (types.has(type) && !known.has(type))
      const after = isNew ? new Set([...known, BEGUN, ...(types.has(type) ? [type] : [])]) : known
      let stays = true
      for (const edge of out.filter(({ rule }) => onTypes(rule).includes(type))) {
        const { when } = edge.rule
        if (!stays || isNever(when) || forestalled.get(edge)?.has(type)) continue
        go(edge, after)
        if (edge.rule.when === undefined) stays = false
      }
      if (stays && isNew) queue.push({ stage, known: after, way })
    }
    for (const edge of out) {
      if ('on' in edge.rule || blocked.has(edge) || isNever(edge.rule.when)) continue
      if (exit !== undefined && edge !== exit && (out.indexOf(edge) > out.indexOf(exit) || !isImmediate(edge.rule))) continue
      const clocks = clocksOf(edge.rule, definition) ?? [BEGUN]
      if (clocks.some((type) => known.has(type) || !(type === BEGUN || types.has(type)))) go(edge, known)
    }
  }
  return {
    alive: new Set(stages.map((_, i) => i).filter((i) => routes[i] !== undefined)),
    routes,
    dead: new Set(edges.filter((edge) => !taken.has(edge))),
  }
}

/** Before the first fact no timer runs. */
const BEGUN = '\u0000'

/** Facts that more timers than this count from are taken to have happened: the question doubles with each. */
const CLOCKS_MAX = 5

/** By edge the fact types on which an earlier one surely holds wherever it would. */
function forestalledEvents(edges: readonly Edge[]): ReadonlyMap<Edge, ReadonlySet<string>> {
  const found = new Map<Edge, Set<string>>()
  for (const [a, b, types] of pairsOf(edges)) {
    const { when: first } = a.rule
    const { when: second } = b.rule
    if (first === undefined || second === undefined || !implies(second, first)) continue
    found.set(b, new Set([...(found.get(b) ?? []), ...types]))
  }
  return found
}

/** Transitions of one stage that share fact types, the earlier first. */
function* pairsOf(edges: readonly Edge[]): Generator<readonly [Edge, Edge, readonly string[]]> {
  const byStage = new Map<number, Edge[]>()
  for (const edge of edges) if ('on' in edge.rule) byStage.set(edge.from, [...(byStage.get(edge.from) ?? []), edge])
  let pairs = 0
  for (const own of byStage.values()) {
    for (let i = 0; i < own.length; i++) {
      for (let j = i + 1; j < own.length; j++) {
        const types = onTypes(own[i].rule).filter((type) => onTypes(own[j].rule).includes(type))
        if (types.length === 0) continue
        if (++pairs > PAIRS_MAX) return
        yield [own[i], own[j], types]
      }
    }
  }
}

/** More pairs of rivals than a person could sort out. */
const PAIRS_MAX = 10_000

/** The fact types a timer counts from; `undefined` for those that count from entry or a date. */
function clocksOf(rule: AfterTrigger | AtTrigger, { rhythm }: LifecycleDefinition): readonly string[] | undefined {
  if ('at' in rule) return typeof rule.at === 'object' && 'field' in rule.at ? listOf(rule.at.of) : undefined
  if (typeof rule.since === 'object') return [rule.since.event]
  if (rule.since === undefined && 'rhythm' in rule.after) return rhythm === undefined ? [] : listOf(rhythm.on)
  return undefined
}

function clockTypes(edges: readonly Edge[], definition: LifecycleDefinition): Set<string> {
  return new Set(edges.flatMap(({ rule }) => ('on' in rule ? [] : (clocksOf(rule, definition) ?? []))))
}

/** Timers that another one, surely asking first and asking nothing, always forestalls: the same clock, no longer, and before it in order. */
function shadowedTimers(edges: readonly Edge[], definition: LifecycleDefinition, circling: ReadonlySet<Edge>): Set<Edge> {
  const shadowed = new Set<Edge>()
  edges.forEach((edge, i) => {
    if ('on' in edge.rule) return
    edges.forEach((other, j) => {
      if (i === j || other.from !== edge.from || circling.has(other) || 'on' in other.rule || other.rule.when !== undefined) return
      const order = comesBefore(other.rule, edge.rule as AfterTrigger | AtTrigger, definition)
      if (order === 'sooner' || (order === 'same' && j < i)) shadowed.add(edge)
    })
  })
  return shadowed
}

/** Whether `a` always falls due before `b`, or never later. */
function comesBefore(
  a: AfterTrigger | AtTrigger,
  b: AfterTrigger | AtTrigger,
  definition: LifecycleDefinition,
): 'sooner' | 'same' | undefined {
  if ('at' in a || 'at' in b) {
    if (!('at' in a && 'at' in b)) return undefined
    return JSON.stringify(a.at) === JSON.stringify(b.at) ? 'same' : undefined
  }
  const clock = (rule: AfterTrigger): string => JSON.stringify(clocksOf(rule, definition) ?? 'entry')
  if (clock(a) !== clock(b) || 'rhythm' in a.after !== 'rhythm' in b.after) return undefined
  if ('rhythm' in a.after || 'rhythm' in b.after) return JSON.stringify(a.after) === JSON.stringify(b.after) ? 'same' : undefined
  if (a.after.n === b.after.n && a.after.unit === b.after.unit) return 'same'
  // Counted from a fact, both may be past when the stage is entered, and then ask on the same day.
  if (extent(a.after)[0] >= extent(b.after)[1]) return undefined
  // Counted from a fact, both may be past when the stage is entered; they then ask on that day, in order.
  return clock(a) === '"entry"' ? 'sooner' : 'same'
}

/** The most and the fewest days a length can be. */
function extent({ n, unit }: Length): readonly [number, number] {
  const months = monthsIn(unit) * n
  if (months === 0) return [unit === 'week' ? 7 * n : n, unit === 'week' ? 7 * n : n]
  let most = 0
  let fewest = Number.POSITIVE_INFINITY
  // Four years hold every month; those around 2100 also the century that is no leap year.
  for (const first of [FOUR_YEARS, FOUR_YEARS - 1_461]) {
    for (let day = first; day < first + 1_461; day++) {
      const days = addMonths(day, months) - day
      most = Math.max(most, days)
      fewest = Math.min(fewest, days)
    }
  }
  return [most, fewest]
}

/** 2098-01-01 */
const FOUR_YEARS = 46_752

function isShorter(a: Length, b: Length): boolean {
  return extent(a)[0] < extent(b)[0]
}

/** Pairs that one event of a stage could set off with equal right. */
function* rivals(edges: readonly Edge[]): Generator<readonly [Edge, Edge, string]> {
  for (const [a, b, types] of pairsOf(edges))
    if ((a.rule.priority ?? 0) === (b.rule.priority ?? 0) && overlap([a.rule.when, b.rule.when])) yield [a, b, types[0]]
}

function onTypes(rule: Transition): readonly string[] {
  return 'on' in rule ? listOf(rule.on) : []
}

function listOf(types: string | readonly string[]): readonly string[] {
  return typeof types === 'string' ? [types] : types
}

function isNever(when: Condition | undefined): boolean {
  if (when === undefined) return false
  const known = never.get(when)
  if (known !== undefined) return known
  const is = !overlap([when])
  never.set(when, is)
  return is
}

/** Definitions are frozen, so what is known of a condition stays true. */
const never = new WeakMap<Condition, boolean>()

/** Whether all can hold at once, as far as intervals tell. */
function overlap(conditions: readonly (Condition | undefined)[]): boolean {
  const all = conditions.filter((condition) => condition !== undefined)
  return all.length === 0 || !lintCondition({ all }).some(({ code, path }) => code === 'rules.condition.never' && path?.length === 0)
}

/** Whether a timer may be due on the day its stage is entered. */
function isImmediate(rule: Transition): boolean {
  if ('on' in rule) return false
  if ('at' in rule) return !(typeof rule.at === 'object' && 'yearly' in rule.at)
  if (rule.since === 'entry' || (rule.since === undefined && !('rhythm' in rule.after)))
    return 'rhythm' in rule.after ? false : rule.after.n === 0
  return true
}

/** Leads on at once and unasked. */
function isExit(rule: Transition): boolean {
  return 'after' in rule && rule.when === undefined && !('rhythm' in rule.after) && rule.after.n === 0 && typeof rule.since !== 'object'
}

/** Simple circles whose conditions can all hold at once, each once. */
function circles(edges: readonly Edge[]): Edge[][] {
  const found: Edge[][] = []
  let steps = 0
  const walk = (start: number, way: readonly Edge[]): void => {
    if (found.length >= CIRCLES_MAX || way.length > CIRCLE_LENGTH_MAX || ++steps > STEPS_MAX) return
    const here = way.length === 0 ? start : way[way.length - 1].to
    for (const edge of edges) {
      // Each circle begins at its lowest stage.
      if (edge.from !== here || edge.to < start || way.some((step) => step.from === edge.to && edge.to !== start)) continue
      const next = [...way, edge]
      if (edge.to === start) {
        if (overlap(next.map(({ rule }) => rule.when))) found.push(next)
      } else walk(start, next)
    }
  }
  for (const start of new Set(edges.map(({ from }) => from))) walk(start, [])
  return found
}

/** More circles than anybody reads, in definitions that are nothing but. */
const CIRCLES_MAX = 50
const CIRCLE_LENGTH_MAX = 12
const STEPS_MAX = 20_000

function comesBack({ stages }: LifecycleDefinition, edges: readonly Edge[], dead: ReadonlySet<Edge>, from: number): boolean {
  const reached = new Set([from])
  const queue = [from]
  for (let q = 0; q < queue.length; q++) {
    for (const edge of edges) {
      if (edge.from !== queue[q] || dead.has(edge) || reached.has(edge.to)) continue
      if (stages[edge.to].lost !== true && stages[edge.to].final !== true) return true
      reached.add(edge.to)
      queue.push(edge.to)
    }
  }
  return false
}

function joined(route: string, more: string): string {
  return route === '' ? more : `${route}; ${more}`
}
