export {
  CALLBACK_USES,
  type CallbackUse,
  KERNEL_SETS,
  type KernelSet,
  PRESETS,
  type Preset,
  SWITCHES,
  type Switch,
  TRAIN_SPLIT_EXAMPLES,
} from './choices';
export { CALLBACK_OPTIONS, type Contradiction, findContradiction } from './contradictions';
export {
  examplesPerEpoch,
  formatOption,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  type OptionKey,
  optionName,
  type TrainOptions,
} from './definitions';
export type { OptionDefinition, OptionGroup } from './optionDefinition';
export { trainOptionsSchema } from './optionsSchema';
export { listOfNames, type OptionValue, realNumber, wholeNumber } from './optionValues';
export {
  describeOptions,
  groupTitle,
  type OptionDescription,
  optionHint,
  optionLabel,
  optionsOfGroup,
} from './optionWords';
export {
  formatTrainOptions,
  parseOption,
  parseTrainOptions,
  type RawOptions,
  requireConsistent,
  unknownOption,
} from './parseTrainOptions';
export { countMembers, defaultPreset, PRESET_DEFAULTS, PRESET_QUESTIONS, presetSize } from './presets';
