/** Every failure Weft can foresee, by a stable code that pages, commands and tests may rely on. */
export type WeftErrorCode =
  | 'no-webgpu'
  | 'no-adapter'
  | 'limit-too-small'
  | 'out-of-memory'
  | 'device-lost'
  /** The GPU did not answer for so long that nobody waits for it any more. */
  | 'gpu-silent'
  | 'gpu-error'
  /** What the GPU computed is not what it was asked for. */
  | 'wrong-result'
  | 'shader-error'
  | 'bad-binding'
  | 'incompatible-tfjs'
  | 'not-capturable'
  | 'bad-option'
  | 'bad-dataset'
  | 'bad-run'
  | 'bad-checkpoint'
  | 'bad-shape'
  | 'file-not-written'
  | 'run-failed';

/**
 * What the sentence of an error is made of, for whoever says it in another language than its message. `File` is what
 * its messages call it; bytes are written in hexadecimal.
 */
export type ErrorFacts =
  | { readonly about: 'file-missing'; readonly file: string; readonly url: string; readonly reason: string }
  | { readonly about: 'file-not-gzip'; readonly file: string; readonly begins: string; readonly expected: string }
  | { readonly about: 'file-damaged'; readonly file: string; readonly bytes: number }
  | { readonly about: 'file-continues'; readonly file: string; readonly bytes: number; readonly announced: number }
  | { readonly about: 'file-too-large'; readonly file: string; readonly announced: number; readonly most: number }
  | { readonly about: 'file-not-published'; readonly file: string; readonly found: string; readonly expected: string }
  | {
      readonly about: 'idx-header';
      readonly file: string;
      readonly content: 'images' | 'labels';
      readonly bytes: number;
      readonly headerBytes: number;
    }
  | {
      readonly about: 'idx-magic';
      readonly file: string;
      readonly content: 'images' | 'labels';
      readonly found: string;
      readonly expected: string;
    }
  | { readonly about: 'idx-empty'; readonly file: string; readonly content: 'images' | 'labels' }
  | {
      readonly about: 'idx-length';
      readonly file: string;
      readonly content: 'images' | 'labels';
      readonly count: number;
      readonly bytes: number;
      readonly expected: number;
    }
  | {
      readonly about: 'image-size';
      readonly file: string;
      readonly found: string;
      readonly expected: string;
    }
  | {
      readonly about: 'label-range';
      readonly file: string;
      readonly label: number;
      readonly position: number;
      readonly most: number;
    }
  | { readonly about: 'label-count'; readonly file: string; readonly labels: number; readonly images: number }
  | { readonly about: 'too-few-images'; readonly file: string; readonly images: number; readonly validation: number }
  | {
      readonly about: 'too-many-examples';
      readonly option: string;
      readonly value: number;
      readonly dataset: string;
      readonly examples: number;
    }
  | {
      readonly about: 'bad-option';
      readonly option: string;
      /** As it is shown, text in quotes. */
      readonly value: string;
      /** In words that complete "must be …". */
      readonly allowed: { readonly en: string; readonly es: string };
    }
  | { readonly about: 'unknown-option'; readonly option: string; readonly known: readonly string[] }
  | {
      readonly about: 'unknown-case';
      readonly pattern: string;
      /** The first of them, or all. */
      readonly known: readonly string[];
      readonly isAll: boolean;
    }
  | { readonly about: 'no-folder'; readonly option: string; readonly path: string; readonly folder: string }
  | { readonly about: 'not-writable'; readonly option: string; readonly path: string; readonly reason: string }
  | {
      readonly about: 'not-ours';
      readonly option: string;
      readonly path: string;
      /** What of Weft's may be replaced by it. */
      readonly content: 'run' | 'csv' | 'report' | 'bench' | 'check' | 'checkText' | 'doctor' | 'soak';
    }
  | { readonly about: 'same-file'; readonly option: string; readonly other: string; readonly path: string }
  | { readonly about: 'writes-over-input'; readonly option: string; readonly path: string }
  | {
      readonly about: 'files-not-written';
      readonly failed: readonly { readonly path: string; readonly reason: string }[];
      readonly written: readonly string[];
      /** The run as the store names it; `undefined` where it is not kept. */
      readonly keptAs: string | undefined;
    }
  | {
      readonly about: 'repeated-option';
      readonly option: string;
      readonly times: number;
      /** The first of its values, separated by semicolons. */
      readonly list: string;
    }
  | { readonly about: 'large-file'; readonly file: string; readonly mebibytes: number; readonly most: number }
  | { readonly about: 'run-not-json'; readonly file: string; readonly isEmpty: boolean }
  | { readonly about: 'run-out-of-bounds'; readonly file: string; readonly bound: 'depth' | 'count' }
  | { readonly about: 'run-field-unknown'; readonly file: string; readonly path: string }
  | {
      readonly about: 'run-field';
      readonly file: string;
      /** Empty of the file as a whole. */
      readonly path: string;
      /** `undefined` where it is missing. */
      readonly value: string | undefined;
      readonly allowed: { readonly en: string; readonly es: string };
    }
  | { readonly about: 'run-contradiction'; readonly file: string; readonly problem: string }
  /** `place`: where in the file, or which field. */
  | { readonly about: 'checkpoint'; readonly file: string; readonly place: string; readonly problem: string }
  | {
      readonly about: 'wrong-count';
      /** From 1. */
      readonly member: number;
      readonly rows: number;
      readonly examples: number;
      readonly pass: 'train' | 'heldOut' | 'validation' | 'test';
    }
  /** `program`: the label of the shader. */
  | { readonly about: 'wrong-kernel'; readonly program: string; readonly adapter: string; readonly isTraining: boolean }
  /** Of a run's memory on the GPU: what one member takes. */
  | { readonly about: 'no-room'; readonly megabytes: number }
  | {
      readonly about: 'gpu-unavailable';
      readonly problem: GpuProblem;
      /** Which browser, or Dawn, and the first part of its version. */
      readonly place: 'chrome' | 'edge' | 'firefox' | 'safari' | 'browser' | 'dawn';
      readonly version: number | undefined;
      /** Whether that is, or may be, older than `LOWEST_VERSIONS`. */
      readonly mayBeOld: boolean;
      /** What was said, is missing, or how long was waited, as the problem has it. */
      readonly reason: string;
    }
  /** `isDestroyed`: by a program, not by the driver or the browser. */
  | { readonly about: 'gpu-lost'; readonly reason: string; readonly isDestroyed: boolean }
  | { readonly about: 'gpu-lost-often'; readonly times: number }
  | { readonly about: 'gpu-silent'; readonly seconds: number }
  | { readonly about: 'gpu-refused'; readonly reason: string; readonly isMemory: boolean }
  | { readonly about: 'trainer-ended' }
  | { readonly about: 'run-under-way' | 'bench-under-way' };

/**
 * The first versions with all that Weft needs. Chrome and Edge have had WebGPU since 113, but `adapter.info` since 127
 * only (https://developer.chrome.com/blog/new-in-webgpu-127); Firefox and Safari have had both from their first on.
 */
export const LOWEST_VERSIONS = { chrome: 127, edge: 127, firefox: 141, safari: 26 } as const;

/** Why there is no GPU to work on; each with the remedy of its own. */
export type GpuProblem =
  /** The page is not secure; `reason`: its origin. */
  | 'insecure'
  | 'no-webgpu'
  /** `reason`: what is missing. */
  | 'too-old'
  | 'no-adapter'
  /** There was an adapter before. */
  | 'blocked'
  /** `reason`: what was said. */
  | 'adapter-refused'
  | 'device-refused'
  /** `reason`: seconds. */
  | 'adapter-silent'
  | 'device-silent';

export interface WeftErrorOptions extends ErrorOptions {
  /** The name of the option that is refused, as its user gave it: "batch-size". */
  readonly option?: string | undefined;
  readonly facts?: ErrorFacts | undefined;
}

/** An error whose message is one sentence for the user, in English: what, the numbers, the limit, the remedy. */
export class WeftError extends Error {
  override readonly name = 'WeftError';
  readonly code: WeftErrorCode;
  /** Which option to change, where it is one. */
  readonly option: string | undefined;
  readonly facts: ErrorFacts | undefined;

  constructor(code: WeftErrorCode, message: string, { option, facts, ...options }: WeftErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.option = option;
    this.facts = facts;
  }
}

/** Of text from anywhere, in a sentence. */
const MOST_SHOWN = 60;

/** The beginning of a text that a sentence has no room for. */
export function shorten(text: string, most = MOST_SHOWN): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/**
 * The refusal of an option's value.
 * @param given as it is shown, text in quotes; of a long one the beginning is.
 * @param allowed in words that complete "must be …".
 */
export function badOption(
  option: string,
  given: string,
  allowed: { readonly en: string; readonly es: string },
): WeftError {
  const value = shorten(given);
  return new WeftError('bad-option', `Option ${option} is ${value}; it must be ${allowed.en}.`, {
    option,
    facts: { about: 'bad-option', option, value, allowed },
  });
}

/** Anything thrown as an error with a code; what was not foreseen is a fault of the run. */
export function asWeftError(thrown: unknown): WeftError {
  return thrown instanceof WeftError ? thrown : new WeftError('run-failed', messageOf(thrown), { cause: thrown });
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
