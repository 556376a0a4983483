import { expect, it } from 'vitest';
import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { encodeCheckpoint } from '../run/checkpoint/checkpointFile';
import { sampleCheckpoint } from '../testing/sampleCheckpoint';
import { readCheckpoint } from './readCheckpoint';

const read = async (checkpoint: Checkpoint) => readCheckpoint(await encodeCheckpoint(checkpoint), 'it');

it('gives a checkpoint and the run that it tells of', async () => {
  const checkpoint = sampleCheckpoint();
  expect(await read(checkpoint)).toMatchObject({ checkpoint, run: { status: 'stopped', members: [{}] } });
});

it.each<[string, (checkpoint: Checkpoint) => void, RegExp]>([
  [
    'a loop that cannot be',
    ({ underWay: [first] }) => Object.assign(first?.loop ?? {}, { epochsDone: 99 }),
    /^Checkpoint it, field underWay\.0\.loop\.epochsDone: it is 99/,
  ],
  [
    'a history that cannot be',
    ({ underWay: [first] }) => Object.assign(first?.loop.members[0]?.history[0] ?? {}, { epoch: 7 }),
    /^Checkpoint it, its run: members\.0\.history\.0\.epoch is 7; it must be 1/,
  ],
  ['a time that is no number', (checkpoint) => (checkpoint.setupMs = Number.NaN), /^Checkpoint it, field setupMs: /],
  [
    'an accuracy above one',
    ({ underWay: [first] }) => Object.assign(first?.loop.members[0]?.history[0] ?? {}, { valAccuracy: 1.5 }),
    /^Checkpoint it, field underWay\.0\.loop\.members\.0\.history\.0\.valAccuracy: it is 1\.5, not a number from 0 to 1/,
  ],
])('refuses %s by name and place', async (_, change, sentence) => {
  const checkpoint = structuredClone(sampleCheckpoint());
  change(checkpoint);
  await expect(read(checkpoint)).rejects.toThrow(sentence);
});
