/** Segment tables to begin with. Each is a checked partition: no cell twice, none left out, every segment reachable. Names are in `messages`. */

import { deepFreeze } from '../core/freeze.js'
import type { RfmSegments } from './segments.js'

/**
 * The eleven segments of the trade, over recency and frequency with five scores each; money ranks customers within a segment.
 *
 * ```
 *        R 1         R 2           R 3              R 4                R 5
 * F 5    cant-lose   cant-lose     loyal            loyal              champions
 * F 4    at-risk     at-risk       loyal            loyal              champions
 * F 3    at-risk     at-risk       need-attention   potential-loyal    potential-loyal
 * F 2    lost        hibernating   about-to-sleep   potential-loyal    potential-loyal
 * F 1    lost        hibernating   about-to-sleep   promising          new
 * ```
 */
export const standardSegments: RfmSegments = /* @__PURE__ */ deepFreeze({
  kind: 'rfm-segments',
  format: 1,
  id: 'standard',
  bins: { r: 5, f: 5 },
  segments: [
    { id: 'champions', where: { r: [5, 5], f: [4, 5] } },
    { id: 'loyal', where: { r: [3, 4], f: [4, 5] } },
    { id: 'potential-loyal', where: { r: [4, 5], f: [2, 3] } },
    { id: 'new', where: { r: [5, 5], f: [1, 1] } },
    { id: 'promising', where: { r: [4, 4], f: [1, 1] } },
    { id: 'need-attention', where: { r: [3, 3], f: [3, 3] } },
    { id: 'about-to-sleep', where: { r: [3, 3], f: [1, 2] } },
    { id: 'cant-lose', where: { r: [1, 2], f: [5, 5] } },
    { id: 'at-risk', where: { r: [1, 2], f: [3, 4] } },
    { id: 'hibernating', where: { r: [2, 2], f: [1, 2] } },
    { id: 'lost', where: { r: [1, 1], f: [1, 2] } },
  ],
  rest: null,
})

/** Six groups for models with three scores (`bins: 3`: low, middle, high), where eleven are more than a team can treat differently. */
export const threeLevelGroups: RfmSegments = /* @__PURE__ */ deepFreeze({
  kind: 'rfm-segments',
  format: 1,
  id: 'three-level',
  bins: { r: 3, f: 3 },
  segments: [
    { id: 'champions', where: { r: [3, 3], f: [3, 3] } },
    { id: 'loyal', where: { r: [3, 3], f: [2, 2] } },
    { id: 'recent', where: { r: [3, 3], f: [1, 1] } },
    { id: 'need-attention', where: { r: [2, 2], f: [2, 3] } },
    { id: 'at-risk', where: { r: [1, 1], f: [2, 3] } },
    { id: 'inactive', where: { r: [1, 2], f: [1, 1] } },
  ],
  rest: null,
})

/**
 * The eight types of Chinese practice (重要价值客户 …), for models with two scores (`bins: 2`: below and above the cut point):
 * money says whether a customer is important, recency and frequency what to do.
 */
export const eightTypes: RfmSegments = /* @__PURE__ */ deepFreeze({
  kind: 'rfm-segments',
  format: 1,
  id: 'eight-types',
  bins: { r: 2, f: 2, m: 2 },
  segments: [
    { id: 'important-value', where: { r: [2, 2], f: [2, 2], m: [2, 2] } },
    { id: 'important-develop', where: { r: [2, 2], f: [1, 1], m: [2, 2] } },
    { id: 'important-keep', where: { r: [1, 1], f: [2, 2], m: [2, 2] } },
    { id: 'important-win-back', where: { r: [1, 1], f: [1, 1], m: [2, 2] } },
    { id: 'ordinary-value', where: { r: [2, 2], f: [2, 2], m: [1, 1] } },
    { id: 'ordinary-develop', where: { r: [2, 2], f: [1, 1], m: [1, 1] } },
    { id: 'ordinary-keep', where: { r: [1, 1], f: [2, 2], m: [1, 1] } },
    { id: 'ordinary-win-back', where: { r: [1, 1], f: [1, 1], m: [1, 1] } },
  ],
  rest: null,
})
