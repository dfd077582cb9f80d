import type { FitError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import type { Table } from '../core/table.js'
import type { Facts } from '../facts/facts.js'
import type { ScorecardDefinition } from './definition.js'
import { fitShares } from './fit-shares.js'
import { type ProposeScorecardOptions, proposeScorecard, type ScorecardProposal } from './propose.js'

/**
 * A scorecard whose `shares` have become `bands`, and whose `levelShares` have become `levels`: plain JSON that scores tomorrow's customer
 * by today's standard. Fit it again when the standard should follow the market; what is written literally stays as it is.
 *
 * Edges lie between values that occur, at the shortest decimal there: equal values never part, and multiplying a measure by any factor
 * moves no customer of the base to another band. Each edge is the one whose share of customers below is nearest to the sum of the shares
 * below it; with at least as many distinct values as bands every band has somebody, with fewer the bands between the outermost go first.
 * A criterion nobody has a value for, or for which all have the same, can rank nobody: it is marked `idle` and counts as missing.
 *
 * @param table a numeric column per measure, a row per customer
 */
export function fitScorecard(card: ScorecardDefinition, table: Table): ScorecardDefinition
/**
 * A scorecard proposed by the host's own history: which bands of which measures told, in one period, what customers did in the next; and, on a period not
 * used for that, whether it ranks customers better than the host's own card, or whether the difference is noise.
 *
 * Facts up to two horizons before `asOf` are the measures and the horizon after them the outcome to learn from; then measures and outcome of one horizon later
 * judge. Bands are fifths of the base, joined where the outcome neither rises nor falls steadily; points are 0 … 100 on the scale of the log of the outcome;
 * weights are a ridge regression's on those points, so that criteria that say the same share a weight instead of counting twice.
 *
 * @throws FitError `scorecard.outcome.too-few`, `scorecard.outcome.one-outcome`, `scorecard.outcome.nothing-found`
 * @throws UsageError `scorecard.outcome.horizon`, `scorecard.outcome.measures`, `scorecard.outcome.length`
 */
export function fitScorecard(facts: Facts, options: ProposeScorecardOptions): ScorecardProposal
export function fitScorecard(
  subject: ScorecardDefinition | Facts,
  by: Table | ProposeScorecardOptions,
): ScorecardDefinition | ScorecardProposal {
  return subject.kind === 'facts'
    ? proposeScorecard(subject, by as ProposeScorecardOptions)
    : fitShares(subject as ScorecardDefinition, by as Table)
}

/** The proposal, with its failure as a result instead of an exception. */
export function safeFitScorecard(facts: Facts, options: ProposeScorecardOptions): Result<ScorecardProposal, FitError> {
  return safely(() => proposeScorecard(facts, options))
}
