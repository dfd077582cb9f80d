import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { defineProgram } from '../../src/program/index.js'
import type { Card } from './runner/adapter.js'
import { actionOf } from './runner/adapter.js'
import { MODES, runScenario } from './runner/run.js'

const here = dirname(fileURLToPath(import.meta.url))
const definitions = join(here, '../../examples/programs')
const cards = readdirSync(here)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(here, name), 'utf8')) as Card)

describe.each(cards)('$slug', (card) => {
  it.each(card.scenarios)('$id', (scenario) => {
    const name = scenario.variant === undefined ? card.slug : `${card.slug}.${scenario.variant}`
    const file = join(definitions, `${name}.json`)
    expect(existsSync(file)).toBe(true)
    const definition = defineProgram(JSON.parse(readFileSync(file, 'utf8')))
    for (const mode of MODES) expect({ mode, problems: runScenario(definition, card, scenario, mode) }).toEqual({ mode, problems: [] })
  })
})

describe('the adapter', () => {
  it('hands no answer to the engine', () => {
    for (const card of cards) {
      for (const scenario of card.scenarios) {
        for (const event of scenario.events) {
          const lying = { ...event, effect: { points: -1 }, postsAt: '1999-01-01', expectRejected: 'lie', expectFee: '0.01', note: 'lie' }
          expect(actionOf(lying, card.timeZone)).toEqual(actionOf(event, card.timeZone))
        }
      }
    }
  })

  it('notices when an expectation is wrong', () => {
    const card = cards.find((one) => one.slug === 'sephora-beauty-insider') as Card
    const definition = defineProgram(JSON.parse(readFileSync(join(definitions, 'sephora-beauty-insider.json'), 'utf8')))
    const [scenario] = card.scenarios
    const wrong = { ...scenario, expect: scenario.expect.map((checkpoint) => ('tier' in checkpoint ? { ...checkpoint, tier: 'nobody' } : checkpoint)) }
    expect(runScenario(definition, card, wrong, 'plain').length).toBeGreaterThan(0)
    const unknown = { ...scenario, expect: [{ at: '2022-01-10', mood: 'fine' }] }
    expect(runScenario(definition, card, unknown, 'plain')).toEqual(['>> 2022-01-10: nothing compares the key mood'])
  })
})
