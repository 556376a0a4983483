import type * as Facts from '../../facts';
import { fromTo, list, numbers, seeds } from '../base';

export const classes = {
  question: 'Which classes are confused?',
  missing: 'None of these runs tested its members.',
  finding: (hardest: readonly Facts.HardestFacts[]) => {
    const names = new Set(hardest.map(({ name }) => name));
    const scores = hardest.map(({ f1 }) => f1);
    return names.size === 1
      ? `${list([...names])} is the hardest class, with an F1 of ${fromTo(scores)}.`
      : `The hardest class is ${list(hardest.map(({ normalization, name, f1 }) => `${name} with ${normalization} (F1 ${numbers.share(f1)})`))}.`;
  },
  worst: (facts: Facts.WorstFacts) =>
    `${facts.name}: ${facts.hardest} has the lowest F1, ${numbers.share(facts.f1)}. The most frequent mistake is ${facts.label} taken for ${facts.predicted}: ${numbers.count(facts.count)} of ${numbers.count(facts.support)}${facts.seeds > 1 ? ` over ${seeds(facts.seeds)}` : ''}.`,
  noMistakes: (name: string) => `${name}: not a single test example was confused.`,
  f1Caption: 'F1 by class and normalization',
  metricsCaption: (name: string, count: number) =>
    `Precision, recall and F1 by class, ${name}${count > 1 ? ` (${seeds(count)} together)` : ''}`,
  confusionCaption: (name: string, count: number) =>
    `Confusion matrix, ${name}${count > 1 ? ` (${seeds(count)} together)` : ''}: a row for each true class, a column for each predicted one`,
  mistakesHeading: (name: string, seed: number) => `The surest mistakes of ${name}, seed ${seed}`,
  mistakeAlternative: ({ example, label, predicted }: Facts.MistakeFacts) =>
    `Test image ${numbers.count(example)}: ${label}, taken for ${predicted}`,
  mistakeLines: ({ label, predicted, confidence }: Facts.MistakeFacts): readonly string[] => [
    label,
    `taken for ${predicted}`,
    numbers.confidence(confidence),
  ],
};
