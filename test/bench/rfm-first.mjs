/**
 * The same as `rfm` of 1,000 orders by 100 customers, once, in a process that has called nothing before: what a page waits for that opens on a small base.
 * Every run is a process of its own. Loading the module is not in the figure, which is the processor time of the first call; the wall time is that of the whole process.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const base = 'ceiling'
export const sizes = {
  '1,000 orders / 100 customers': { quick: true, warm: 1, runs: 11, goals: [{ goal: 'G3', variant: 'tierwise', atMost: 15 }] },
}

const CHILD = fileURLToPath(new URL('work/rfm-first.mjs', import.meta.url))
const inProcess = (variant) => () => () => JSON.parse(execFileSync(process.execPath, [CHILD, variant], { encoding: 'utf8' }))

export const variants = {
  ceiling: inProcess('ceiling'),
  tierwise: inProcess('tierwise'),
  'tierwise, figures asked': inProcess('tierwise, figures asked'),
  naive: inProcess('naive'),
}

export function load() {}

export function check({ check }) {
  return check
}
