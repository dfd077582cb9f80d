import { expect, test } from 'vitest'
import { addLength, leastDays, UNITS } from '../../../src/core/time/length.js'

test('no length has fewer days than its least, and some day shows that few or nearly so', () => {
  const first = Date.UTC(2023, 0, 1) / 86_400_000
  for (const unit of UNITS)
    for (let n = 0; n <= 24; n++) {
      const days = Array.from({ length: 4 * 366 }, (_, i) => addLength(first + i, { n, unit }) - (first + i))
      const fewest = Math.min(...days)
      expect(leastDays({ n, unit }), `${n} ${unit}`).toBeLessThanOrEqual(fewest)
      // A month has 30.4 days and at least 28: no more than a twelfth below.
      expect(leastDays({ n, unit }), `${n} ${unit}`).toBeGreaterThanOrEqual((fewest * 11) / 12)
    }
})
