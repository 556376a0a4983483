import { numbers, plural } from './base';

const STAGES = {
  adapter: 'Adapter',
  kernels: 'Every kernel against float64',
  peers: 'Peaks, and kernels and steps beside stock tfjs and jax-js',
  scaling: 'Steps of 1 and more members at once',
  notebook: "The notebook's run",
  study: 'A study of 32 members',
  torch: 'The same network on PyTorch',
};
const STATUSES = { finished: 'done', stopped: 'stopped', failed: 'failed', 'left-out': 'left out' };

/** Of the command `check`. */
export const check = {
  title: (startedAt: string, commit: string | null, node: string) =>
    `Weft check, begun ${startedAt}, commit ${commit ?? 'unknown'}, Node ${node}`,
  begins: (stage: keyof typeof STAGES, seconds: number) =>
    `${STAGES[stage]} (at most about ${numbers.duration(1000 * seconds)}) …`,
  ended: (stage: keyof typeof STAGES, status: keyof typeof STATUSES, seconds: number, reason: string | null) =>
    `${STAGES[stage]}: ${STATUSES[status]} after ${numbers.duration(1000 * seconds)}${reason === null ? '' : ` (${reason})`}`,
  timeIsUp: 'its time was up; what it had until then is here',
  interrupted: 'interrupted',
  noAnswer: 'the GPU no longer answers',
  stopping: 'Stopping; what was measured is kept. Once more ends at once.',
  unfinished: 'The check had not ended when this was written.',
  features: (names: readonly string[]) => `Features: ${names.join(', ')}`,
  limits: (limits: readonly string[]) => `Limits: ${limits.join(', ')}`,
  kernels: (right: number, wrong: number, all: number) =>
    `${numbers.count(right)} of ${plural(all, 'case')} right, ${numbers.count(wrong)} wrong or failed; ${numbers.count(all - right - wrong)} not done.`,
  torch: (version: string, device: string) => `PyTorch ${version} on ${device}, float32 without TF32:`,
  torchRow: (
    way: string,
    members: number,
    imagesPerSecond: number | null,
    ratio: number | undefined,
    reason: string | null,
  ) =>
    `${way}, ${plural(members, 'member')}: ${imagesPerSecond === null ? `not measured, ${reason}` : `${numbers.rate(imagesPerSecond)} images/s`}${ratio === undefined ? '' : `; Weft is ${numbers.figure(ratio)}× as fast`}`,
  verdict: (isGood: boolean): string =>
    isGood ? 'Everything that was done is right.' : 'Something is wrong, failed or was not done: see above.',
};
