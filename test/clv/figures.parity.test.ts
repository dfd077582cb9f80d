import { expect, test } from 'vitest'
import { figures as clvFigures } from '../parity/clv.js'
import { figures as mathFigures } from '../parity/math.js'

test.each([
  ['special functions', mathFigures],
  ['value models', clvFigures],
])('%s agree with every published figure', (_, figures) => {
  const wrong: string[] = []
  let count = 0
  for (const figure of figures()) {
    if (figure.needs && Number.isNaN(figure.ours() as number)) continue // the third-party file is not here
    count++
    const published = figure.published as number
    const ours = figure.ours() as number
    const tolerance = figure.relative ? figure.tolerance * Math.abs(published) : figure.tolerance
    if (!(ours === published || Math.abs(ours - published) <= tolerance)) wrong.push(`${figure.id}: ${published} ≠ ${ours}`)
  }
  expect(wrong).toEqual([])
  expect(count).toBeGreaterThan(100)
})
