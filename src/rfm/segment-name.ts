import type { Reason } from '../core/reason.js'

/** What a segment is called in a language: the catalogue's word for a preset's segment, else its id. `segmentName('lost', zhCN)` → `流失客户`. */
export function segmentName(id: string, catalogue: Readonly<Record<string, (reason: Reason) => string>>): string {
  const code = `rfm.segment.${id}`
  return Object.hasOwn(catalogue, code) ? catalogue[code]({ code, outcome: 'info', params: {} }) : id
}
