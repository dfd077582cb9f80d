/**
 * The code blocks of README and docs, as programs: all `ts` blocks of a page in order are one module, and what it prints must be the
 * `text` blocks that follow them. A block whose fence says `ts part` shows a shape inside somebody else's program and is only type-checked with the page.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs'

export interface Page {
  readonly path: string
  /** The module. */
  readonly code: string
  /** What it prints. */
  readonly output: string
}

const FENCE = /^```(\w+)?[ \t]*(.*)\n([\s\S]*?)^```$/gm

export function pages(): Page[] {
  return ['README.md', 'README.zh-CN.md', ...markdownBelow('docs')].flatMap((path) => {
    const page = pageOf(path, readFileSync(path, 'utf8'))
    return page.code === '' ? [] : [page]
  })
}

function pageOf(path: string, text: string): Page {
  const code: string[] = []
  const output: string[] = []
  let runs = false
  for (const [, language, , body] of text.replaceAll('\r\n', '\n').matchAll(FENCE)) {
    if (language === 'ts') {
      code.push(body)
      runs = true
    } else if (language === 'text' && runs) {
      output.push(body)
      runs = false
    } else runs = false
  }
  return { path, code: code.join('\n'), output: output.join('') }
}

function markdownBelow(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'reference')
    .flatMap((name) => {
      const path = `${folder}/${name}`
      return statSync(path).isDirectory() ? markdownBelow(path) : path.endsWith('.md') ? [path] : []
    })
}
