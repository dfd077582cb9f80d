/** Ids of segments, tiers, levels and columns in words: from the library's catalogue, else as they are. */

export function wordOf(words, noun, id, params = {}) {
  const key = `${noun}.${id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  return Object.hasOwn(words.catalogue, key) ? words.catalogue[key]({ code: key, outcome: 'info', params }) : id
}

export const segmentName = (words, id) => (id === undefined ? words.unsegmented : wordOf(words, 'rfm.segment', id))
export const levelName = (words, id) => (id === undefined ? '–' : wordOf(words, 'portfolio.level', id))
export const tierName = (words, id) =>
  id === 'prospect' ? wordOf(words, 'portfolio.status', 'prospect') : id === undefined ? '–' : levelName(words, id)
export const columnName = (words, id, currency = '') => wordOf(words, 'portfolio.column', id, { currency })

/** A level or a preference that the base could show; without any event of its kind the library says so. */
export const isObserved = (word) => word !== undefined && word !== 'notObserved'

/** What somebody prefers is the host's own word, even where it is called `high`. */
export const preferenceName = (words, word) => (isObserved(word) ? word : levelName(words, word))
