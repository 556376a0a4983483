import * as v from 'valibot';
import { adapterSchema } from '../../run/runFile';

export const CHECK_SCHEMA = 'weft.check/1';

/** In the order in which they are done. */
export const STAGES = ['adapter', 'kernels', 'peers', 'scaling', 'notebook', 'study', 'torch'] as const;
export type StageName = (typeof STAGES)[number];

const STATUSES = ['finished', 'stopped', 'failed', 'left-out'] as const;

const stageSchema = v.strictObject({
  stage: v.picklist(STAGES),
  /** `stopped`: its time was up, or somebody interrupted; what it had until then is its result. */
  status: v.picklist(STATUSES),
  /** Why it failed, was stopped or was left out. */
  reason: v.nullable(v.string()),
  wallMs: v.number(),
  /** A file of its own schema (`weft.bench`, `weft.run`), or what PyTorch did; `null` where there is nothing. */
  result: v.unknown(),
});

export type Stage = v.InferOutput<typeof stageSchema>;

/** `weft.check/1`: what an adapter is, whether Weft's kernels are right on it, and how fast, beside others. */
export const checkFileSchema = v.strictObject({
  schema: v.literal(CHECK_SCHEMA),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** Of what computed; `null` until a stage has a result. */
  commit: v.nullable(v.string()),
  /** Node and its system, as "v20.19.0 linux x64". */
  node: v.string(),
  budgetSeconds: v.number(),
  /** `running` while stages are to come: what a killed check leaves. */
  status: v.picklist(['running', 'finished', 'stopped']),
  /** `null` where there was none. */
  adapter: v.nullable(adapterSchema),
  stages: v.array(stageSchema),
});

export type CheckFile = v.InferOutput<typeof checkFileSchema>;
