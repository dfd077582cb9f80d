/**
 * An account's journal: a base as of now − lateness, the facts since (refused ones too), and the books as of now. Facts in order go straight
 * into the books; a late one is put in its place and the days since the base are played again.
 */

import type { Instant } from './time/instant.js'

export interface Journal<B, F> {
  readonly base: B
  /** In order. */
  readonly facts: readonly F[]
  readonly books: B
}

/** How facts are played: `C` is a definition made ready, `R` a run over a draft of the books, `S` what a step says. */
export interface Player<C, B, F, R, S> {
  open(context: C, books: B): R
  step(run: R, fact: F): S
  advance(run: R, to: Instant): void
  /** Facts before this instant cannot be put in their place any more. */
  cutoff(context: C, at: Instant | null): Instant
  compare(a: F, b: F): number
}

type Books = { readonly at: Instant | null }
type Fact = { readonly id: string; readonly at: Instant }

export function factOf<F extends Fact>({ facts }: { readonly facts: readonly F[] }, id: string): F | undefined {
  for (let i = facts.length - 1; i >= 0; i--) if (facts[i].id === id) return facts[i]
  return undefined
}

/** Whether a fact comes after everything the journal knows. */
export function isNext<B extends Books, F extends Fact>(
  { books, facts }: Journal<B, F>,
  fact: F,
  compare: (a: F, b: F) => number,
): boolean {
  return (books.at === null || fact.at >= books.at) && (facts.length === 0 || compare(facts[facts.length - 1], fact) < 0)
}

/** How many of the facts have grown older than the lateness. */
export function agedCount(facts: readonly Fact[], cutoff: Instant): number {
  let old = 0
  while (old < facts.length && facts[old].at < cutoff) old++
  return old
}

/** The base with its first facts folded in. */
export function folded<C, B, F, R extends { readonly books: B }, S>(
  player: Player<C, B, F, R, S>,
  context: C,
  base: B,
  facts: readonly F[],
  count: number,
): B {
  const run = player.open(context, base)
  for (let i = 0; i < count; i++) player.step(run, facts[i])
  return run.books
}

/** What playing some facts came to. */
export interface Played<R, S> {
  readonly run: R
  /** What was said to the fact watched. */
  readonly watched: S | undefined
  /** What was said to each fact that was refused. */
  readonly refusals: ReadonlyMap<string, S>
  /** What was said to each fact that was applied and about which something had to be said. */
  readonly notes: ReadonlyMap<string, S>
}

/** Plays facts from a base, then lets time pass; `watch` is the fact whose outcome is wanted. */
export function play<C, B, F extends Fact, R, S extends { readonly refused?: { readonly refusal: string }; readonly note?: unknown }>(
  player: Player<C, B, F, R, S>,
  context: C,
  base: B,
  facts: readonly F[],
  to: Instant,
  watch?: string,
): Played<R, S> {
  const run = player.open(context, base)
  const refusals = new Map<string, S>()
  const notes = new Map<string, S>()
  let watched: S | undefined
  for (const fact of facts) {
    const said = player.step(run, fact)
    if (fact.id === watch) watched = said
    if (said.refused !== undefined) refusals.set(fact.id, said)
    else if (said.note !== undefined) notes.set(fact.id, said)
  }
  player.advance(run, to)
  return { run, watched, refusals, notes }
}
