// `npm run exactness [-- OPERATIONS [SEED]]`: random earning and redeeming, 10,000,000 by default, beside an independent BigInt sum.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const [operations = '10000000', seed = '1'] = process.argv.slice(2)
const module = await bundle('test/program/random/sums.ts')
try {
  const { sums } = await import(module)
  const { operations: done, refused, differences } = sums(Number(operations), Number(seed))
  for (const difference of differences.slice(0, 20)) console.log(difference)
  console.log(`exactness: ${done} operations from seed ${seed} (${refused} refused for want of points), ${differences.length} differences`)
  process.exitCode = differences.length === 0 && done > 0 ? 0 : 1
} finally {
  rmSync(fileURLToPath(module))
}
