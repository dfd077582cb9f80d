/** `npm run programs [-- CARDS_DIR DEFINITIONS_DIR] [--only slug] [--mode plain]`: every card against its definition. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineProgram, type ProgramDefinition } from '../../../src/program/index.js'
import type { Card, Scenario } from './adapter.js'
import { MODES, type Mode, runScenario } from './run.js'

export interface Report {
  readonly passed: number
  readonly setAside: number
  readonly failed: number
  readonly lines: readonly string[]
}

/** Cards that contradict themselves, with the scenario and the reason; the arithmetic is in the closing note. */
const SET_ASIDE: Readonly<Record<string, string>> = {}

export function runCards(cardsDir: string, definitionsDir: string, options: { only?: string; modes?: readonly Mode[]; quiet?: boolean } = {}): Report {
  const lines: string[] = []
  let passed = 0
  let setAside = 0
  let failed = 0
  for (const file of readdirSync(cardsDir).filter((name) => name.endsWith('.json')).sort()) {
    const card = JSON.parse(readFileSync(join(cardsDir, file), 'utf8')) as Card
    if (options.only !== undefined && !card.slug.includes(options.only)) continue
    let cardFailed = 0
    for (const scenario of card.scenarios) {
      const name = `${card.slug} / ${scenario.id}`
      if (SET_ASIDE[name] !== undefined) {
        setAside++
        lines.push(`aside ${name}: ${SET_ASIDE[name]}`)
        continue
      }
      const problems = problemsOf(card, scenario, definitionsDir, options.modes ?? MODES)
      if (problems.length === 0) passed++
      else {
        failed++
        cardFailed++
        if (!options.quiet || options.only !== undefined) lines.push(`FAIL ${name}`, ...problems.slice(0, 12).map((problem) => `     ${problem}`))
      }
    }
    lines.push(`${cardFailed === 0 ? 'ok  ' : 'FAIL'} ${card.slug}: ${card.scenarios.length - cardFailed} of ${card.scenarios.length}`)
  }
  return { passed, setAside, failed, lines }
}

function problemsOf(card: Card, scenario: Scenario, definitionsDir: string, modes: readonly Mode[]): string[] {
  let definition: ProgramDefinition
  const file = join(definitionsDir, scenario.variant === undefined ? `${card.slug}.json` : `${card.slug}.${scenario.variant}.json`)
  if (!existsSync(file)) return ['no definition']
  try {
    definition = defineProgram(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    return [(error as Error).message]
  }
  for (const mode of modes) {
    try {
      const problems = runScenario(definition, card, scenario, mode)
      if (problems.length > 0) return problems.map((problem) => `[${mode}] ${problem}`)
    } catch (error) {
      return [`[${mode}] ${(error as Error).stack}`]
    }
  }
  return []
}

/** The command. */
export function main(args: readonly string[]): number {
  const flags = new Map<string, string>()
  const folders: string[] = []
  for (let i = 0; i < args.length; i++) {
    if (args[i].startsWith('--')) flags.set(args[i].slice(2), args[++i] ?? '')
    else folders.push(args[i])
  }
  const only = flags.get('only')
  const mode = flags.get('mode') as Mode | undefined
  const report = runCards(folders[0] ?? 'test/programs', folders[1] ?? 'examples/programs', {
    ...(only === undefined ? {} : { only }),
    ...(mode === undefined ? {} : { modes: [mode] }),
  })
  for (const line of report.lines) console.log(line)
  console.log(`programs: ${report.passed} passed, ${report.setAside} set aside, ${report.failed} failed`)
  return report.failed === 0 ? 0 : 1
}
