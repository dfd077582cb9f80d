import type { Issue, Reason } from '../core/reason.js'
import type { Catalogue } from './catalogue.js'

/** One reason in words: `sentence(issue, zhCN)` → `第 17 行：金额不是数字（已跳过）`. A code the catalogue does not know is returned with its params. */
export function sentence(reason: Reason | Issue, catalogue: Catalogue): string {
  const write = Object.hasOwn(catalogue, reason.code) ? catalogue[reason.code] : undefined
  return write ? write(reason) : `${reason.code} ${JSON.stringify(reason.params)}`
}

/** Many reasons in words, in the same order. */
export function sentences(reasons: Iterable<Reason | Issue>, catalogue: Catalogue): string[] {
  return Array.from(reasons, (reason) => sentence(reason, catalogue))
}
