import { findDistance } from '../closeness';
import { type PredictClassesPlan, predictClassesReference } from '../predictClasses';
import { type LaunchTest, launchTest } from './launchTest';
import { poison, randomBelow, randomFloats } from './randomValues';
import { activityOf, rowCountOf, type Situation } from './situations';
import { batchRecord, memberBuffer, outputBuffer, perMember, wholeBuffer } from './stretches';

/** Class and confidence. */
const PREDICTION_WORDS = 2;
/** docs/kernels.md */
const CONFIDENCE = { rtol: 5e-6, atol: 0 };

/** A batch of random logits, somewhere among the examples: those before and behind it keep what they hold. */
export function predictionsTest(plan: PredictClassesPlan, situation: Situation): LaunchTest {
  const { members, rows, classes, examples, hasActivity } = plan.shape;
  const rowCount = Math.min(examples, rowCountOf(situation, rows));
  const batch = { firstExample: randomBelow(examples - rowCount + 1), rowCount };
  const logitsOf = perMember(() => randomFloats(rows * classes, -8, 8));
  const checkOf = (member: number) => {
    const expected = predictClassesReference(logitsOf(member).subarray(0, rowCount * classes), classes);
    return (after: ArrayBuffer) => {
      const [words, floats] = [new Uint32Array(after), new Float32Array(after)];
      const wanted = poison(words.length);
      const confidences = new Float64Array(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const at = (batch.firstExample + row) * PREDICTION_WORDS;
        wanted[at] = expected.classes[row] as number;
        confidences[row] = floats[at + 1] as number;
        // Compared below, as it need not be exact.
        wanted[at + 1] = words[at + 1] as number;
      }
      return (
        findDistance(words, wanted, { rtol: 0, atol: 0 }) ?? findDistance(confidences, expected.confidences, CONFIDENCE)
      );
    };
  };
  const lent = 'overwritten';
  return launchTest({
    plan,
    record: batchRecord(batch),
    buffers: {
      logits: memberBuffer({ members, words: rows * classes, lent }, situation, logitsOf),
      predictions: outputBuffer({ members, words: examples * PREDICTION_WORDS, lent }, situation, checkOf),
      activity: hasActivity ? wholeBuffer(activityOf(members, situation)) : undefined,
    },
  });
}
