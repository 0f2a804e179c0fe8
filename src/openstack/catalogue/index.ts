// The door of the catalogue: nothing is read until one of these is called.
export { type Knowledge, knowsOption } from './knows';
export { nearestNames, nearestRules } from './nearest';
export {
  type FoundOption,
  findOption,
  isOnlyInSample,
  listOptions,
  type OptionHome,
  optionReleases,
  optionsNamed,
} from './options';
export { findRule, listRules, ruleReleases } from './rules';
