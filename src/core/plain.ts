/** A stranger's value becomes plain JSON of our own, or a list of reasons why not. Runs before any schema sees it. */

import { type Reason, reason } from './reason.js'

export interface PlainLimits {
  /** Values of any kind, counted through the whole tree. */
  readonly nodes: number
  readonly depth: number
  /** UTF-16 units of one string or key. */
  readonly textLength: number
}

/** A program with hundreds of rules has a few thousand nodes at depth twelve; these leave an order of magnitude. */
export const PLAIN_LIMITS: PlainLimits = { nodes: 100_000, depth: 64, textLength: 10_000 }

export function plainCopy(value: unknown, limits: PlainLimits = PLAIN_LIMITS): { data: unknown; issues: Reason[] } {
  const issues: Reason[] = []
  let nodes = 0
  const open = new Set<object>()

  const refuse = (code: string, path: readonly (string | number)[], params: Reason['params'] = {}): undefined => {
    issues.push(reason(code, 'error', params, { path }))
    return undefined
  }

  const copy = (node: unknown, path: readonly (string | number)[]): unknown => {
    if (++nodes > limits.nodes)
      return nodes === limits.nodes + 1 ? refuse('definition.size.too-large', path, { limit: limits.nodes }) : undefined
    if (path.length > limits.depth) return refuse('definition.depth.too-deep', path, { limit: limits.depth })
    if (node === null || typeof node === 'boolean') return node
    if (typeof node === 'string') {
      return node.length > limits.textLength ? refuse('definition.text.too-long', path, { limit: limits.textLength }) : node
    }
    if (typeof node === 'number') return Number.isFinite(node) ? node : refuse('definition.number.not-finite', path)
    if (typeof node !== 'object') return refuse('definition.value.not-json', path, { type: typeof node })
    if (open.has(node)) return refuse('definition.value.cyclic', path)
    open.add(node)
    const copied = Array.isArray(node) ? copyArray(node, path) : copyObject(node, path)
    open.delete(node)
    return copied
  }

  const copyArray = (node: readonly unknown[], path: readonly (string | number)[]): unknown => {
    // A sparse array of length 2^32 - 1 costs nothing to send and everything to walk.
    if (node.length > limits.nodes) return refuse('definition.size.too-large', path, { limit: limits.nodes })
    const array: unknown[] = []
    for (let i = 0; i < node.length; i++) array.push(copy(node[i] === undefined ? null : node[i], [...path, i]))
    return array
  }

  const copyObject = (node: object, path: readonly (string | number)[]): unknown => {
    const prototype = Object.getPrototypeOf(node)
    // An object of another realm (an iframe, a vm context) has that realm's Object.prototype, whose own prototype is null.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return refuse('definition.value.not-json', path, { type: 'object' })
    const object: Record<string, unknown> = {}
    for (const key of Object.keys(node)) {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') refuse('definition.key.forbidden', [...path, key], { key })
      else if (key.length > limits.textLength) refuse('definition.text.too-long', path, { limit: limits.textLength })
      else {
        const descriptor = Object.getOwnPropertyDescriptor(node, key) as PropertyDescriptor
        // A getter is code of the stranger's.
        if (descriptor.get) refuse('definition.value.not-json', [...path, key], { type: 'getter' })
        else if (descriptor.value !== undefined) object[key] = copy(descriptor.value, [...path, key])
      }
    }
    return object
  }

  const data = copy(value, [])
  return { data, issues }
}
