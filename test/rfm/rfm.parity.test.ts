import { expect, test } from 'vitest'
import { figures } from '../parity/rfm.js'

test('every figure of the R package rfm and of the own log comes out', () => {
  let compared = 0
  let absent = 0
  for (const { id, published, ours, tolerance, relative, needs } of figures()) {
    const got = ours()
    if (needs && Number.isNaN(got)) {
      absent++
      continue
    }
    const agrees =
      typeof published === 'string' || tolerance === 0
        ? got === published
        : Math.abs(Number(got) - published) <= tolerance * (relative ? Math.abs(published) : 1)
    if (!agrees) expect.fail(`${id}: published ${published}, ours ${got}`)
    compared++
  }
  if (absent > 0) console.log(`not run here: ${absent} (no third-party reference data beside the project)`)
  expect(compared).toBeGreaterThanOrEqual(1833) // 5 lint figures, 12 edges, 15 counts, 1 cell count, 1,800 scores
})
