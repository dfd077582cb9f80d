/** A proof tree in words: every node a sentence, what holds and what does not told by a mark and by word. */

import type { Reason } from 'tierwise/facts'
import { sentence } from 'tierwise/messages'
import type { Words } from './words'

const MARKS: Readonly<Record<string, string>> = { met: '✓', unmet: '✗', unknown: '?' }

export function Proof({ reason, w }: { readonly reason: Reason; readonly w: Words }) {
  return (
    <ul class="proof">
      <Node reason={reason} isOpen w={w} />
    </ul>
  )
}

function Node({ reason, isOpen, w }: { readonly reason: Reason; readonly isOpen: boolean; readonly w: Words }) {
  const { children = [], outcome } = reason
  const line = (
    <>
      <span class={`mark ${outcome}`} aria-hidden="true">
        {MARKS[outcome] ?? '·'}
      </span>
      {sentence(reason, w.catalogue)}
    </>
  )
  if (children.length === 0) return <li>{line}</li>
  // What is missing next is read first; the rest opens on request.
  const next = children.find((child) => child.outcome === 'unmet')
  return (
    <li>
      <details open={isOpen}>
        <summary>{line}</summary>
        <ul>
          {children.map((child) => (
            <Node reason={child} isOpen={isOpen && (child === next || reason.outcome === 'unmet')} w={w} />
          ))}
        </ul>
      </details>
    </li>
  )
}
