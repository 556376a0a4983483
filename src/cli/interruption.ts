import { constants } from 'node:os';

/** Ctrl-C (or a polite kill): the first one lets the run at hand end well, the second ends the process. */
export interface Interruption {
  /** 0, or the exit code that tells the interruption: 130 after Ctrl-C. */
  readonly exitCode: number;
  /** What the first interruption does from now on, instead of ending the process. */
  onInterrupt(stop: () => Promise<void>): void;
}

export function createInterruption(): Interruption {
  let exitCode = 0;
  let stop: (() => Promise<void>) | undefined;
  const interrupt = (signal: 'SIGINT' | 'SIGTERM') => {
    const isFirst = exitCode === 0;
    exitCode = 128 + constants.signals[signal];
    if (stop === undefined || !isFirst) {
      process.exit(exitCode);
    }
    // Where stopping fails, the run fails too, and says why.
    stop().catch(() => undefined);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    get exitCode() {
      return exitCode;
    },
    onInterrupt: (action) => {
      stop = action;
    },
  };
}
