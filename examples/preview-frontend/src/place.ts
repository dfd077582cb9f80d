/** Between places in the text of a JSON document and paths into its value. */

import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

export type Path = readonly (string | number)[]

/** Where the value at a path stands; the nearest there is for a path that leads nowhere. */
export function placeOf(state: EditorState, path: Path): { readonly from: number; readonly to: number } {
  let node = syntaxTree(state).topNode.firstChild
  for (const key of path) {
    const inner = node && child(state, node, key)
    if (!inner) break
    node = inner
  }
  return node ? { from: node.from, to: Math.min(node.to, state.doc.lineAt(node.from).to) } : { from: 0, to: 0 }
}

/** The path of the object or list around a node, the node's own key or place last. */
export function pathTo(state: EditorState, node: SyntaxNode): Path {
  const path: (string | number)[] = []
  for (let at: SyntaxNode | null = node; at?.parent; at = at.parent) {
    if (at.name === 'Property') path.unshift(keyOf(state, at) ?? '')
    else if (at.parent.name === 'Array') path.unshift(placeIn(at))
  }
  return path
}

/** The name of a property. */
export function keyOf(state: EditorState, property: SyntaxNode): string | undefined {
  const name = property.getChild('PropertyName')
  if (!name) return undefined
  try {
    return String(JSON.parse(state.sliceDoc(name.from, name.to)))
  } catch {
    return undefined
  }
}

function child(state: EditorState, node: SyntaxNode, key: string | number): SyntaxNode | null {
  if (node.name === 'Array') return values(node)[Number(key)] ?? null
  if (node.name !== 'Object') return null
  return node.getChildren('Property').find((property) => keyOf(state, property) === key)?.lastChild ?? null
}

function placeIn(node: SyntaxNode): number {
  return node.parent ? values(node.parent).findIndex(({ from }) => from === node.from) : -1
}

function values(list: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let at = list.firstChild; at; at = at.nextSibling) if (!/^[[\],⚠]$/.test(at.name)) found.push(at)
  return found
}
