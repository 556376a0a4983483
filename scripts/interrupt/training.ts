export const EPOCHS = 3;

/** Options of a population with a member that stops early, and one that blows up, whose learning rate is reduced. */
export const TRAINING: Readonly<Record<string, string>> = {
  preset: 'quick',
  ...{ normalizations: 'raw', 'learning-rates': '0.001,100' },
  ...{ 'early-stopping': 'on', 'stopping-patience': '1', 'stopping-min-delta': '15' },
  ...{ 'reduce-lr-on-plateau': 'on', 'plateau-patience': '0', 'plateau-min-delta': '1e12' },
  ...{ epochs: `${EPOCHS}`, 'train-examples': '640', 'batch-size': '64', diagnostics: 'off' },
};
