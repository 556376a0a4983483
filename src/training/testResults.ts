import type { Split } from '../data/dataset';
import { groupByArm } from '../run/arms';
import type { Member } from '../run/members';
import { countConfusions } from '../run/metrics';
import { CLASSES, FEATURES } from '../run/network';
import type { RunFile } from '../run/runFile';
import type { MemberTest } from './loop/loopContract';
import type { Predictions } from './loop/trainee';

/** As many as fit beside each other. */
const MISTAKES_SHOWN = 12;

type RunTest = NonNullable<RunFile['members'][number]['test']>;
type RunMistakes = RunFile['mistakes'][number];

/** One member's test, as the run file has it: `null` for figures that are not finite. */
export function describeTest({ totals, predictions }: MemberTest, { labels }: Split): RunTest {
  const { loss, accuracy } = totals;
  return {
    loss: Number.isFinite(loss) ? loss : null,
    accuracy: Number.isFinite(accuracy) ? accuracy : null,
    confusion: countConfusions(labels, predictions.classes, CLASSES).map((row) => [...row]),
  };
}

/**
 * What the first member of each arm that was tested is most sure of and wrong about.
 * @param tests [members]
 */
export function findMistakes(
  members: readonly Member[],
  tests: readonly (MemberTest | null)[],
  split: Split,
): RunMistakes[] {
  const withTests = members.map((member, place) => ({ ...member, test: tests[place] ?? null }));
  return groupByArm(withTests).flatMap(({ arm, members: ofArm }) => {
    const first = ofArm.find(({ test }) => test !== null);
    return first === undefined || first.test === null
      ? []
      : [{ ...arm, seed: first.seed, mistakes: surestMistakes(first.test.predictions, split) }];
  });
}

/** The surest first; of equally sure ones, the earlier example. */
function surestMistakes({ classes, confidences }: Predictions, { images, labels }: Split): RunMistakes['mistakes'] {
  return Array.from(classes, (predicted, example) => ({
    example,
    label: labels[example] as number,
    predicted,
    confidence: confidences[example] as number,
  }))
    .filter(({ label, predicted, confidence }) => predicted !== label && Number.isFinite(confidence))
    .sort((a, b) => b.confidence - a.confidence || a.example - b.example)
    .slice(0, MISTAKES_SHOWN)
    .map((mistake) => ({
      ...mistake,
      pixels: encodeBase64(images.subarray(mistake.example * FEATURES, (mistake.example + 1) * FEATURES)),
    }));
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
