import { type GatherNormalizePlan, gatherNormalizeReference } from '../normalization/gatherNormalize';
import { type LaunchTest, launchTest } from './launchTest';
import { randomBelow, randomBytes, randomFloats, randomWords } from './randomValues';
import { activityOf, rowCountOf, type Situation } from './situations';
import { batchRecord, floatsLike, memberBuffer, outputBuffer, perMember, wholeBuffer, wordsLike } from './stretches';

/** A prime, and few enough to make them. */
const IMAGES = 61;
const SEEDS = 2;
/** docs/kernels.md */
const TOLERANCE = { rtol: 1.5e-7, atol: 0 };

/** A batch of random images, in two random orders. */
export function gatherTest(plan: GatherNormalizePlan, situation: Situation): LaunchTest {
  const { members, rows, features, orderLength, hasActivity } = plan.shape;
  const rowCount = Math.min(orderLength, rowCountOf(situation, rows));
  const batch = { firstExample: randomBelow(orderLength - rowCount + 1), rowCount };
  const [images, labels] = [randomBytes(IMAGES * features), randomBytes(IMAGES + (4 - (IMAGES % 4)))];
  const order = randomWords(SEEDS * orderLength, IMAGES);
  const seedOf = perMember(() => randomBelow(SEEDS));
  const affineOf = perMember(() => randomFloats(2 * features, -255, 255));
  const expected = perMember((member) => {
    const seedOfMember = Uint32Array.of(seedOf(member));
    const own = { images, labels, order, seedOfMember, affine: affineOf(member), ...batch };
    return gatherNormalizeReference({ ...plan.shape, members: 1 }, own);
  });
  const lent = 'overwritten';
  return launchTest({
    plan,
    record: batchRecord(batch),
    buffers: {
      images: wholeBuffer(images),
      labels: wholeBuffer(labels),
      order: wholeBuffer(order),
      seedOfMember: memberBuffer({ members, words: 1 }, situation, (member) => Uint32Array.of(seedOf(member))),
      affine: memberBuffer({ members, words: 2 * features }, situation, affineOf),
      activity: hasActivity ? wholeBuffer(activityOf(members, situation)) : undefined,
      x: outputBuffer({ members, words: rows * features, lent }, situation, (member) =>
        floatsLike(expected(member).x, TOLERANCE),
      ),
      y: outputBuffer({ members, words: rows, lent }, situation, (member) => wordsLike(expected(member).y)),
    },
  });
}
