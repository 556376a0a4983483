import type { Words } from '../en';

export const optionsPanel: Words['optionsPanel'] = {
  title: 'Opciones',
  backToPreset: 'Volver al preset',
  settingsOf: (callback) => `Ajustes de ${callback}`,
  allOff: 'desactivados',
  isOn: (callback) => `con ${callback}`,
  isCompared: (callback) => `con y sin ${callback}`,
  heldOut: 'ejemplos apartados',
};
