import * as v from 'valibot';
import { browserFactsSchema, versionsSchema } from '../../run/diagnostic/diagnosticFile';
import { adapterSchema } from '../../run/runFile';
import { trainingProofSchema } from '../../run/trainingProof';

export const DOCTOR_SCHEMA = 'weft.doctor/1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.string();

/** What can be done in a folder: `missing` is as good as `ok`, where it can be made. */
export const PLACE_STATES = ['ok', 'missing', 'unreadable', 'unwritable', 'full', 'nowhere'] as const;

const placeSchema = v.strictObject({
  place: v.picklist(['runs', 'tuning', 'builds', 'temporary', 'dataset']),
  /** `null` where the user has no such place. */
  path: v.nullable(text),
  state: v.picklist(PLACE_STATES),
  /** What the system said. */
  reason: v.nullable(text),
  freeBytes: v.nullable(v.number()),
});

export type Place = v.InferOutput<typeof placeSchema>;

const machineSchema = v.strictObject({
  cores: count,
  memoryBytes: v.number(),
  freeMemoryBytes: v.number(),
  /** Whether the system shows a GPU, or may have one without showing it. */
  mayHaveGpu: v.boolean(),
  /** Of /dev/shm, which browsers on Linux use; 0 where there is none, `null` elsewhere. */
  sharedMemoryBytes: v.nullable(v.number()),
  /** On Linux alone. */
  vulkan: v.nullable(v.strictObject({ loader: v.nullable(text), drivers: v.array(text) })),
  /** Variables that change what commands do. */
  environment: v.record(text, text),
});

export type MachineFacts = v.InferOutput<typeof machineSchema>;

const tuningSchema = v.strictObject({
  state: v.picklist(['none', 'ok', 'damaged']),
  /** Products that were tuned, and programs that passed their self-test. */
  winners: count,
  selfTests: count,
});

const failureSchema = v.strictObject({
  at: v.pipe(text, v.isoTimestamp()),
  what: text,
  /** Its diagnostic file, or the run's name. */
  where: text,
});

export type LastFailure = v.InferOutput<typeof failureSchema>;

/** What ended the attempt to train. */
const endSchema = v.strictObject({
  /** A code of Weft's errors, or a problem of commands; `null` of what was not foreseen. */
  code: v.nullable(text),
  message: text,
  facts: v.nullable(v.record(text, v.unknown())),
  /** What the system or the browser said below it. */
  cause: v.nullable(text),
});

const findingSchema = v.strictObject({
  kind: text,
  severity: v.picklist(['failure', 'warning']),
  /** With the remedy, in the language that was asked for. */
  text,
});

export type Finding = v.InferOutput<typeof findingSchema>;

/** `weft.doctor/1`: whether training works on this machine, and what is known of it. The user's home is written as `~`. */
export const doctorFileSchema = v.strictObject({
  schema: v.literal(DOCTOR_SCHEMA),
  startedAt: v.pipe(text, v.isoTimestamp()),
  runtime: v.picklist(['browser', 'dawn']),
  adapterChoice: text,
  versions: versionsSchema,
  machine: machineSchema,
  places: v.array(placeSchema),
  tuning: tuningSchema,
  /** The program, where one was found. */
  browserPath: v.nullable(text),
  browser: v.nullable(browserFactsSchema),
  adapter: v.nullable(adapterSchema),
  training: v.nullable(trainingProofSchema),
  end: v.nullable(endSchema),
  lastFailures: v.array(failureSchema),
  findings: v.array(findingSchema),
  isWorking: v.boolean(),
  verdict: text,
});

export type DoctorFile = v.InferOutput<typeof doctorFileSchema>;

/** What was found out, of which the verdict is made. */
export type DoctorFacts = Omit<DoctorFile, 'schema' | 'findings' | 'isWorking' | 'verdict'>;
