import { TRAINING_FLOP } from '../network';
import { examplesPerEpoch } from '../options';
import type { StoredRun } from '../runFile';
import { isSame, type Problem } from './problem';

/** Speeds against the images that the members were trained on, and the time that took. */
export function findBadThroughput(run: StoredRun): Problem {
  return findBadImages(run) ?? findBadStep(run) ?? findBadShares(run);
}

/** Of an epoch in which a run was stopped there is no record, but its images count. */
function findBadImages({ config, members, throughput, status, wallMs }: StoredRun): Problem {
  const examples = examplesPerEpoch(config);
  const trained = members.reduce((sum, { history }) => sum + history.length * examples, 0);
  const isCutShort = status === 'stopped';
  const unrecorded = isCutShort ? members.filter((member) => member.status === 'stopped').length * examples : 0;
  const rateOf = (images: number) => (wallMs.train > 0 ? (images / wallMs.train) * 1000 : 0);
  const [low, high] = [rateOf(trained), rateOf(trained + unrecorded)];
  const { imagesPerSecond, gflopPerSecond } = throughput;
  const isBetween = imagesPerSecond >= low && imagesPerSecond <= high;
  if (!isBetween && !isSame(imagesPerSecond, low) && !isSame(imagesPerSecond, high)) {
    const allowed = low === high ? `${low}` : `from ${low} to ${high}`;
    return `throughput.imagesPerSecond is ${imagesPerSecond}; it must be ${allowed}, which the epochs of the members and wallMs.train give`;
  }
  const gflop = (imagesPerSecond * TRAINING_FLOP) / 1e9;
  return isSame(gflopPerSecond, gflop)
    ? undefined
    : `throughput.gflopPerSecond is ${gflopPerSecond}; it must be ${gflop}, which throughput.imagesPerSecond gives`;
}

function findBadStep({ throughput: { stepMs } }: StoredRun): Problem {
  return stepMs.p10 <= stepMs.median && stepMs.median <= stepMs.p90
    ? undefined
    : `throughput.stepMs is ${JSON.stringify(stepMs)}; p10, median and p90 must not decrease`;
}

function findBadShares({ config: { normalizations }, throughput }: StoredRun): Problem {
  const { imagesPerSecond, perNormalization } = throughput;
  const names = perNormalization.map(({ normalization }) => normalization);
  if (names.join() !== normalizations.join()) {
    return `throughput.perNormalization is of ${names.join(', ') || 'none'}; it must be of ${normalizations.join(', ')}, as config.normalizations`;
  }
  const shares = perNormalization.flatMap((share) => share.imagesPerSecond ?? []);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.length === 0 || isSame(total, imagesPerSecond)
    ? undefined
    : `throughput.perNormalization sums to ${total} images/s; it must be ${imagesPerSecond}, throughput.imagesPerSecond`;
}
