import type { Measure } from '../core/measure/definition.js'
import type { Draft } from './draft.js'
import type { Fragment } from './fragment.js'
import type { FactNeed, WhatHappened } from './what-happened.js'
export function measureNeeds(_m: Readonly<Record<string, Measure>>): FactNeed[] {
  return []
}
export function measureSteps(_d: Draft, f: WhatHappened, _m: Readonly<Record<string, Measure>>, _a: unknown): Fragment {
  return f.name
}
