export const PRESETS = ['quick', 'notebook', 'plateau', 'learning-rates', 'study'] as const;
export type Preset = (typeof PRESETS)[number];

export const KERNEL_SETS = ['weft', 'stock'] as const;
export type KernelSet = (typeof KERNEL_SETS)[number];

/** Whether the members have a callback: none, all, or each twice, with it and without, as a pair. */
export const CALLBACK_USES = ['off', 'on', 'compare'] as const;
export type CallbackUse = (typeof CALLBACK_USES)[number];

export const SWITCHES = ['on', 'off'] as const;
export type Switch = (typeof SWITCHES)[number];

/** The training split of Fashion-MNIST once the first 10,000 training images are set aside to validate. */
export const TRAIN_SPLIT_EXAMPLES = 50_000;

export const MAX_EPOCHS = 1000;
export const MAX_LEARNING_RATE = 100;
