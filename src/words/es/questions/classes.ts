import type { Words } from '../../en';
import { fromTo, list, numbers, seeds } from '../base';

export const classes: Words['classes'] = {
  question: '¿Qué clases se confunden?',
  missing: 'Ninguna de estas ejecuciones evaluó sus redes con los datos de test.',
  finding: (hardest) => {
    const names = new Set(hardest.map(({ name }) => name));
    const scores = hardest.map(({ f1 }) => f1);
    return names.size === 1
      ? `${list([...names])} es la clase más difícil, con un F1 ${fromTo(scores)}.`
      : `La clase más difícil es ${list(hardest.map(({ normalization, name, f1 }) => `${name} con ${normalization} (F1 ${numbers.share(f1)})`))}.`;
  },
  worst: (facts) =>
    `${facts.name}: la clase con menor F1 es ${facts.hardest}, ${numbers.share(facts.f1)}. El error más frecuente es tomar ${facts.label} por ${facts.predicted}: ${numbers.count(facts.count)} de ${numbers.count(facts.support)}${facts.seeds > 1 ? ` entre ${seeds(facts.seeds)}` : ''}.`,
  noMistakes: (name) => `${name}: no se confundió ni un solo ejemplo de test.`,
  f1Caption: 'F1 por clase y normalización',
  metricsCaption: (name, count) =>
    `Precisión, exhaustividad (recall) y F1 por clase, ${name}${count > 1 ? ` (${seeds(count)} juntas)` : ''}`,
  confusionCaption: (name, count) =>
    `Matriz de confusión, ${name}${count > 1 ? ` (${seeds(count)} juntas)` : ''}: una fila por clase real y una columna por clase predicha`,
  mistakesHeading: (name, seed) => `Los errores más seguros de ${name}, semilla ${seed}`,
  mistakeAlternative: ({ example, label, predicted }) =>
    `Imagen de test ${numbers.count(example)}: ${label}, tomada por ${predicted}`,
  mistakeLines: ({ label, predicted, confidence }) => [
    label,
    `tomada por ${predicted}`,
    numbers.confidence(confidence),
  ],
};
