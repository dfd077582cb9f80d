/** What runs in the page: a base, a ladder whose spend thresholds are dragged, and three ways to count who moves. */

import { ladderImpact, measureOrder, prepareThresholds, thresholdImpact } from 'tierwise/portfolio'
import { adoptTiers } from 'tierwise/tiers'
import { genCustomers, NOW, TIERS } from '../ceilings/w2-tiers/program.mjs'

const DAY = 864e5
const asOf = '2025-01-01'
const RUNGS = TIERS

/** The ladder with its spend thresholds times a factor. */
function ladderAt(factor) {
  const node = (part) => {
    if ('all' in part) return { all: part.all.map(node) }
    if ('any' in part) return { any: part.any.map(node) }
    const [measure, , bound] = part
    return { measure, gte: String(measure === 'spend' ? Math.round(bound * factor) : bound) }
  }
  const tiers = RUNGS.map(({ id, entry, retain }) => (entry && retain ? { id, enter: node(entry), keep: node(retain) } : { id }))
  return adoptTiers({
    kind: 'ladder',
    format: 1,
    id: 'five',
    tiers,
    grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
    review: { grace: { n: 30, unit: 'day' } },
  })
}

let base

export function load(customers) {
  const list = genCustomers(customers)
  const column = (key) => Float64Array.from(list, (one) => one[key])
  base = {
    measures: { length: customers, columns: { spend: column('spend'), points: column('points'), orders: column('orders') } },
    current: {
      tier: { codes: Uint8Array.from(list, ({ tier }) => tier), values: RUNGS.map(({ id }) => id) },
      until: Float64Array.from(list, ({ expiresAt }) => Math.floor(expiresAt / DAY) * DAY),
    },
  }
}

const WAYS = {
  tierwise: () => {
    const order = measureOrder(base.measures, 'spend')
    const subjects = prepareThresholds(ladderAt(1), ladderAt(1), base.measures, { measure: 'spend', asOf, current: base.current, order })
    return (factor) => rowsOf(thresholdImpact(subjects, ladderAt(factor)).matrix)
  },
  'whole table': () => (factor) =>
    rowsOf(ladderImpact(ladderAt(1), ladderAt(factor), base.measures, { asOf, current: base.current }).matrix),
  'hand-written loop': () => {
    const before = handTiers(1)
    return (factor) => {
      const after = handTiers(factor)
      const cells = new Uint32Array(25)
      for (let i = 0; i < after.length; i++) cells[before[i] * 5 + after[i]]++
      return RUNGS.map((_, from) => [...cells.subarray(from * 5, from * 5 + 5)])
    }
  },
}

/** The same decision as an application would write it over columns. */
function handTiers(factor) {
  const { spend, points, orders } = base.measures.columns
  const { tier, until } = base.current
  const at = (bound) => Math.round(bound * factor)
  const [s1, s2, s3, s4] = [at(250), at(750), at(2e3), at(5e3)]
  const [k1, k2, k3, k4] = [at(200), at(600), at(1600), at(4e3)]
  const graceFrom = NOW - 30 * DAY
  const out = new Uint8Array(spend.length)
  for (let i = 0; i < out.length; i++) {
    const s = spend[i]
    const p = points[i]
    const o = orders[i]
    const held = tier.codes[i]
    const earned =
      o >= 15 && (s >= s4 || p >= 1e4)
        ? 4
        : o >= 8 && (s >= s3 || p >= 4e3)
          ? 3
          : o >= 4 && (s >= s2 || p >= 1500)
            ? 2
            : o >= 2 && (s >= s1 || p >= 500)
              ? 1
              : 0
    if (earned >= held || until[i] >= graceFrom) {
      out[i] = earned > held ? earned : held
      continue
    }
    const keeps =
      held === 4
        ? o >= 10 && (s >= k4 || p >= 8e3)
        : held === 3
          ? s >= k3 || p >= 3200
          : held === 2
            ? s >= k2 || p >= 1200
            : held === 1 && (s >= k1 || p >= 400)
    out[i] = keeps ? held : earned
  }
  return out
}

function rowsOf(matrix) {
  return RUNGS.map(({ id: from }) => RUNGS.map(({ id: to }) => matrix[from][to]))
}

let count
let prepare = 0

/** What happens once, before the drag. */
export function ready(way) {
  const begun = performance.now()
  count = WAYS[way]()
  prepare = performance.now() - begun
}

/**
 * Drags back and forth, one position per animation frame, and writes the matrix into the page as it goes: every `step`-th position of the drag.
 * The check is over every `checked`-th, so that drags of different steps can be compared.
 */
export async function drag({ frames, step, checked }) {
  const script = []
  const gaps = []
  let check = 0
  let last = 0
  for (let f = 0; f < frames; f += step) {
    const shown = await new Promise((resolve) => requestAnimationFrame(resolve))
    if (last > 0) gaps.push(shown - last)
    last = shown
    const started = performance.now()
    const matrix = count(1 + 0.9 * Math.sin(f / 7))
    document.body.textContent = matrix.map((row) => row.join(' ')).join('\n')
    script.push(performance.now() - started)
    if (f % checked === 0) for (const row of matrix) for (const cell of row) check = (check * 31 + cell) % 1000003
  }
  return { check, prepare, script, gaps }
}
