/** Re-checks a proof tree from its own figures. Nothing of the engine is used: only the shape of a reason is known. */

import type { Reason } from '../../src/core/reason.js'

/** Everything that does not follow; empty for a sound proof. */
export function problemsIn(proof: Reason): string[] {
  const problems: string[] = []
  check(proof, [], problems)
  return problems
}

type Outcome = Reason['outcome']

function check(node: Reason, path: readonly number[], problems: string[]): void {
  const wrong = (what: string): void => {
    problems.push(`${path.join('.') || 'root'} ${node.code}: ${what}`)
  }
  node.children?.forEach((child, i) => {
    check(child, [...path, i], problems)
  })
  const expected = outcomeOf(node, wrong)
  if (expected !== undefined && node.outcome !== expected) wrong(`says ${node.outcome}, but ${expected} follows`)
}

/** What follows from the node's own figures and its children; `undefined` for sums, which are checked as such. */
function outcomeOf(node: Reason, wrong: (what: string) => void): Outcome | undefined {
  const children = node.children ?? []
  const [room, noun, word] = node.code.split('.')
  if (node.code.startsWith('rules.group.')) {
    const met = children.filter(({ outcome }) => outcome === 'met').length
    const unknown = children.filter(({ outcome }) => outcome === 'unknown').length
    if (word === 'not') return children[0].outcome === 'met' ? 'unmet' : 'met'
    const needed = word === 'all' ? children.length : word === 'any' ? 1 : Number(node.params.needed)
    if (node.params.met !== met || node.params.of !== children.length) wrong('counts its parts wrongly')
    return met >= needed ? 'met' : met + unknown >= needed ? 'unknown' : 'unmet'
  }
  if (room === 'rules') return leafOutcome(node, wrong)
  const outcomes = children.map(({ outcome }) => outcome)
  switch (node.code) {
    case 'preview.tier.held': {
      // The tier is the highest rung held.
      const held = children.filter(({ outcome }) => outcome === 'met')
      if (held[held.length - 1]?.actual !== node.actual)
        wrong(`the highest rung held is ${held[held.length - 1]?.actual}, not ${node.actual}`)
      return held.length > 0 ? 'met' : 'unmet'
    }
    case 'preview.tier.overridden':
      // What lies over a status counts as long as it runs.
      if (children.length !== 2 || outcomes[1] !== 'met') wrong('names no status below')
      return outcomes[0]
    case 'preview.rung.decided': {
      const gives = children.filter(({ code }) => ['preview.rung.base', 'preview.status.running', 'preview.grace.running'].includes(code))
      return gives.some(({ outcome }) => outcome === 'met') ? 'met' : 'unmet'
    }
    case 'preview.account.outside':
    case 'preview.account.closed':
      return 'refused'
    case 'preview.rung.base':
      return 'met'
    case 'preview.status.running':
    case 'preview.grace.running': {
      const { from, to } = node.window ?? { from: null, to: null }
      const day = String(node.actual)
      const runs = (from === null || from <= day) && (to === null || day <= to)
      return runs && outcomes.every((outcome) => outcome === 'met') ? 'met' : 'unmet'
    }
    case 'preview.tier.way':
      return every(outcomes)
    case 'preview.way.requires':
    case 'preview.way.asked':
    case 'preview.way.granted':
    case 'preview.way.subscribed':
      return node.actual === node.required ? 'met' : 'unmet'
    case 'preview.way.dated':
      return node.required !== null && String(node.actual) >= String(node.required) ? 'met' : 'unmet'
    case 'preview.way.lifetime':
      return outcomes[0]
    case 'preview.tier.keep':
      return outcomes.includes('met') ? 'met' : 'unmet'
    case 'preview.balance.held':
      if (children.some(({ actual }) => actual !== node.actual)) wrong('the three sums differ')
      return undefined
    case 'preview.balance.lots':
    case 'preview.balance.totals':
    case 'preview.balance.entries': {
      const sum = children.reduce((total, { actual }) => add(total, String(actual)), '0')
      if (!same(sum, String(node.actual))) wrong(`its lines add up to ${sum}, not ${node.actual}`)
      return undefined
    }
    default:
      if (noun !== 'balance' && noun !== 'entry') wrong('nobody knows how to check this')
      return undefined
  }
}

function every(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.every((outcome) => outcome === 'met')) return 'met'
  return outcomes.includes('unmet') ? 'unmet' : 'unknown'
}

function leafOutcome(node: Reason, wrong: (what: string) => void): Outcome {
  if (node.code === 'rules.flag.set') return node.actual === node.required ? 'met' : 'unmet'
  if (node.code === 'rules.tier.held') {
    const wanted = String(node.required).split(', ')
    const met = node.params.mode === 'atLeast' ? Number(node.actual) >= Number(node.required) : wanted.includes(String(node.actual))
    return met ? 'met' : 'unmet'
  }
  const { operator } = node.params
  if (operator === 'exists') return (node.actual !== undefined) === node.required ? 'met' : 'unmet'
  if (node.actual === undefined) return 'unknown'
  const met =
    node.code === 'rules.share.compared' && Number(node.params.whole) === 0 ? false : holds(String(operator), node.actual, node.required)
  if (met) {
    if (node.missing !== undefined) wrong('nothing is missing')
  } else if ((operator === 'gte' || operator === 'gt') && isDecimal(node.actual) && isDecimal(node.required)) {
    const missing = operator === 'gte' ? subtract(String(node.required), String(node.actual)) : beyond(node)
    if (!nearly(String(node.missing), missing)) wrong(`${node.missing} is missing, it says, but it is ${missing}`)
  }
  return met ? 'met' : 'unmet'
}

/** The smallest multiple of the step that is more than the gap. */
function beyond({ params, required, actual }: Reason): string {
  const step = String(params.step)
  const [gap, unit] = [scaled(subtract(String(required), String(actual))), scaled(step)]
  return text((gap / unit + 1n) * unit)
}

function holds(operator: string, actual: unknown, required: unknown): boolean {
  if (operator === 'in')
    return String(required)
      .split(', ')
      .some((one) => equal(actual, one))
  if (operator === 'eq') return equal(actual, required)
  if (required === undefined || required === null) return false
  const order =
    isDecimal(actual) && isDecimal(required)
      ? Number(scaled(String(actual)) - scaled(String(required)))
      : String(actual) < String(required)
        ? -1
        : Number(String(actual) > String(required))
  return operator === 'gte' ? order >= 0 : operator === 'gt' ? order > 0 : operator === 'lte' ? order <= 0 : order < 0
}

function equal(a: unknown, b: unknown): boolean {
  return isDecimal(a) && isDecimal(b) ? same(String(a), String(b)) : String(a) === String(b)
}

function isDecimal(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && /^-?\d+(\.\d+)?$/.test(String(value))
}

const PLACES = 14

function scaled(decimal: string): bigint {
  const [whole, part = ''] = decimal.replace('-', '').split('.')
  const units = BigInt(whole + part.padEnd(PLACES, '0').slice(0, PLACES))
  return decimal.startsWith('-') ? -units : units
}

function text(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(PLACES + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`
}

function add(a: string, b: string): string {
  return text(scaled(a) + scaled(b))
}

function subtract(a: string, b: string): string {
  return text(scaled(a) - scaled(b))
}

/** Figures that have no end are shown with twelve places. */
function nearly(a: string, b: string): boolean {
  const difference = scaled(a) - scaled(b)
  return difference >= -1000n && difference <= 1000n
}

function same(a: string, b: string): boolean {
  return scaled(a) === scaled(b)
}

/** Every leaf of a tree, with the tree in which only that leaf says the opposite. */
export function flips(proof: Reason): { readonly leaf: Reason; readonly tree: Reason }[] {
  if (proof.children === undefined || proof.children.length === 0) return [{ leaf: proof, tree: flipped(proof) }]
  return proof.children.flatMap((child, i) =>
    flips(child).map(({ leaf, tree }) => ({
      leaf,
      tree: { ...proof, children: proof.children?.map((other, j) => (i === j ? tree : other)) },
    })),
  )
}

/** A condition turned round; a figure one more than it was. */
function flipped(leaf: Reason): Reason {
  if (leaf.outcome === 'info') return { ...leaf, actual: add(String(leaf.actual), '1') }
  return { ...leaf, outcome: leaf.outcome === 'met' ? 'unmet' : 'met' }
}
