/** What the page says around the options; their own words stand in their definitions. */
export const optionsPanel = {
  title: 'Options',
  backToPreset: 'Back to the preset',
  /** Of a callback's options, for screen readers. */
  settingsOf: (callback: string) => `Settings of ${callback}`,
  /** No callback is on, and nothing is held out. */
  allOff: 'off',
  isOn: (callback: string) => `${callback} on`,
  isCompared: (callback: string) => `${callback} compared`,
  heldOut: 'examples held out',
};
