/** The parts of the cluster room that the benchmark times. */

import { scalarPass, simdPass } from '../../../src/cluster/simd-pass.js'

export { lloyd } from '../../../src/cluster/k-means.js'
export const passes = { scalarPass, simdPass }
