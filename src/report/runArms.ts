import { type Arm, armLabel, groupByArm } from '../run/arms';
import type { RunFile } from '../run/runFile';
import type { Words } from '../words';
import type { SeriesLook } from './model';

const SEPARATOR = ' · ';

/** What `armLabel` says, in the report's language. */
export function labelOf(arm: Arm, config: RunFile['config'], words: Words): string {
  const parts: string[] = [arm.normalization];
  if (config.learningRates.length > 1) {
    parts.push(words.numbers.learningRate(arm.learningRate));
  }
  if (config.reduceLrOnPlateau === 'compare') {
    parts.push(arm.reduceLrOnPlateau ? 'ReduceLROnPlateau' : words.constantRate);
  }
  if (config.earlyStopping === 'compare') {
    parts.push(arm.earlyStopping ? 'EarlyStopping' : words.allEpochs);
  }
  return parts.join(SEPARATOR);
}

/** What two labels have in common at their beginning, and what tells them apart. */
export function distinguish(
  first: string,
  second: string,
): { readonly shared: string; readonly first: string; readonly second: string } {
  const [firstParts, secondParts] = [first.split(SEPARATOR), second.split(SEPARATOR)];
  const differing = firstParts.findIndex((part, index) => part !== secondParts[index]);
  return differing <= 0
    ? { shared: '', first, second }
    : {
        shared: firstParts.slice(0, differing).join(SEPARATOR),
        first: firstParts.slice(differing).join(SEPARATOR),
        second: secondParts.slice(differing).join(SEPARATOR),
      };
}

/** What is left of the label of an arm that was compared with one that has a callback. */
export function labelWithoutCallbacks(label: string, words: Words): string {
  return label
    .split(SEPARATOR)
    .filter((part) => part !== words.constantRate && part !== words.allEpochs)
    .join(SEPARATOR);
}

/** What a label says beside the normalization; empty where that is all. */
export function conditionIn(label: string): string {
  return label.split(SEPARATOR).slice(1).join(SEPARATOR);
}

/** Turns the names of compared arms, which are English labels, into those of the report's language. */
export function translateLabels({ members, config }: RunFile, words: Words): (label: string) => string {
  const labels = new Map(
    groupByArm(members).map(({ arm }) => [armLabel(arm, config), labelOf(arm, config, words)] as const),
  );
  return (label) => labels.get(label) ?? label;
}

/** Solid with the normalization's colour and symbol. */
export function lookOf({ normalization }: Pick<Arm, 'normalization'>, isDashed = false): SeriesLook {
  return { normalization, isDashed };
}
