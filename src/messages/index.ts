export type { Catalogue, Sentence } from './catalogue.js'
export { en } from './en.js'
export { sentence, sentences } from './sentence.js'
export { withWords } from './with-words.js'
