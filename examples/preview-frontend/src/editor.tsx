/** The definition as JSON, with completion from the library's JSON Schema and every issue of `safeDefineTiers` where it stands. */

import { autocompletion } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json, jsonParseLinter } from '@codemirror/lang-json'
import { bracketMatching, defaultHighlightStyle, foldGutter, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'preact/hooks'
import { sentence } from 'tierwise/messages'
import ladderSchema from 'tierwise/schemas/ladder.schema.json'
import { type LadderDefinition, safeDefineTiers } from 'tierwise/tiers'
import { schemaCompletion } from './completion'
import { placeOf } from './place'
import type { Words } from './words'

interface Props {
  readonly ladder: LadderDefinition
  readonly onDefinition: (ladder: LadderDefinition) => void
  readonly w: Words
}

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-key)' },
  { tag: tags.string, color: 'var(--json-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--json-number)' },
])

export function Editor({ ladder, onDefinition, w }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | undefined>(undefined)
  // The editor is made once and reads what is current through these.
  const current = useRef({ onDefinition, w })
  current.current = { onDefinition, w }

  useEffect(() => {
    const state = EditorState.create({
      doc: textOf(ladder),
      extensions: [
        history(),
        foldGutter(),
        bracketMatching(),
        EditorView.lineWrapping, // no scrolling region of its own to be trapped in
        json(),
        syntaxHighlighting(colors),
        syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
        autocompletion({ override: [schemaCompletion(ladderSchema)] }),
        linter((editor) => problemsOf(editor, current.current.w), { delay: 250 }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]), // Tab is left to the page: nobody is trapped
        EditorView.contentAttributes.of({ 'aria-label': w.definition }),
        EditorView.updateListener.of(({ docChanged, state, transactions }) => {
          if (!docChanged || transactions.some((one) => one.isUserEvent('outside'))) return
          const read = safeDefineTiers(parsed(state.doc.toString()))
          if (read.success) current.current.onDefinition(read.data)
        }),
      ],
    })
    view.current = new EditorView({ state, parent: host.current as HTMLElement })
    return () => view.current?.destroy()
  }, [])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined) return
    // A slider moved it, not the keys: the text follows unless it already says so.
    if (JSON.stringify(parsed(editor.state.doc.toString())) === JSON.stringify(ladder)) return
    if (editor.hasFocus) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: textOf(ladder) }, userEvent: 'outside' })
  }, [ladder])

  return (
    <>
      <p class="quiet">{w.definitionHelp}</p>
      <div class="editor" ref={host} />
    </>
  )
}

/** Every issue at its place, in the language of the page. */
function problemsOf(editor: EditorView, w: Words): readonly Diagnostic[] {
  const broken = jsonParseLinter()(editor)
  if (broken.length > 0) return broken
  const text = editor.state.doc.toString()
  const read = safeDefineTiers(parsed(text))
  if (read.success) return []
  return read.error.issues.map((issue) => ({
    ...placeOf(editor.state, issue.path ?? []),
    severity: 'error',
    message: sentence(issue, w.catalogue),
  }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Short lists and objects on one line, as one would write them by hand. */
function textOf(ladder: LadderDefinition): string {
  const write = (value: unknown, indent: string): string => {
    if (value === null || typeof value !== 'object') return JSON.stringify(value)
    const flat = Array.isArray(value)
      ? `[${value.map((one) => write(one, '')).join(', ')}]`
      : `{ ${Object.entries(value)
          .map(([key, one]) => `${JSON.stringify(key)}: ${write(one, '')}`)
          .join(', ')} }`
    if (!flat.includes('\n') && flat.length + indent.length <= 46) return flat
    const deeper = `${indent}  `
    const parts = Array.isArray(value)
      ? value.map((one) => deeper + write(one, deeper))
      : Object.entries(value).map(([key, one]) => `${deeper}${JSON.stringify(key)}: ${write(one, deeper)}`)
    const [open, close] = Array.isArray(value) ? '[]' : '{}'
    return `${open}\n${parts.join(',\n')}\n${indent}${close}`
  }
  return write(ladder, '')
}
