/** Programs of neighbouring families, none of them a card of the gallery: rules in words, definitions as data, dated scenarios computed by hand. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineProgram } from 'tierwise/program'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../programs/runner/adapter.js'
import { MODES, runScenario } from '../../programs/runner/run.js'

const here = dirname(fileURLToPath(import.meta.url))
const read = (folder: string, name: string): unknown => JSON.parse(readFileSync(join(here, folder, name), 'utf8'))

describe.each(readdirSync(join(here, 'cards')))('%s', (name) => {
  const card = read('cards', name) as Card
  it.each(card.scenarios)('$id', (scenario) => {
    const definition = defineProgram(read('definitions', name))
    for (const mode of MODES) expect({ mode, problems: runScenario(definition, card, scenario, mode) }).toEqual({ mode, problems: [] })
  })
})
