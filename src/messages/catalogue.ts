/** A language: for every code a sentence made of its params. Types only are imported here, so a catalogue costs its words and nothing else. */

import type { Reason } from '../core/reason.js'

export type Sentence = (reason: Reason) => string

export type Catalogue = Readonly<Record<string, Sentence>>
