/** What a reader sees of a page of the example, in Chromium: what stands out of it, what its figures draw, what it says. */
import type { Page } from 'playwright-core'

export interface Seen {
  readonly lang: string
  readonly title: string
  /** Pixels by which the page is wider than the window. */
  readonly wider: number
  readonly text: string
  readonly cut: readonly (string | null)[]
  readonly figures: readonly { readonly title: string; readonly marks: number; readonly named: number; readonly rows: number }[]
  /** Languages shown at once. */
  readonly shown: number
}

export function lookAt(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const main = document.querySelector('main:not([hidden])') as HTMLElement
    const inside = (element: Element) => {
      const { width: w, height: h } = element.getBoundingClientRect()
      return w > 0 && h > 0
    }
    const cut = [...main.querySelectorAll('h1, h2, h3, p, dt, dd, figcaption, li, .x-tick, .y-tick, .name, .value')].filter((element) => {
      const { left, right, width: w } = element.getBoundingClientRect()
      return w > 0 && (left < -0.5 || right > window.innerWidth + 0.5)
    })
    return {
      lang: document.documentElement.lang,
      title: document.title,
      wider: document.documentElement.scrollWidth - window.innerWidth,
      text: main.innerText,
      cut: cut.map((element) => element.textContent),
      figures: [...main.querySelectorAll('figure')].map((figure) => ({
        title: figure.querySelector('h3')?.textContent ?? '',
        marks: [...figure.querySelectorAll('.mark')].filter(inside).length,
        named: figure.querySelectorAll('[role=img][aria-label], [role=img][aria-labelledby]').length,
        rows: figure.querySelectorAll('details tbody tr').length,
      })),
      shown: [...document.querySelectorAll('main')].filter(inside).length,
    }
  })
}
