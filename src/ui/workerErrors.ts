import { type TransferHandler, transferHandlers } from 'comlink';
import { type ErrorFacts, messageOf, WeftError, type WeftErrorCode } from '../errors';

/** An error as it crosses between threads, where classes do not survive. */
export interface WeftErrorData {
  readonly code: WeftErrorCode;
  readonly message: string;
  readonly facts?: ErrorFacts;
  readonly option?: string;
  readonly stack?: string;
}

/** Anything thrown, as plain data; what is not a `WeftError` is a fault of the run. */
export function encodeError(error: unknown): WeftErrorData {
  const { code, option, facts } = error instanceof WeftError || isWeftErrorData(error) ? error : FAILED_RUN;
  const message = isWeftErrorData(error) ? error.message : messageOf(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    code,
    message,
    ...(option === undefined ? {} : { option }),
    ...(facts === undefined ? {} : { facts }),
    ...(stack === undefined ? {} : { stack }),
  };
}

const FAILED_RUN: Pick<WeftErrorData, 'code' | 'option' | 'facts'> = { code: 'run-failed' };

/** The `WeftError` that `encodeError` was given, with the stack of the thread that threw it. */
export function decodeError(data: WeftErrorData): WeftError {
  const error = new WeftError(data.code, data.message, { option: data.option, facts: data.facts });
  if (data.stack !== undefined) {
    error.stack = data.stack;
  }
  return error;
}

function isWeftErrorData(value: unknown): value is WeftErrorData {
  const candidate = value as Partial<WeftErrorData> | null;
  return typeof candidate === 'object' && typeof candidate?.code === 'string' && typeof candidate.message === 'string';
}

interface Thrown {
  readonly value: unknown;
}

/** Makes Comlink carry the code, the option and the facts of a `WeftError`; both ends of a channel must call it. */
export function installErrorTransfer(): void {
  const comlinkHandler = transferHandlers.get('throw') as TransferHandler<Thrown, unknown>;
  const handler: TransferHandler<Thrown, WeftErrorData> = {
    // Comlink marks what was thrown with a symbol of its own, which only its own handler knows.
    canHandle: (value): value is Thrown => comlinkHandler.canHandle(value),
    serialize: ({ value }) => [encodeError(value), []],
    deserialize: (data) => {
      throw decodeError(data);
    },
  };
  transferHandlers.set('throw', handler as TransferHandler<unknown, unknown>);
}
