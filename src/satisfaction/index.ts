export type { GroupBy, GroupOptions } from './groups.js'
export { satisfactionMeasures } from './measures.js'
export { type Scale, standardScales } from './scales.js'
export {
  type SatisfactionCode,
  type Score,
  type ScoreAnswersOptions,
  scoreCes,
  scoreCsat,
  scoreNps,
  type Tally,
} from './score-answers.js'
export {
  type FeedbackCode,
  type FeedbackScoreColumns,
  type FeedbackScoreRow,
  type FeedbackScoreTable,
  type ScoreFeedbackOptions,
  scoreFeedback,
} from './score-feedback.js'
export {
  type SatisfactionColumns,
  type SatisfactionRow,
  type SatisfactionTable,
  scoreSatisfaction,
} from './score-satisfaction.js'
export {
  type AnswersColumns,
  type AnswersRow,
  type AnswersTable,
  type NpsGroup,
  type SummarizeAnswersOptions,
  summarizeAnswers,
} from './summarize-answers.js'
export {
  type ComplaintColumns,
  type ComplaintSummary,
  type SummarizeComplaintsOptions,
  summarizeComplaints,
} from './summarize-complaints.js'
export {
  type FeedbackColumns,
  type FeedbackRow,
  type FeedbackTable,
  type SummarizeFeedbackOptions,
  summarizeFeedback,
} from './summarize-feedback.js'
export { type SummarizeSurveyOptions, type SurveyColumns, type SurveySummary, summarizeSurvey } from './summarize-survey.js'
