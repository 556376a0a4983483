import * as v from 'valibot';
import { formatTrainOptions, type TrainOptions, trainOptionsSchema } from './options';

/** How far a run is that is kept. One that is unfinished, stopped or failed can go on from its checkpoint. */
export const RUN_STATES = ['unfinished', 'stopped', 'failed', 'finished'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** `weft.kept/1`: what is known of a run that is kept, beside its checkpoint and its run file. */
export const keptRunSchema = v.strictObject({
  schema: v.literal('weft.kept/1'),
  /** What it is called in commands: also the name of its folder. */
  id: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
  name: v.string(),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  state: v.picklist(RUN_STATES),
  config: trainOptionsSchema,
  /** Where it was trained: a run goes on there alone. */
  runtime: v.picklist(['browser', 'dawn']),
  /** What ended it, where it failed. */
  failure: v.exactOptional(v.string()),
});

export type KeptRun = v.InferOutput<typeof keptRunSchema>;

/** A name made of what sets a run apart from its preset: "quick · epochs 3 · seeds 2". */
export function nameRun(options: TrainOptions): string {
  const { preset, ...others } = formatTrainOptions(options);
  return [preset, ...Object.entries(others).map(([name, value]) => `${name} ${value}`)].join(' · ');
}
