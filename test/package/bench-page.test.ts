import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

interface Part {
  readonly name: string
  readonly about: string
  readonly part: string
  readonly text: string
}
const { mergeSections } = (await import(pathToFileURL('scripts/bench-page.mjs').href)) as {
  mergeSections: (page: string, part: Part, known: Record<string, string[]>) => string
}
const known = { rfm: ['small', 'large', 'growth'], tiers: ['one'] }
const partOf = (name: string, part: string, text: string): Part => ({ name, about: `What ${name} is.`, part, text })
const headings = (page: string) => page.split('\n').filter((line) => /^##/.test(line))

test('a run replaces its own part and leaves every other as it was', () => {
  let page = mergeSections('', partOf('tiers', 'one', 'ran on Monday'), known)
  page = mergeSections(page, partOf('rfm', 'growth', 'slope 2'), known)
  page = mergeSections(page, partOf('rfm', 'small', 'ran on Monday'), known)
  page = mergeSections(page, partOf('rfm', 'small', 'ran on Tuesday'), known)
  expect(headings(page)).toEqual(['## rfm', '### small', '### growth', '## tiers', '### one'])
  expect(page.match(/ran on \w+|slope 2/g)).toEqual(['ran on Tuesday', 'slope 2', 'ran on Monday'])
  expect(page).toContain('What tiers is.')
})

test('what no table measures any more leaves the page', () => {
  let page = mergeSections('', partOf('tiers', 'one', 'a'), known)
  page = mergeSections(page, partOf('rfm', 'large', 'b'), known)
  page = mergeSections(page, partOf('rfm', 'small', 'c'), { rfm: ['small'] })
  expect(headings(page)).toEqual(['## rfm', '### small'])
})
