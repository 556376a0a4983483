import * as v from 'valibot';
import { loopStateSchema, placeOf } from './checkpoint/checkpoint';
import { peekHeader } from './checkpoint/checkpointFile';
import { formatTrainOptions, type TrainOptions, trainOptionsSchema } from './options';
import { adapterSchema, type RunFile } from './runFile';

/** How far a run is that is kept. One that is unfinished, stopped or failed can go on from its checkpoint. */
export const RUN_STATES = ['unfinished', 'stopped', 'failed', 'finished'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What its last checkpoint tells of a run, so that a list need not read checkpoints. */
const reachedSchema = v.strictObject({
  commit: v.string(),
  adapter: adapterSchema,
  /** SHA-256 of the examples, in hexadecimal. */
  dataset: v.string(),
  ...v.pick(loopStateSchema, ['epochsDone', 'stepsDone']).entries,
  /** Members that were trained to their ends before those whose epochs and steps these are; left out where it is 0. */
  membersDone: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/** `weft.kept/1`: what is known of a run that is kept, beside its checkpoint and its run file. */
export const keptRunSchema = v.strictObject({
  schema: v.literal('weft.kept/1'),
  /** What it is called in commands: also the name of its folder. */
  id: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
  /** Given by the user, or made from what sets it apart. */
  name: v.string(),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  state: v.picklist(RUN_STATES),
  config: trainOptionsSchema,
  /** Where it was trained: a run goes on there alone. */
  runtime: v.picklist(['browser', 'dawn']),
  /** When it last ended with a run file. */
  endedAt: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
  /** What ended it, where it failed. */
  failure: v.exactOptional(v.string()),
  /** Left out before the first checkpoint. */
  reached: v.exactOptional(reachedSchema),
  /** Since when it is to be deleted; until it is, that can be undone. */
  deletedAt: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
});

export type KeptRun = v.InferOutput<typeof keptRunSchema>;

/** A run that begins now. @param random bytes that tell it from others of the same second. */
export function newKeptRun(run: Pick<KeptRun, 'config' | 'runtime'>, now: Date, random: Uint8Array): KeptRun {
  const startedAt = now.toISOString();
  const suffix = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    schema: 'weft.kept/1',
    id: `${startedAt.slice(0, 19).replaceAll(':', '-')}-${suffix}`,
    name: nameRun(run.config),
    startedAt,
    state: 'unfinished',
    ...run,
  };
}

/** A run that was made elsewhere, by its run file; what it ended with is all there is of it. */
export function keptRunOf({ startedAt, config, adapter, name, status }: RunFile, random: Uint8Array): KeptRun {
  const run = newKeptRun({ config, runtime: adapter.runtime }, new Date(startedAt), random);
  return { ...run, state: status, ...(name !== undefined && { name }) };
}

/** A name made of what sets a run apart from its preset: "quick · epochs 3 · seeds 2". */
export function nameRun(options: TrainOptions): string {
  const { preset, ...others } = formatTrainOptions(options);
  return [preset, ...Object.entries(others).map(([name, value]) => `${name} ${value}`)].join(' · ');
}

/** What a checkpoint tells of its run, as an entry to add; none where it is no checkpoint of this version. */
export function reachedBy(file: Uint8Array<ArrayBuffer>): Pick<KeptRun, 'reached'> {
  const header = peekHeader(file);
  if (header === undefined) {
    return {};
  }
  const { commit, adapter, dataset } = header;
  const { membersDone, ...place } = placeOf(header);
  return { reached: { commit, adapter, dataset, ...place, ...(membersDone > 0 && { membersDone }) } };
}

export function canGoOn({ state }: Pick<KeptRun, 'state'>): boolean {
  return state !== 'finished';
}

/** Whether it has a run file that says how it ended. */
export function hasEnded({ state }: Pick<KeptRun, 'state'>): boolean {
  return state === 'finished' || state === 'stopped';
}

/** The newest first. */
export function byNewest(a: KeptRun, b: KeptRun): number {
  return a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0;
}

/** The highest mean test accuracy of an arm, 0…1; `undefined` where nothing was tested. */
export function bestAccuracy({ summary }: Pick<RunFile, 'summary'>): number | undefined {
  const means = summary.flatMap(({ testAccuracy }) => testAccuracy.mean ?? []);
  return means.length === 0 ? undefined : Math.max(...means);
}
