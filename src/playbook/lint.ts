import { type Reason, reason } from '../core/reason.js'
import { lintCondition } from '../rules/lint.js'
import type { PlaybookDefinition } from './definition.js'

export interface LintPlaybookOptions {
  /** What there is: names an action uses that are not among them are reported, and cells without an action. */
  readonly stages?: readonly string[]
  readonly tiers?: readonly string[]
}

/** Findings: conditions that can never hold, exclusions that always do, names nobody has, stages and tiers nothing is done for. */
export function lintPlaybook({ actions }: PlaybookDefinition, { stages, tiers }: LintPlaybookOptions = {}): Reason[] {
  const findings: Reason[] = []
  const dead = new Set<string>()
  actions.forEach(({ id, when, unless, ...action }, i) => {
    const path = ['actions', i]
    if (when !== undefined && isNever(when)) {
      dead.add(id)
      findings.push(reason('playbook.condition.never', 'warning', { action: id }, { path: [...path, 'when'] }))
    } else if (unless !== undefined && (isNever({ not: unless }) || (when !== undefined && isNever({ all: [when, { not: unless }] })))) {
      dead.add(id)
      findings.push(reason('playbook.exclusion.always', 'warning', { action: id }, { path: [...path, 'unless'] }))
    }
    for (const [key, known] of [
      ['stages', stages],
      ['tiers', tiers],
    ] as const) {
      for (const [k, name] of (action[key] ?? []).entries())
        if (known !== undefined && !known.includes(name))
          findings.push(reason('playbook.name.unknown', 'warning', { action: id, name }, { path: [...path, key, k] }))
    }
  })
  for (const stage of stages ?? []) {
    for (const tier of tiers ?? [undefined]) {
      const covered = actions.some(
        (action) =>
          !dead.has(action.id) &&
          action.stages?.includes(stage) &&
          (tier === undefined || action.tiers === undefined || action.tiers.includes(tier)),
      )
      if (!covered) findings.push(reason('playbook.cell.uncovered', 'warning', { stage, tier: tier ?? null }))
    }
  }
  return findings
}

function isNever(condition: Parameters<typeof lintCondition>[0]): boolean {
  return lintCondition(condition).some(({ code, path }) => code === 'rules.condition.never' && path?.length === 0)
}
