/** What a segment table cannot mean: cells claimed twice, cells nobody claims, segments that can never be assigned. */

import { type Reason, reason } from '../core/reason.js'
import type { RfmMeasure, RfmModel } from './model.js'
import { axesOf, cellName, cellsIn, type RfmSegments, type SegmentAxis, stridesFor } from './segments.js'

/**
 * Findings about a segment table, each with the number of cells it concerns and examples of them; an empty list for a clean partition.
 *
 * - `rfm.segments.overlap` — cells that match more than one segment, so that the order decides; one child for each winner and who came later
 * - `rfm.segments.uncovered` — cells that match none; `info` where the table names a rest, since they fall to it, else `warning`
 * - `rfm.segments.shadowed` — a segment that earlier ones cover entirely: no customer can ever get it
 * - `rfm.segments.unreachable` — with `model`: a segment all of whose scores for some measure no value gets, because its cut points are equal
 *
 * Every combination of scores is tried; a cell is written as its scores in the order of `bins`, `'433'`.
 *
 * @param model what the table is used with, if that is known
 */
export function lintSegments(table: RfmSegments, model?: RfmModel): Reason[] {
  const axes = axesOf(table)
  const total = axes.reduce((product, { bins }) => product * bins, 1)
  const firstClaim = new Int16Array(total).fill(-1)
  const claimed = new Uint8Array(total) // 2 stands for "more than once"
  const findings: Reason[] = []
  const pairs: Reason[] = []
  table.segments.forEach((segment, s) => {
    const cells = cellsIn(axes, segment)
    let won = 0
    const shared = new Map<number, number[]>()
    for (const cell of cells) {
      if (claimed[cell] === 0) {
        claimed[cell] = 1
        firstClaim[cell] = s
        won++
      } else {
        claimed[cell] = 2
        const common = shared.get(firstClaim[cell])
        if (common) common.push(cell)
        else shared.set(firstClaim[cell], [cell])
      }
    }
    const { id } = segment
    if (won === 0) {
      const by = [...shared.keys()].sort((a, b) => a - b).map((first) => table.segments[first].id)
      const params = { segment: id, by: by.join(', '), cells: cells.length, examples: examplesOf(axes, cells) }
      findings.push(reason('rfm.segments.shadowed', 'error', params, { path: ['segments', s] }))
    }
    for (const [first, common] of [...shared].sort(([a], [b]) => a - b)) {
      const params = { first: table.segments[first].id, second: id, cells: common.length, examples: examplesOf(axes, common) }
      pairs.push(reason('rfm.segments.pair', 'warning', params, { path: ['segments', s] }))
    }
  })
  const matching = (times: number): number[] => Array.from(claimed.keys()).filter((cell) => claimed[cell] === times)
  const twice = matching(2)
  const never = matching(0)
  if (twice.length > 0) findings.push(cellFinding('rfm.segments.overlap', 'warning', axes, twice, total, {}, pairs))
  if (never.length > 0)
    findings.push(cellFinding('rfm.segments.uncovered', table.rest === null ? 'warning' : 'info', axes, never, total, { rest: table.rest }))
  return model ? [...findings, ...unreachable(table, model)] : findings
}

function unreachable(table: RfmSegments, model: RfmModel): Reason[] {
  stridesFor(model, table) // refuses a table that the model cannot be used with
  const reachable = new Map(model.measures.map((measure) => [measure.id, scoresGiven(measure)]))
  return table.segments.flatMap((segment, s) =>
    Object.entries(segment.where).flatMap(([measure, [from, to]]) => {
      if (reachable.get(measure)?.some((score) => score >= from && score <= to)) return []
      const params = { segment: segment.id, measure, from, to }
      return [reason('rfm.segments.unreachable', 'warning', params, { path: ['segments', s, 'where', measure] })]
    }),
  )
}

/** The scores that some value gets: between two equal cut points there is none. */
function scoresGiven({ bins, better, cutPoints, nested }: RfmMeasure): number[] {
  const sets = nested ? nested.map((cuts) => cuts ?? cutPoints) : [cutPoints]
  const passed = Array.from({ length: bins }, (_, p) => p).filter((p) =>
    sets.some((cuts) => p === 0 || p === bins - 1 || cuts[p - 1] < cuts[p]),
  )
  return passed.map((p) => (better === 'low' ? bins - p : p + 1))
}

function cellFinding(
  code: string,
  outcome: Reason['outcome'],
  axes: readonly SegmentAxis[],
  cells: readonly number[],
  total: number,
  more: Reason['params'],
  children?: readonly Reason[],
): Reason {
  const params = { cells: cells.length, of: total, examples: examplesOf(axes, cells), ...more }
  return reason(code, outcome, params, { path: ['segments'], ...(children ? { children } : {}) })
}

/** Enough to see the pattern; the count tells the rest. */
const MOST_EXAMPLES = 12

function examplesOf(axes: readonly SegmentAxis[], cells: readonly number[]): string {
  const names = cells.slice(0, MOST_EXAMPLES).map((cell) => cellName(axes, cell))
  return [...names, ...(cells.length > MOST_EXAMPLES ? ['…'] : [])].join(', ')
}
