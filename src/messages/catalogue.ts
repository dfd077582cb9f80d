/** A language: for every code a sentence made of its params. Types only are imported here, so a catalogue costs its words and nothing else. */

import type { Reason } from '../core/reason.js'

/** One code in words: reads the params of the reason, and its path. */
export type Sentence = (reason: Reason) => string

/** A sentence for every code of the language. */
export type Catalogue = Readonly<Record<string, Sentence>>
