import * as v from 'valibot';
import { adapterSchema } from '../../run/runFile';

export const SOAK_SCHEMA = 'weft.soak/1';

/** What is watched: memory of the GPU, tfjs's tensors, JavaScript heaps, resident memory. */
export const WATCHED = [
  'gpuBytes',
  'gpuBuffers',
  'tensors',
  /** Of the worker that trains, or of Node on Dawn, where the trainer is in the command. */
  'trainerHeapBytes',
  'pageHeapBytes',
  /** Of the browser with all its processes. */
  'browserBytes',
  'nodeBytes',
] as const;
export type Watched = (typeof WATCHED)[number];

const figure = v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0)));

const sampleSchema = v.strictObject({
  /** Training steps done. */
  step: v.number(),
  /** Mean of the steps of the epoch before. */
  stepMs: v.number(),
  ...(Object.fromEntries(WATCHED.map((name) => [name, figure])) as Record<Watched, typeof figure>),
});

/** What was measured after an epoch; `null` where it is not to be had. */
export type SoakSample = v.InferOutput<typeof sampleSchema>;

const verdictSchema = v.strictObject({
  watched: v.picklist([...WATCHED, 'stepMs']),
  /** Medians of the tenths of the run; of `stepMs` too. */
  tenths: v.array(v.number()),
  /** As a share of the level: see `judgeSoak`. */
  drift: v.number(),
  mostDrift: v.number(),
  isFlat: v.boolean(),
});

export type SoakVerdict = v.InferOutput<typeof verdictSchema>;

/** `weft.soak/1`: a long run, and whether anything grew. */
export const soakFileSchema = v.strictObject({
  schema: v.literal(SOAK_SCHEMA),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  adapter: adapterSchema,
  status: v.picklist(['finished', 'stopped']),
  steps: v.number(),
  epochs: v.number(),
  wallMs: v.number(),
  verdicts: v.array(verdictSchema),
  samples: v.array(sampleSchema),
});

export type SoakFile = v.InferOutput<typeof soakFileSchema>;
