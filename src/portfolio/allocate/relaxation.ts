/** The plan if options could be had in part: an upper bound, a price for the budget, and a greedy plan for problems too large to search. */

import type { AllocationOption, Group } from './allocate.js'

export interface Bound {
  readonly bound: number
  readonly shadowPrice: number
}

/** One step up the concave hull of a subject's options: from one option to a dearer one. */
interface Step {
  readonly group: number
  readonly subject: number
  readonly option: number
  readonly cost: number
  readonly value: number
}

/** No plan brings more than this. Floors are filled first, each by its group's best steps; the rest goes to the best steps anywhere. */
export function relaxedBound(groups: readonly Group[], budget: number): Bound {
  const { steps, free } = stepsOf(groups)
  const spent = groups.map(() => 0)
  let left = budget
  let bound = free
  const take = (step: Step, room: number): number => {
    const share = Math.min(step.cost, room) / step.cost
    bound += share * step.value
    spent[step.group] += share * step.cost
    left -= share * step.cost
    return share
  }
  const rest: Step[] = []
  for (const step of steps) {
    const share =
      spent[step.group] < groups[step.group].floor ? take(step, Math.min(groups[step.group].floor - spent[step.group], left)) : 0
    if (share < 1) rest.push({ ...step, cost: step.cost * (1 - share), value: step.value * (1 - share) })
  }
  for (const step of rest) {
    const room = Math.min(left, groups[step.group].cap - spent[step.group])
    if (step.value <= 0 || groups[step.group].cap <= spent[step.group]) continue
    if (room <= 0) return { bound, shadowPrice: step.value / step.cost }
    if (take(step, room) < 1 && left <= 0) return { bound, shadowPrice: step.value / step.cost }
  }
  return { bound, shadowPrice: 0 }
}

/** Steps by value per cost, whole ones only; what a large step leaves is filled by smaller ones after it. */
export function greedyPlan(groups: readonly Group[], budget: number): number[][] {
  const { steps, start } = stepsOf(groups)
  const plan = start
  const spent = groups.map(() => 0)
  const stuck = groups.map(({ subjects }) => new Uint8Array(subjects.length))
  let left = budget
  const walk = (wanted: (step: Step) => boolean): void => {
    for (const step of steps) {
      const { group, subject, option, cost } = step
      const done = plan[group][subject]
      // A step that was passed over blocks the dearer options behind it: they are stated as steps from there.
      if (stuck[group][subject] || (done >= 0 && isAtOrAfter(groups[group].subjects[subject].options, done, option))) continue
      if (!wanted(step) || cost > left || spent[group] + cost > groups[group].cap) {
        stuck[group][subject] = 1
        continue
      }
      plan[group][subject] = option
      spent[group] += cost
      left -= cost
    }
    for (const row of stuck) row.fill(0)
  }
  walk(({ group }) => spent[group] < groups[group].floor)
  walk(({ value }) => value > 0)
  return plan
}

function isAtOrAfter(options: readonly AllocationOption[], done: number, option: number): boolean {
  return options[done].cost >= options[option].cost
}

/** All steps, the most value per cost first (ties in the order of subjects), and what is free of cost and worth having. */
function stepsOf(groups: readonly Group[]): { steps: Step[]; free: number; start: number[][] } {
  const steps: Step[] = []
  let free = 0
  const start = groups.map(({ subjects }, group) =>
    subjects.map(({ options }, subject) => {
      let from = { cost: 0, value: 0 }
      let first = -1
      const sorted = options.map((option, k) => ({ ...option, k })).sort((a, b) => a.cost - b.cost || b.value - a.value || a.k - b.k)
      if (sorted.length > 0 && sorted[0].cost === 0 && sorted[0].value > 0) {
        free += sorted[0].value
        from = sorted[0]
        first = sorted[0].k
      }
      for (const to of hull(from, sorted)) {
        steps.push({ group, subject, option: to.k, cost: to.cost - from.cost, value: to.value - from.value })
        from = to
      }
      return first
    }),
  )
  steps.sort((a, b) => b.value * a.cost - a.value * b.cost || a.group - b.group || a.subject - b.subject || a.cost - b.cost)
  return { steps, free, start }
}

interface Point {
  readonly cost: number
  readonly value: number
  readonly k: number
}

/** The upper concave hull of the options dearer than `from`, in ascending cost: options below it are never the better mix. */
function hull(from: { readonly cost: number; readonly value: number }, sorted: readonly Point[]): Point[] {
  const points: Point[] = []
  for (const point of sorted) {
    if (point.cost <= from.cost || points.at(-1)?.cost === point.cost) continue
    while (points.length > 0) {
      const last = points[points.length - 1]
      const before = points[points.length - 2] ?? from
      if ((last.value - before.value) * (point.cost - before.cost) > (point.value - before.value) * (last.cost - before.cost)) break
      points.pop()
    }
    points.push(point)
  }
  return points
}
