export { summarizeInThreads } from './summarize.js'
export {
  type StartThreadsOptions,
  type StopSignal,
  startThreads,
  stopThreads,
  type ThreadOptions,
  type ThreadPort,
  type Threads,
} from './threads.js'
