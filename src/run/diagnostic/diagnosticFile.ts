import * as v from 'valibot';
import { trainOptionsSchema } from '../options';
import { adapterSchema } from '../runFile';

export const DIAGNOSTIC_SCHEMA = 'weft.diagnostic/1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const versionsSchema = v.strictObject({
  /** The commit. */
  weft: v.string(),
  tfjs: v.string(),
  /** `null` on the page. */
  node: v.nullable(v.string()),
  /** As it names itself: `null` of a browser that did not start. */
  browser: v.nullable(v.string()),
  /** Of the package `webgpu`, where it is in use. */
  dawn: v.nullable(v.string()),
  /** As "linux 6.1.0 x64", or what the browser says of it. */
  system: v.string(),
});

export type Versions = v.InferOutput<typeof versionsSchema>;

/** What a browser says of its graphics, as `chrome://gpu` does. */
export const browserFactsSchema = v.strictObject({
  version: v.string(),
  /** Its command line, without folders. */
  flags: v.array(v.string()),
  devices: v.array(v.strictObject({ name: v.string(), driver: v.string() })),
  /** Such as `webgpu`: "enabled", "disabled_off", "blocklisted". */
  features: v.record(v.string(), v.string()),
});

export type BrowserFacts = v.InferOutput<typeof browserFactsSchema>;

const scalarSchema = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

const logEntrySchema = v.strictObject({
  /** Since the work began. */
  atMs: v.number(),
  what: v.string(),
  details: v.record(v.string(), scalarSchema),
});

export type LogEntry = v.InferOutput<typeof logEntrySchema>;

const errorSchema = v.strictObject({
  /** `null` of what was not foreseen. */
  code: v.nullable(v.string()),
  message: v.string(),
  /** See `ErrorFacts`. */
  facts: v.nullable(v.record(v.string(), v.unknown())),
  stack: v.nullable(v.string()),
});

/**
 * `weft.diagnostic/1`: what is known of a failure, to go with a report of it. It has no file's content, and the user's home
 * is written as `~`.
 */
export const diagnosticSchema = v.strictObject({
  schema: v.literal(DIAGNOSTIC_SCHEMA),
  writtenAt: v.pipe(v.string(), v.isoTimestamp()),
  /** What was under way. */
  work: v.picklist(['train', 'bench', 'page']),
  versions: versionsSchema,
  /** `null` where there was none, or it was not yet known. Its driver stands in its description. */
  adapter: v.nullable(adapterSchema),
  /** Of Chromium alone, where a command had started it. */
  browser: v.nullable(browserFactsSchema),
  /** Options as they were given, by name. */
  asked: v.record(v.string(), v.string()),
  /** Of the run; `null` until it is known. */
  config: v.nullable(trainOptionsSchema),
  /** What ended it first, then what caused that. */
  errors: v.array(errorSchema),
  /** The last of what happened, in order. */
  log: v.array(logEntrySchema),
  /** Earlier entries that are no longer there. */
  logLeftOut: count,
});

export type DiagnosticFile = v.InferOutput<typeof diagnosticSchema>;
