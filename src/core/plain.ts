/** A stranger's value becomes plain JSON of our own, or a list of reasons why not. Runs before any schema sees it. */

import { isWellFormed } from './canonical-json.js'
import { type Reason, reason } from './reason.js'

export interface PlainLimits {
  /** Members of objects and lists, counted through the whole tree. */
  readonly nodes: number
  readonly depth: number
  /** UTF-16 units of one string or key. */
  readonly textLength: number
}

/** A program with hundreds of rules has a few thousand nodes at depth twelve; these leave an order of magnitude. */
export const PLAIN_LIMITS: PlainLimits = { nodes: 100_000, depth: 64, textLength: 10_000 }

/** A definition this wrong is not mended by a longer list. */
const MOST_ISSUES = 1000

export function plainCopy(value: unknown, limits: PlainLimits = PLAIN_LIMITS): { data: unknown; issues: Reason[] } {
  const issues: Reason[] = []
  let nodes = 0
  const open = new Set<object>()

  const refuse = (code: string, path: readonly (string | number)[], params: Reason['params'] = {}): undefined => {
    if (issues.length < MOST_ISSUES) issues.push(reason(code, 'error', params, { path }))
    return undefined
  }

  /** Counts one more member, absent ones too: walking them costs the same. */
  const isFull = (path: readonly (string | number)[]): boolean => {
    if (++nodes === limits.nodes + 1) refuse('definition.size.too-large', path, { limit: limits.nodes })
    return nodes > limits.nodes
  }

  const copy = (node: unknown, path: readonly (string | number)[]): unknown => {
    if (path.length > limits.depth) return refuse('definition.depth.too-deep', path, { limit: limits.depth })
    if (node === null || typeof node === 'boolean') return node
    if (typeof node === 'string') return isText(node, path) ? node : undefined
    if (typeof node === 'number') return Number.isFinite(node) ? node + 0 : refuse('definition.number.not-finite', path) // JSON has no −0
    if (typeof node !== 'object') return refuse('definition.value.not-json', path, { type: typeof node })
    if (open.has(node)) return refuse('definition.value.cyclic', path)
    open.add(node)
    const copied = Array.isArray(node) ? copyArray(node, path) : copyObject(node, path)
    open.delete(node)
    return copied
  }

  const isText = (text: string, path: readonly (string | number)[]): boolean => {
    if (text.length > limits.textLength) refuse('definition.text.too-long', path, { limit: limits.textLength })
    else if (!isWellFormed(text)) refuse('definition.text.ill-formed', path)
    else return true
    return false
  }

  const copyMember = (node: object, key: string | number, path: readonly (string | number)[]): unknown => {
    const descriptor = Object.getOwnPropertyDescriptor(node, key)
    // A getter is code of the stranger's.
    if (descriptor?.get) return refuse('definition.value.not-json', path, { type: 'getter' })
    return descriptor?.value === undefined ? undefined : copy(descriptor.value, path)
  }

  const copyArray = (node: readonly unknown[], path: readonly (string | number)[]): unknown => {
    // A sparse array of length 2^32 - 1 costs nothing to send and everything to walk.
    if (node.length > limits.nodes) return refuse('definition.size.too-large', path, { limit: limits.nodes })
    const array: unknown[] = []
    for (let i = 0; i < node.length && !isFull(path); i++) array.push(copyMember(node, i, [...path, i]) ?? null)
    return array
  }

  const copyObject = (node: object, path: readonly (string | number)[]): unknown => {
    const prototype = Object.getPrototypeOf(node)
    // An object of another realm (an iframe, a vm context) has that realm's Object.prototype, whose own prototype is null.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return refuse('definition.value.not-json', path, { type: 'object' })
    const object: Record<string, unknown> = {}
    for (const key of Object.keys(node)) {
      if (isFull(path)) break
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') refuse('definition.key.forbidden', [...path, key], { key })
      else if (isText(key, path)) {
        const member = copyMember(node, key, [...path, key])
        if (member !== undefined) object[key] = member
      }
    }
    return object
  }

  const data = copy(value, [])
  return { data, issues }
}

/** `"$schema"` at the root is for editors and no part of what is defined, so that its hash is the same with and without. */
export function dropSchemaKey(data: unknown): void {
  if (data !== null && typeof data === 'object' && '$schema' in data && typeof data.$schema === 'string') delete data.$schema
}
