export { chiSquareTail, normalCdf, normalQuantile, twoSidedP } from '../core/math/normal.js'
