// The public door: a hand-written list of named exports.
export {
  formatPlace,
  IntentProblems,
  InternalError,
  type Place,
  type Problem,
  type ProblemCode,
  problemCodes,
} from './problems';
